"""Law that was looked up to some day only, under a network by hand (April to June 2024)."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

import onshore as on
from networks import hand
from onshore.checking import check


def until(day: str | None, **match: object):
    """The network by hand with `known_until` in the duty rows that match."""
    rows = hand().duties
    hit = pl.all_horizontal(pl.col(c) == v for c, v in match.items()) if match else pl.lit(True)
    known = pl.when(hit).then(pl.lit(None if day is None else dt.date.fromisoformat(day), pl.Date))
    return hand().replace(duties=rows.with_columns(known_until=known.otherwise("known_until")))


def told(network) -> list[str]:
    return check(network)["message"].to_list()


@pytest.mark.parametrize("day", [None, "2024-06-30", "2030-01-01"])
def test_law_that_is_known_to_the_end_is_enough(day):
    assert told(until(day)) == []


def test_a_rate_that_is_needed_later_is_refused_with_row_and_day():
    assert told(until("2024-06-29", rate=0.05)) == [
        "duties.csv:3: basic duty of class 'display' from * into IN since 2024-06-01 is known until 2024-06-29 only, "
        "and display needs it on 2024-06-30. Look up whether it still holds and say so in known_until, or end the "
        "horizon before."
    ]


def test_a_surcharge_is_needed_as_well():
    (message,) = told(until("2024-05-10", kind="surcharge"))
    assert message.startswith("duties.csv:4: surcharge of class '*' from * into IN since 2018-02-02 is known until")
    assert "display needs it on 2024-05-11." in message


def test_a_row_that_ends_in_time_need_not_be_known_longer():
    assert told(until("2024-05-31", to=dt.date(2024, 5, 31))) == []
    (message,) = told(until("2024-05-30", to=dt.date(2024, 5, 31)))
    assert "display needs it on 2024-05-31." in message


def test_a_row_that_nothing_crosses_under_may_be_old():
    network = until(None)
    other = network.duties.filter(pl.col("rate") == 0.05).with_columns(
        duty_class=pl.lit("battery"), known_until=dt.date(2024, 6, 10)
    )
    assert told(network.replace(duties=pl.concat([network.duties, other]))) == []


def test_a_row_in_whose_place_a_more_particular_one_stands_may_be_old():
    network = until("2024-06-10", rate=0.05)
    own = network.duties.filter(pl.col("rate") == 0.05).with_columns(
        origin=pl.lit("CN"), **{"from": dt.date(2024, 6, 8)}, known_until=pl.lit(None, pl.Date)
    )
    assert told(network.replace(duties=pl.concat([network.duties, own]))) == []
    short = own.with_columns(to=dt.date(2024, 6, 20))
    (message,) = told(network.replace(duties=pl.concat([network.duties, short])))
    assert "display needs it on 2024-06-21." in message


def test_a_row_is_not_known_until_a_day_before_it_begins():
    text = "duties.csv:3: known_until = 2024-05-31 is before from = 2024-06-01. Exchange or correct the two dates."
    assert text in told(until("2024-05-31", rate=0.05))


def test_terms_of_a_scheme_that_are_needed_later():
    known = pl.when(pl.col("year") == 3).then(pl.lit(dt.date(2024, 5, 31)))
    schemes = hand().schemes.with_columns(known_until=known)
    assert told(hand().replace(schemes=schemes)) == [
        "schemes.csv:4: terms of 'pli', category 'domestic', year 3 are known until 2024-05-31 only, and alder needs "
        "them until 2024-06-30 (2024-25). Look up whether they still hold and say so in known_until, or end the "
        "horizon before."
    ]
    other = hand().schemes.with_columns(known_until=pl.when(pl.col("year") == 2).then(pl.lit(dt.date(2024, 5, 31))))
    assert told(hand().replace(schemes=other)) == []


def test_a_law_that_is_set_in_memory_changes_nothing_and_says_so():
    assert told(hand().replace(law="india")) == [
        "network.toml: law = 'india' is done when a folder is read, and changes nothing here. Leave it empty and "
        "change duties, reliefs and schemes."
    ]
    assert told(hand().replace(credit_days=45.0)) == [
        "network.toml: credit_days = 45 is about the rows of a shipped law, and no law is named. Name one in law, or "
        "say in duties after how many days a tax is credited."
    ]


@pytest.mark.parametrize(("setting", "value"), [("decimal", ","), ("date_order", "dmy")])
def test_how_files_are_written_is_no_matter_of_a_network_in_memory(setting: str, value: str):
    assert told(hand().replace(**{setting: value})) == [
        f"network.toml: {setting} = '{value}' is about the files of a folder, and changes nothing here. Leave it empty."
    ]


def test_a_rate_of_a_scheme_that_is_not_known_is_not_zero():
    rate = pl.when(pl.col("year") == 3).then(pl.lit(None, pl.Float64)).otherwise("rate")
    assert told(hand().replace(schemes=hand().schemes.with_columns(rate=rate))) == [
        "schemes.csv:4: rate of 'pli', category 'domestic', year 3 is empty, so not known, and alder needs it in "
        "2024-25. Write the rate, 0 for none, or take the company out of scheme_members."
    ]
    early = pl.when(pl.col("year") < 3).then(pl.lit(None, pl.Float64)).otherwise("rate")
    assert told(hand().replace(schemes=hand().schemes.with_columns(rate=early))) == []


def test_a_plan_is_refused_where_a_rate_is_not_known():
    with pytest.raises(on.NetworkError, match="is known until 2024-06-29 only"):
        on.plan(until("2024-06-29", rate=0.05))


def bare(**changes) -> list[str]:
    """What is said of the network by hand with another surcharge."""
    kept = hand().duties.filter(pl.col("kind") == "basic")
    row = hand().duties.filter(kind="surcharge").with_columns(**{c: pl.lit(v) for c, v in changes.items()})
    return told(hand().replace(duties=pl.concat([kept, row.select(kept.columns)])))


def test_a_surcharge_that_begins_later_is_not_zero_before():
    assert bare(**{"from": dt.date(2024, 4, 21)}) == [
        "duties.csv:4: surcharge of class '*' from * into IN, which holds from 2024-04-21, is the nearest row, and "
        "display needs one on 2024-04-01, coming from CN. Add a row that covers the day, with rate 0 if nothing is "
        "levied on it."
    ]


def test_a_tax_that_ends_is_not_zero_later():
    (message,) = bare(kind="recoverable", to=dt.date(2024, 6, 29))
    assert message.startswith(
        "duties.csv:4: recoverable tax of class '*' from * into IN, which holds from 2018-02-02 to "
    )
    assert "2024-06-29, is the nearest row, and display needs one on 2024-06-30, coming from CN." in message


def test_a_levy_that_ended_long_before_is_not_zero_either():
    (message,) = bare(to=dt.date(2019, 1, 1))
    assert "to 2019-01-01, is the nearest row, and display needs one on 2024-04-01" in message


def test_a_row_with_rate_0_says_that_nothing_is_levied():
    zero = hand().duties.filter(kind="surcharge").with_columns(rate=0.0, to=dt.date(2024, 5, 9))
    rest = zero.with_columns(rate=0.1, to=pl.lit(None, pl.Date), **{"from": dt.date(2024, 5, 10)})
    basics = hand().duties.filter(kind="basic")
    assert told(hand().replace(duties=pl.concat([basics, zero, rest]))) == []


def test_a_levy_that_no_row_names_is_none():
    assert told(hand().replace(duties=hand().duties.filter(kind="basic"))) == []
    assert bare(duty_class="battery", to=dt.date(2024, 4, 9)) == []
    assert bare(origin="TW", to=dt.date(2024, 4, 9)) == []


def classed(hs: str | None, headings: str | None = "8517 79 90; 8524") -> list[str]:
    """The display under a heading, where its class, and that of boards, name theirs."""
    network = hand()
    items = network.items.with_columns(hs=pl.when(item="display").then(pl.lit(hs, pl.String)).otherwise("hs"))
    own = pl.when(duty_class="display").then(pl.lit(headings, pl.String))
    board = network.duties.head(1).with_columns(duty_class=pl.lit("board"), hs=pl.lit("8517 79 10"))
    duties = pl.concat([network.duties.with_columns(hs=own), board])
    return told(network.replace(items=items, duties=duties))


@pytest.mark.parametrize("hs", ["85177990", "8517.79.90", "852491", "8517", None])
def test_an_item_under_a_heading_of_its_class(hs):
    assert classed(hs) == []


def test_a_class_without_headings_takes_any():
    assert classed("3926", headings=None) == []


def test_an_item_under_a_heading_of_another_class():
    assert classed("85177910") == [
        "items.csv:3: duty_class = 'display' of display does not fit its hs = '85177910': duties has the class under "
        "8517 79 90, 8524. Did you mean 'board'?"
    ]
    assert classed("3926") == [
        "items.csv:3: duty_class = 'display' of display does not fit its hs = '3926': duties has the class under "
        "8517 79 90, 8524. Correct one of them."
    ]
