"""A folder that takes the duties, reliefs and schemes of a shipped law as its base."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

import onshore as on
from networks import hand
from onshore import formats, policy
from onshore.formats.law import with_law
from onshore.schema import NETWORK, SETTINGS

#: Rows of the law of India, and of the countries that it exports to.
ROWS = 65 + 11
KEY = ["duty_class", "kind", "origin", "destination", "from"]
OWN = "duty_class,kind,destination,from,to,rate,credit_days,source\n"


def folder(path: Path, duties: str | None) -> Path:
    """The network by hand, whose display is one of the law's class, with these own duties."""
    items = hand().items.with_columns(duty_class=pl.col("duty_class").replace("display", "display_assembly"))
    formats.save(hand().replace(items=items, duties=NETWORK["duties"].empty()), path)
    settings = path / "network.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'law = "india"\n', encoding="utf-8")
    if duties is not None:
        (path / "duties.csv").write_text(OWN + duties, encoding="utf-8")
    return path


def rate(network: on.Network, goods: str, day: str, kind: str = "basic") -> list[float]:
    on_day = dt.date.fromisoformat(day)
    rows = network.duties.filter(pl.col("duty_class") == goods, pl.col("kind") == kind, pl.col("from") <= on_day)
    return rows.filter(pl.col("to").fill_null(dt.date.max) >= on_day)["rate"].to_list()


def test_the_setting_names_a_law_that_is_shipped():
    assert SETTINGS["law"].choices == policy.LAWS


def test_without_own_rows_the_law_is_the_table(tmp_path):
    network = formats.load(folder(tmp_path / "n", None))
    law = pl.concat([policy.law(name)["duties"] for name in ("india", "abroad")])
    assert len(network.duties) == len(law) == ROWS
    assert network.duties.select(*KEY, "rate", "known_until").equals(law.select(*KEY, "rate", "known_until"))
    assert network.duties["credit_days"].to_list() == [0.0] * ROWS
    assert network.duties["source"].null_count() == 0
    assert rate(network, "display_assembly", "2024-05-01") == [0.10]


def test_an_own_row_of_the_same_key_takes_the_place_of_that_of_law(tmp_path):
    network = formats.load(folder(tmp_path / "n", "*,recoverable,IN,2020-04-01,,0.18,45,mine\n"))
    assert len(network.duties) == ROWS
    (row,) = network.duties.filter(kind="recoverable", **{"from": dt.date(2020, 4, 1)}).to_dicts()
    assert (row["credit_days"], row["source"]) == (45.0, "mine")


def test_an_own_row_that_meets_one_of_law_takes_its_place(tmp_path):
    own = (
        "display_assembly,basic,IN,2022-01-01,2024-05-31,0.12,,mine\ndisplay_assembly,basic,IN,2024-06-01,,0.2,,mine\n"
    )
    network = formats.load(folder(tmp_path / "n", own))
    assert rate(network, "display_assembly", "2024-05-31") == [0.12]
    assert rate(network, "display_assembly", "2024-06-01") == [0.2]
    assert rate(network, "display_assembly", "2019-01-01") == [0.0]  # the row before is not met
    assert rate(network, "display_assembly", "2021-01-01") == []  # the row that is met goes as a whole


def test_what_an_own_row_leaves_open_is_found(tmp_path):
    (message,) = formats.inspect(folder(tmp_path / "n", "display_assembly,basic,IN,2024-04-01,2024-04-30,0.2,,x\n"))[
        "message"
    ]
    assert "duties has no basic rate for class 'display_assembly' from CN to IN on 2024-05-01" in message


def test_other_rows_are_added(tmp_path):
    network = formats.load(folder(tmp_path / "n", "gold,basic,IN,2020-01-01,,0.06,,mine\n"))
    assert len(network.duties) == ROWS + 1
    assert rate(network, "gold", "2024-05-01") == [0.06]


def test_a_saved_folder_has_all_rows_and_no_law(tmp_path):
    network = formats.load(folder(tmp_path / "n", "*,recoverable,IN,2020-04-01,,0.18,45,mine\n"))
    formats.save(network, tmp_path / "saved")
    assert "law" not in (tmp_path / "saved" / "network.toml").read_text(encoding="utf-8")
    again = formats.load(tmp_path / "saved")
    assert again.fingerprint == network.fingerprint
    assert again.duties.equals(network.duties)
    assert network.settings["law"] is None


def test_problems_name_the_lines_of_the_own_file(tmp_path):
    own = "gold,basic,IN,2020-01-01,,0.06,,mine\ngold,basic,IN,2021-01-01,,-1,,mine\n,basic,IN,2021-01-01,,0.1,,mine\n"
    messages = formats.inspect(folder(tmp_path / "n", own))["message"].to_list()
    assert any(m.startswith("duties.csv:3: rate = -1 is below 0") for m in messages)
    assert any(m.startswith("duties.csv:4: duty_class is empty.") for m in messages)
    assert any(m.startswith("duties.csv:3: basic rate of class 'gold'") for m in messages)


def test_a_horizon_past_what_was_looked_up_is_refused(tmp_path):
    path = folder(tmp_path / "n", None)
    periods = path / "periods.csv"
    periods.write_text(
        "period,start,days,fiscal_year\n2024-04,2024-04-01,30,2024-25\n2024-05,2024-05-01,31,2024-25\n"
        "2024-06,2024-06-01,730,2024-25\n"
    )
    messages = formats.inspect(path)["message"].to_list()
    assert (
        "duties.csv: basic duty of class 'display_assembly' from * into IN since 2020-10-01 is known until 2026-04-30 "
        "only, and display needs it on 2026-05-01. Look up whether it still holds and say so in known_until, or end "
        "the horizon before."
    ) in messages


def test_another_law_is_refused(tmp_path):
    path = folder(tmp_path / "n", None)
    file = path / "network.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"india"', '"indai"'), encoding="utf-8")
    assert "network.toml:" in (first := formats.inspect(path)["message"][0])
    assert "law = 'indai' is not one of india. Did you mean 'india'?" in first


def test_nothing_is_taken_over_by_a_row_that_could_not_be_read():
    own = (
        NETWORK["duties"]
        .empty()
        .vstack(
            pl.DataFrame(
                [{"duty_class": "phone_cbu", "kind": "basic", "origin": "*", "destination": "IN"}]
            ).match_to_schema(NETWORK["duties"].empty().schema, missing_columns="insert")
        )
    )
    tables, lines = with_law("india", {"duties": own}, {})
    assert len(tables["duties"]) == ROWS + 1 and lines["duties"].to_list() == [None] * ROWS + [2]
    with pytest.raises(policy.UnknownName):
        with_law("atlantis", {"duties": own}, {})


def test_a_tax_of_the_law_is_credited_after_the_days_of_the_setting(tmp_path):
    path = folder(tmp_path / "n", "gold,recoverable,IN,2020-01-01,,0.03,9,mine\n")
    settings = path / "network.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + "credit_days = 45\n", encoding="utf-8")
    network = formats.load(path)
    days = network.duties.filter(kind="recoverable").select("duty_class", "rate", "credit_days")
    assert days.rows() == [("*", 0.12, 45.0), ("*", 0.18, 45.0), ("gold", 0.03, 9.0)]
    assert network.duties.filter(kind="basic")["credit_days"].unique().to_list() == [0.0]
    assert network.settings["credit_days"] is None


def test_reliefs_of_the_law_are_those_of_the_groups_of_their_goods(tmp_path):
    path = folder(tmp_path / "n", None)
    rows = formats.load(path).reliefs
    # The network has no item of class phone_cbu, so no drawback; remission is no kind that a plan reckons with.
    assert rows.select("relief", "item_group").rows() == [
        ("advance-authorisation", "*"), ("dfia", "*"), ("bonded-manufacture", "*"),
    ]  # fmt: skip
    first = rows.row(0, named=True)
    assert (first["country"], first["value_addition"], first["validity_days"]) == ("IN", 0.15, 548.0)  # 18 months
    assert (first["known_until"], first["cost_share"], first["rate"]) == (dt.date(2026, 4, 30), 0.0, None)
    items = pl.read_csv(path / "items.csv").with_columns(
        duty_class=pl.when(pl.col("kind") == "finished").then(pl.lit("phone_cbu")).otherwise("duty_class")
    )
    items.write_csv(path / "items.csv")
    drawn = formats.load(path).reliefs.filter(kind="drawback")
    assert drawn.select("item_group", "rate", "cap").rows() == [
        ("phone", 0.04, 197.0), ("phone", 0.04, 350.0), ("phone", None, None),
    ]  # fmt: skip


def test_an_own_relief_takes_the_place_of_that_of_law(tmp_path):
    path = folder(tmp_path / "n", None)
    (path / "reliefs.csv").write_text(
        "relief,kind,country,item_group,from,cost_share\nbonded-manufacture,bonded,IN,phone,2020-01-01,0.01\n"
    )
    bonded = formats.load(path).reliefs.filter(relief="bonded-manufacture")
    assert bonded.select("item_group", "cost_share").rows() == [("phone", 0.01)]


def members(path: Path, category: str) -> Path:
    (path / "schemes.csv").unlink()
    (path / "outside_sales.csv").unlink()
    (path / "statements.csv").unlink()
    (path / "scheme_members.csv").write_text(
        f"scheme,company,category,first_year\npli-lsem,alder,{category},2021-22\n", encoding="utf-8"
    )
    return path


def test_schemes_of_the_law_are_those_that_have_members(tmp_path):
    path = members(folder(tmp_path / "n", None), "global")
    rows = formats.load(path).schemes
    assert set(rows["scheme"]) == {"pli-lsem"}
    fourth = rows.filter(category="global", year=4).row(0, named=True)
    assert (fourth["rate"], fourth["sales_threshold"], fourth["investment_threshold"]) == (0.05, 2e11, 1e10)
    assert (fourth["invoice_floor"], fourth["payment_days"], fourth["ceiling"]) == (15_000.0, 365.0, None)
    assert fourth["known_until"] == dt.date(2026, 3, 31)
    assert rows.filter(category="domestic", year=1)["invoice_floor"].to_list() == [0.0]
    # What is not known by year stands in every year, unknown.
    assert rows.filter(category="components-round-2").select("year", "rate").rows() == [(y, None) for y in range(1, 5)]


def test_own_terms_of_a_year_take_the_place_of_those_of_law(tmp_path):
    path = members(folder(tmp_path / "n", None), "global")
    (path / "schemes.csv").write_text("scheme,category,year,item_group,rate\npli-lsem,global,4,phone,0.01\n")
    rows = formats.load(path).schemes.filter(category="global").sort("year")
    assert rows["rate"].to_list() == [0.06, 0.06, 0.05, 0.01, 0.04]


def test_a_member_of_a_scheme_whose_rates_are_not_known_is_refused(tmp_path):
    path = members(folder(tmp_path / "n", None), "components-round-2")
    items = (path / "items.csv").read_text(encoding="utf-8").replace(",phone,", ",component,")
    (path / "items.csv").write_text(items, encoding="utf-8")
    (path / "awards.csv").unlink()
    (message,) = formats.inspect(path)["message"]
    assert message.startswith("schemes.csv: rate of 'pli-lsem', category 'components-round-2', year 4 is empty, so not")


def test_terms_of_the_law_whose_thresholds_are_not_known_have_no_rate_either():
    """A threshold that is empty would be taken for zero; without a rate the terms are refused."""
    rows = policy.law()["schemes"].filter(pl.coalesce("year", "years").is_not_null())
    gates = pl.any_horizontal(pl.col("sales_threshold", "investment_threshold").is_null())
    assert rows.filter(gates)["rate"].drop_nulls().is_empty()
    assert rows.filter(gates, pl.col("kind") == "capex")["capex_rate"].drop_nulls().is_empty()


def test_the_reference_case_stands_on_the_law():
    case = Path(__file__).parents[2] / "cases" / "xiaomi-india"
    assert len(pl.read_csv(case / "duties.csv")) == 1 and not (case / "schemes.csv").exists()
    network = formats.load(case)
    kit = network.duties.filter(duty_class="display_assembly with sim-tray; side-key")  # of the scenario with a tray
    assert len(kit) == 3 and len(network.duties) == ROWS + 1 + len(kit)
    tax = network.duties.filter(kind="recoverable")
    assert tax["credit_days"].to_list() == [45.0, 45.0]
    assert network.schemes.filter(category="domestic")["sales_threshold"].to_list() == [5e9, 1e10, 2e10, 3.5e10, 5e10]


def test_the_own_reliefs_of_the_reference_case_say_what_the_law_says():
    """The case has rows of its own for the cost of bonds alone."""
    case = Path(__file__).parents[2] / "cases" / "xiaomi-india"
    law, _ = with_law("india", {}, {})
    said = ["relief", "kind", "country", "item_group", "from", "to", "value_addition", "validity_days", "rate", "cap"]
    own = formats.load(case).reliefs.filter(pl.col("cost_share") > 0).select(*said, "known_until").sort("relief")
    same = law["reliefs"].join(own, on="relief", how="semi").select(*said, "known_until").sort("relief")
    assert len(own) == 2 and own.equals(same)


KIT = "display_assembly with sim-tray; side-key"


def with_kit(path: Path, kit: str, **tables: pl.DataFrame) -> Path:
    """The network by hand under the law of India, whose display comes with a kit."""
    items = hand().items.with_columns(duty_class=pl.col("duty_class").replace("display", kit))
    formats.save(hand().replace(items=items, duties=NETWORK["duties"].empty(), **tables), path)
    settings = path / "network.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'law = "india"\n', encoding="utf-8")
    return path


def test_a_display_with_a_kit_pays_by_the_circulars(tmp_path):
    network = formats.load(with_kit(tmp_path / "n", KIT))
    # Other parts at 15%, at 10% since 30 Jan 2024, and a display assembly at 10% since the circular of 7 Jun 2024.
    days = {"2022-08-18": [0.15], "2024-01-29": [0.15], "2024-01-30": [0.1], "2024-06-06": [0.1], "2024-06-07": [0.1]}
    assert {day: rate(network, KIT, day) for day in days} == days
    spans = network.duties.filter(duty_class=KIT).select("from", "to", "known_until").rows()
    assert spans == [
        (dt.date(2022, 8, 18), dt.date(2024, 1, 29), None),
        (dt.date(2024, 1, 30), dt.date(2024, 6, 6), None),
        (dt.date(2024, 6, 7), None, dt.date(2026, 4, 30)),
    ]
    # Nobody knows how it was classed before the first circular.
    assert rate(network, KIT, "2022-08-17") == []


def test_a_part_of_a_kit_that_nobody_knows_is_told_with_the_nearest(tmp_path):
    path = with_kit(tmp_path / "n", "display_assembly with sim-tay")
    (told,) = formats.inspect(path).filter(rule="kit_unknown").to_dicts()
    assert (told["table"], told["column"], told["value"]) == ("items", "duty_class", "display_assembly with sim-tay")
    assert "no part 'sim-tay' of a display kit. Nearest: sim-tray" in told["message"]
    assert hand().items["duty_class"].to_list()[told["line"] - 2] == "display"
    # With duties of its own it is a name like any other.
    (path / "duties.csv").write_text(
        OWN + "display_assembly with sim-tay,basic,IN,2017-07-01,,0.1,,mine\n", encoding="utf-8"
    )
    assert formats.inspect(path).filter(rule="kit_unknown").is_empty()


def test_a_scenario_may_put_a_part_into_the_kit(tmp_path):
    change = {"scenario": "tray", "step": 1, "table": "items", "match": "duty_class=display_assembly", "column": "duty_class",
              "operation": "set", "value": KIT, "source": "assumption: what if the tray comes with the display"}  # fmt: skip
    scenarios = pl.DataFrame([change]).select(pl.col(k).cast(c.dtype) for k, c in NETWORK["scenarios"].columns.items())
    path = folder(tmp_path / "n", None)
    formats.save(formats.load(path).replace(scenarios=scenarios, duties=NETWORK["duties"].empty()), path)
    settings = path / "network.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + 'law = "india"\n', encoding="utf-8")
    network = formats.load(path, "tray")
    assert KIT in network.items["duty_class"].to_list()
    assert rate(network, KIT, "2024-01-01") == [0.15]
