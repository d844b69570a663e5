"""Networks as folders: read whole, written whole."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from networks import hand, networks
from onshore import formats
from onshore.formats import network_folder
from onshore.network import Network, NetworkError
from onshore.schema import NETWORK, SETTINGS


def same(one: Network, other: Network) -> bool:
    frames = all(one.tables[name].equals(other.tables[name]) for name in NETWORK)
    return frames and dict(one.settings) == dict(other.settings) and one.fingerprint == other.fingerprint


def test_a_network_comes_back_as_it_was(tmp_path):
    formats.save(hand(), tmp_path / "n")
    assert same(formats.load(tmp_path / "n"), hand())
    assert formats.inspect(tmp_path / "n").is_empty()


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(networks(), st.randoms())
def test_random_networks_have_no_problem_and_come_back_whatever_the_order_of_rows(tmp_path_factory, network, random):
    path = tmp_path_factory.mktemp("networks") / "n"
    formats.save(network, path)
    loaded = formats.load(path)
    assert same(loaded, network)
    ordered = ("periods",)
    shuffled = {
        name: frame.sample(fraction=1, shuffle=True, seed=random.randrange(1000))
        for name, frame in network.tables.items()
        if name not in ordered
    }
    assert network.replace(**shuffled).fingerprint == network.fingerprint


def test_a_table_without_a_file_is_empty_and_defaults_are_filled(tmp_path):
    (tmp_path / "network.toml").write_text('name = "n"\ncurrency = "INR"\nstart = 2024-04-01\n')
    (tmp_path / "periods.csv").write_text("period,start,days\np,2024-04-01,30.0\n")
    (tmp_path / "companies.csv").write_text("company,kind,country\nk,brand,IN\n")
    (tmp_path / "sites.csv").write_text("site,company,kind,country\ns,k,market,IN\n")
    (tmp_path / "items.csv").write_text("item,kind\na,finished\n")
    (tmp_path / "stock.csv").write_text("site,item,quantity\ns,a,1\n")
    (tmp_path / "demand.csv").write_text("item,market,period,quantity\na,s,p,1\n")
    network = formats.load(tmp_path)
    assert network.lanes.is_empty()
    assert network.sites["fixed_cost"].to_list() == [0.0]
    assert network.sites["opens"].to_list() == [None]
    assert network.settings["perspective"] == "brand"
    assert network.settings["end_stock_share"] == SETTINGS["end_stock_share"].default


@pytest.mark.parametrize(
    ("word", "read"), [("True", True), ("yes", True), ("1", True), ("FALSE", False), ("no", False)]
)
def test_words_for_true_and_false(tmp_path, word, read):
    formats.save(hand(), tmp_path / "n")
    file = tmp_path / "n" / "lanes.csv"
    rows = pl.read_csv(file, infer_schema=False).with_columns(duty_paid=pl.lit(word))
    if not read:
        (tmp_path / "n" / "duties.csv").unlink()
    rows.write_csv(file)
    assert formats.load(tmp_path / "n").lanes["duty_paid"].to_list() == [read] * 4


def test_a_scenario_is_applied(tmp_path):
    formats.save(hand(), tmp_path / "n")
    network = formats.load(tmp_path / "n", scenario="dear")
    assert network.scenario == "dear"
    assert network.sourcing["price"].to_list() == pytest.approx([77.0])
    with pytest.raises(NetworkError, match=r"there is no scenario 'deer'. Did you mean 'dear'"):
        formats.load(tmp_path / "n", scenario="deer")


def test_inspect_tells_about_scenarios_with_the_lines_of_the_files(tmp_path):
    network = hand()
    shift = {"scenario": "late", "step": 1, "table": "duties", "match": "from=2024*", "column": "from"}
    row = pl.DataFrame([{**shift, "operation": "shift", "value": "7"}])
    formats.save(network.replace(scenarios=pl.concat([network.scenarios, row], how="diagonal")), tmp_path / "n")
    file = tmp_path / "n" / "lanes.csv"
    file.write_text(file.read_text().replace("\n", "\n\n", 1))
    assert formats.inspect(tmp_path / "n")["message"].to_list() == [
        "scenario 'late': lanes.csv:3: display can cross from CN to IN here, but duties has no basic rate "
        "for class "
        "'display' from CN to IN on 2024-06-01. Add a row of kind basic that covers the day, or set "
        "duty_paid to false "
        "if the customer pays."
    ]


CELLS = [
    "",
    "nan",
    "x",
    "-1",
    "0",
    "1e308",
    "9999-12-31",
    "0001-01-01",
    "*",
    '"',
    "redmi-a",
    "north",
    " ",
    "5%",
    "a;b=c",
]


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_inspect_raises_nothing_whatever_stands_in_the_cells(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("networks") / "n"
    formats.save(hand(), path)
    for _ in range(data.draw(st.integers(1, 4))):
        file = path / f"{data.draw(st.sampled_from(sorted(p.stem for p in path.glob('*.csv'))))}.csv"
        rows = pl.read_csv(file, infer_schema=False)
        column, row = data.draw(st.sampled_from(rows.columns)), data.draw(st.integers(0, len(rows) - 1))
        cell = pl.when(pl.int_range(pl.len()) == row).then(pl.lit(data.draw(st.sampled_from(CELLS))))
        rows.with_columns(cell.otherwise(column).alias(column)).write_csv(file)
    problems = formats.inspect(path)
    assert not problems["message"].has_nulls()
    assert problems["message"].n_unique() == len(problems)


def test_inspect_tells_of_steps_that_cannot_be_done_even_if_the_base_has_problems(tmp_path):
    network = hand()
    steps = [
        {"scenario": name, "step": 1, "table": table, "column": "quantity", "operation": "set", "value": "x"}
        for name, table in (("a", "stock"), ("b", "demand"), ("c", "lanes"))
    ]
    network = network.replace(scenarios=pl.concat([network.scenarios, pl.DataFrame(steps)], how="diagonal"))
    formats.save(network, tmp_path / "n")
    file = tmp_path / "n" / "demand.csv"
    file.write_text(file.read_text().replace("800", "many"))
    problems = formats.inspect(tmp_path / "n")
    assert problems.select("table", "line", "column").rows() == [
        ("demand", 2, "quantity"),
        ("scenarios", 4, "value"),
        ("scenarios", 6, "column"),
    ]


def test_a_folder_that_is_not_there_is_a_problem(tmp_path):
    path = tmp_path / "nothing"
    text = f"network.toml: {path} is not a folder. A network is a folder with network.toml and CSV files."
    assert formats.inspect(path)["message"].to_list() == [text]
    with pytest.raises(NetworkError, match="is not a folder"):
        formats.load(path)


def test_an_empty_folder_lacks_settings_periods_and_demand(tmp_path):
    assert formats.inspect(tmp_path)["message"].to_list() == [
        f"network.toml: {tmp_path} has no such file: it must give at least name, currency and start.",
        "periods.csv: there are no periods: nothing can be planned. Add a row for each month or week of the horizon.",
        "demand.csv: nothing to plan: no market wants anything. Add a row for each item that a market wants in a period.",
    ]


def test_a_file_of_no_table_is_told_with_the_nearest(tmp_path):
    formats.save(hand(), tmp_path / "n")
    (tmp_path / "n" / "lanes.csv").rename(tmp_path / "n" / "lane.csv")
    first = formats.inspect(tmp_path / "n")["message"][0]
    assert first == "lane.csv: there is no table 'lane'. Did you mean 'lanes'?"


NOT_READ = "is not read: the file of a table is called exactly demand.csv."
STRANGERS = {
    "demand.CSV": "Rename it. Did you mean 'demand.csv'?",
    "Demand.csv": "Rename it. Did you mean 'demand.csv'?",
    "DEMAND.CSV": "Rename it. Did you mean 'demand.csv'?",
    "demand.csv.txt": "Rename it. Did you mean 'demand.csv'?",
    "demand.old.csv": "Rename it. Did you mean 'demand.csv'?",
    "demand.xlsx": "Save it as `CSV UTF-8` under the name demand.csv, and keep 'demand.xlsx' elsewhere.",
    "Demand.XLS": "Save it as `CSV UTF-8` under the name demand.csv, and keep 'Demand.XLS' elsewhere.",
    "demand": "Save it as `CSV UTF-8` under the name demand.csv, and keep 'demand' elsewhere.",
    "demand.csv~": "Save it as `CSV UTF-8` under the name demand.csv, and keep 'demand.csv~' elsewhere.",
}


@pytest.mark.parametrize("name", STRANGERS)
def test_a_table_in_a_file_of_another_name_is_told_once_and_not_as_missing(tmp_path, name):
    formats.save(hand(), tmp_path / "n")
    (tmp_path / "n" / "demand.csv").rename(tmp_path / "n" / name)
    assert formats.inspect(tmp_path / "n")["message"].to_list() == [
        f"demand.csv: '{name}' {NOT_READ} {STRANGERS[name]}"
    ]


def test_a_second_file_of_a_table_is_told(tmp_path):
    formats.save(hand(), tmp_path / "n")
    for name in ("demand.xlsx", "demand.csv.txt"):
        (tmp_path / "n" / name).write_text("item,market,period,quantity\n")
    assert formats.inspect(tmp_path / "n")["message"].to_list() == [
        f"demand.csv: 'demand.csv.txt' {NOT_READ} That one is there too: keep the one that holds.",
        f"demand.csv: 'demand.xlsx' {NOT_READ} {STRANGERS['demand.xlsx']}",
    ]


def test_a_csv_file_of_no_table_is_told_in_capitals_too(tmp_path):
    formats.save(hand(), tmp_path / "n")
    (tmp_path / "n" / "STOK.CSV").write_text("site,item,quantity\n")
    problems = formats.inspect(tmp_path / "n")
    assert problems.select("value", "rule", "nearest").rows() == [("STOK.CSV", "file", "stock")]


def test_pages_and_what_editors_leave_may_lie_beside_the_tables(tmp_path):
    formats.save(hand(), tmp_path / "n")
    for name in (
        "README.md",
        "demand.md",
        "lanes.png",
        "demand.csv~",
        "demand.csv.bak",
        ".demand.csv.swp",
        "notes.xlsx",
    ):
        (tmp_path / "n" / name).write_text("x")
    (tmp_path / "n" / "stock.old").mkdir()
    assert formats.inspect(tmp_path / "n").is_empty()


def test_a_table_that_cannot_be_read_is_told_once_and_not_as_missing_names(tmp_path):
    formats.save(hand(), tmp_path / "n")
    (tmp_path / "n" / "sites.csv").write_bytes(b"site,company\n\x81,x\n")
    assert formats.inspect(tmp_path / "n")["message"].to_list() == [
        "sites.csv:2: byte 0x81 is neither UTF-8 nor Latin-1. Save the file as `CSV UTF-8`."
    ]


def test_a_folder_written_by_hand_is_the_network_that_was_meant(tmp_path):
    """Semicolons, Latin-1, decimal commas and days by day first: as declared, the same; undeclared, refused."""
    formats.save(hand(), tmp_path / "n")
    for file in (tmp_path / "n").glob("*.csv"):
        text = file.read_text(encoding="utf-8").replace(",", ";")
        text = re.sub(r"(?<=;)(\d+)\.(\d+)(?=[;\n])", r"\1,\2", text)
        text = re.sub(r"(?<=;)(\d{4})-(\d\d)-(\d\d)(?=[;\n])", r"\3/\2/\1", text)
        file.write_bytes(text.encode("latin-1"))
    told = " ".join(formats.inspect(tmp_path / "n")["message"])
    assert "decimal comma" in told and "can be read by day or by month first" in told
    toml = tmp_path / "n" / "network.toml"
    toml.write_text(toml.read_text(encoding="utf-8") + 'decimal = ","\ndate_order = "dmy"\n', encoding="utf-8")
    network = formats.load(tmp_path / "n")
    assert network.fingerprint == hand().fingerprint
    formats.save(network, tmp_path / "saved")
    assert "decimal" not in (tmp_path / "saved" / "network.toml").read_text(encoding="utf-8")
    assert formats.load(tmp_path / "saved").fingerprint == hand().fingerprint


def test_a_missing_column_is_told_once(tmp_path):
    formats.save(hand(), tmp_path / "n")
    file = tmp_path / "n" / "sites.csv"
    pl.read_csv(file, infer_schema=False).rename({"site": "factory"}).write_csv(file)
    assert formats.inspect(tmp_path / "n")["message"].to_list() == [
        f"sites.csv:1: sites has no column 'factory'. Its columns are {', '.join(NETWORK['sites'].columns)}.",
        "sites.csv:1: column 'site' is missing. Every row must give it: Short name, unique.",
    ]


def test_saving_again_replaces_tables_and_keeps_what_lies_beside_them(tmp_path):
    path = tmp_path / "n"
    formats.save(hand(), path)
    (path / "README.md").write_text("read me")
    (path / "expected").mkdir()
    (path / "expected" / "a.csv").write_text("x")
    formats.save(hand().replace(stock=NETWORK["stock"].empty()), path)
    assert not (path / "stock.csv").exists()
    assert (path / "README.md").read_text() == "read me"
    assert (path / "expected" / "a.csv").read_text() == "x"
    assert [p.name for p in tmp_path.iterdir()] == ["n"]


def test_a_save_that_fails_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "n"
    formats.save(hand(), path)
    before = {p.name: p.read_bytes() for p in path.iterdir()}

    def fail(frame, file):
        if file.name == "lanes.csv":
            raise OSError("disk full")
        file.write_text("half")

    monkeypatch.setattr(network_folder, "write_table", fail)
    with pytest.raises(OSError, match="disk full"):
        formats.save(hand(), path)
    assert {p.name: p.read_bytes() for p in path.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["n"]


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "holiday.jpg").write_text("x")
    with pytest.raises(FileExistsError, match="is not empty and is not a network: nothing was written"):
        formats.save(hand(), tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["holiday.jpg"]
