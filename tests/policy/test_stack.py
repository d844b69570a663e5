"""What an import pays, and what is not known."""

from __future__ import annotations

import datetime as dt

import pytest

from onshore import policy
from onshore.policy import Unknown, UnknownName

CORE = ["panel", "touch", "cover-glass", "backlight", "driver-fpc", "frame"]
SMALL = ["sim-tray", "side-key", "receiver-mesh", "antenna-pin", "support-frame"]


@pytest.mark.parametrize(
    ("item", "basic", "sunk", "tax"),
    [("display", 10, 11.0, 19.98), ("battery", 15, 16.5, 20.97), ("phone", 20, 22.0, 21.96)],
)
def test_on_cif_100(item, basic, sunk, tax):
    paid = policy.stack(item, dt.date(2024, 2, 1), "CN")
    assert 100 * paid.basic == pytest.approx(basic)
    assert 100 * paid.sunk == pytest.approx(sunk)
    assert 100 * paid.recoverable == pytest.approx(tax)
    amounts = paid.amounts(100.0)
    assert amounts == pytest.approx({"basic": basic, "surcharge": basic / 10, "recoverable": tax})


def test_each_row_is_told_with_its_instrument():
    paid = policy.stack("phone", dt.date(2024, 7, 24), "CN")
    assert [row.kind for row in paid.rows] == ["basic", "surcharge", "recoverable"]
    assert [row.rate for row in paid.rows] == [0.15, 0.10, 0.18]
    assert paid.rows[0].instrument == "Budget of 23 Jul 2024, in force 24 Jul 2024"
    assert paid.rows[0].source == "S:DEL24"
    assert paid.duty_class == "phone_cbu" and paid.item == "phone"
    assert paid.known_until == dt.date(2026, 4, 30)


def test_what_is_known_of_a_stack_ends_with_the_first_row_that_ends():
    assert policy.stack("phone", dt.date(2024, 2, 1)).known_until == dt.date(2024, 7, 23)


def test_the_cash_in_the_tax():
    paid = policy.stack("display", dt.date(2024, 2, 1))
    assert paid.tax_finance(100.0, 45, 0.12) == pytest.approx(0.29559452, abs=1e-7)


@pytest.mark.parametrize(
    ("item", "message"),
    [
        ("fone", "There is no duty known for 'fone'. Nearest: phone"),
        ("display_module", "Nearest: display"),
        ("xyzzy", "Classes are phone_cbu, charger_cbu"),
    ],
)
def test_an_unknown_item_names_the_nearest(item, message):
    with pytest.raises(UnknownName, match=message):
        policy.stack(item, dt.date(2024, 2, 1))


def test_a_day_before_the_first_row():
    with pytest.raises(Unknown, match=r"surcharge of phone_cbu on 2018-01-31. The first row is 10% from 2018-02-02"):
        policy.stack("phone", dt.date(2018, 1, 31))
    with pytest.raises(Unknown, match=r"basic duty of hearable_pcba on 2022-02-01") as error:
        policy.stack("hearable_pcba", dt.date(2022, 2, 1))
    assert error.value.on == dt.date(2022, 2, 1)
    assert error.value.row == "basic duty of hearable_pcba from 2022-02-02"


def test_a_day_after_the_last_row():
    with pytest.raises(
        Unknown, match=r"li_ion_cell_for_phone_pack on 2026-04-01.* to 2026-03-31; nothing is known from"
    ):
        policy.stack("cell", dt.date(2026, 4, 1))


def test_a_day_past_known_until():
    assert policy.stack("phone", dt.date(2026, 4, 30)).basic == 0.15
    with pytest.raises(Unknown, match=r"phone_cbu on 2026-05-01.*known until 2026-04-30: look up") as error:
        policy.stack("phone", dt.date(2026, 5, 1))
    assert isinstance(error.value, LookupError)
    with pytest.raises(Unknown, match=r"charger_pcba_and_moulded_plastic on 2024-07-24.*known until 2024-07-23"):
        policy.stack("charger board", dt.date(2024, 7, 24))


def test_a_day_in_a_gap(monkeypatch):
    from onshore.policy import levies

    kept = [r for r in policy.law()["duties"].iter_rows(named=True) if r["from"] != dt.date(2017, 12, 14)]
    monkeypatch.setattr(levies, "rows", lambda table, name: iter(kept))
    with pytest.raises(Unknown, match=r"between two rows: 10% from 2017-07-01 to 2017-12-13; the next begins on"):
        policy.levy("phone", dt.date(2018, 1, 1))


def test_the_more_particular_row_goes_first(monkeypatch):
    from onshore.policy import levies

    kept = list(policy.law()["duties"].iter_rows(named=True))
    kept.append(kept[3] | {"origin": "CN", "rate": 0.5})
    kept.append(kept[3] | {"duty_class": "*", "rate": 0.7})
    monkeypatch.setattr(levies, "rows", lambda table, name: iter(kept))
    day = dt.date(2025, 1, 1)
    assert policy.levy("phone", day, origin="CN").rate == 0.5
    assert policy.levy("phone", day, origin="VN").rate == 0.15
    assert policy.levy("hearable_cbu", day).rate == 0.20


@pytest.mark.parametrize("origin", ["China", "cn", "C1", ""])
def test_an_origin_that_is_no_country_is_not_taken_for_any(origin):
    for asked in (policy.stack, policy.levy):
        with pytest.raises(UnknownName, match=rf"'{origin}' is not a country: write two capital letters, as CN, or \*"):
            asked("phone", dt.date(2024, 2, 1), origin=origin)
    with pytest.raises(UnknownName, match="is not a country"):
        policy.timeline("phone", origin=origin)


def test_a_country_without_law_is_refused():
    with pytest.raises(UnknownName, match=r"No law of 'VN' is shipped; there is IN"):
        policy.stack("phone", dt.date(2024, 2, 1), "CN", "VN")


def test_kinds_are_closed():
    with pytest.raises(ValueError, match=r"kind = 'cess' is not one of basic, surcharge, recoverable"):
        policy.timeline("phone", kind="cess")


# -- display kits ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kit", "on", "rate"),
    [
        (["panel", "touch"], "2023-06-01", 0.10),
        (["panel", "sim-tray"], "2023-06-01", 0.15),
        (["panel", "sim-tray"], "2024-03-01", 0.10),
        (["panel", "sim-tray"], "2024-06-07", 0.10),
        (CORE, "2021-01-01", 0.10),
        (CORE, "2020-09-30", 0.00),
        (["panel", "camera"], "2023-06-01", 0.15),
        (["panel", "pcba"], "2023-06-01", 0.15),
        (["panel", "pcba"], "2024-01-29", 0.15),
        (["panel", "battery"], "2025-06-01", 0.10),
    ],
)
def test_a_kit_decides_the_rate(kit, on, rate):
    assert policy.stack("display", dt.date.fromisoformat(on), kit=kit).basic == rate


@pytest.mark.parametrize("part", SMALL)
def test_small_parts_are_inside_since_the_second_circular(part):
    before = policy.display([*CORE, part], dt.date(2024, 6, 6))
    assert not before.inside and before.taken_out_by == (part,) and before.duty_class == "mechanics_metal_plastic"
    after = policy.display([*CORE, part], dt.date(2024, 6, 7))
    assert after.inside and after.duty_class == "display_assembly"


def test_a_kit_is_never_guessed():
    with pytest.raises(Unknown, match=r"class of a display with pcba on 2024-03-01. The rule .* to 2024-01-29"):
        policy.stack("display", dt.date(2024, 3, 1), kit=["panel", "pcba"])
    with pytest.raises(UnknownName, match=r"no part 'sim-tay' of a display kit. Nearest: sim-tray"):
        policy.stack("display", dt.date(2024, 3, 1), kit=["panel", "sim-tay"])
    with pytest.raises(Unknown, match=r"display with sim-tray on 2022-08-17. The rule for it is known from 2022-08-18"):
        policy.display(["panel", "sim_tray"], dt.date(2022, 8, 17))
    with pytest.raises(Unknown, match=r"known from 2017-07-01"):
        policy.display(["panel"], dt.date(2017, 6, 30))
    with pytest.raises(ValueError, match=r"a kit is asked about for a display only; 'phone' is phone_cbu"):
        policy.stack("phone", dt.date(2024, 3, 1), kit=["panel"])


# -- customs value -----------------------------------------------------------------------------------------------


def test_customs_value_is_cif_at_the_rate_of_customs():
    value = policy.customs_value(100.0, 4.0, 1.0, 83.5)
    assert value.foreign == 105.0
    assert value.cif == pytest.approx(8767.5)
    assert policy.stack("phone", dt.date(2024, 2, 1)).amounts(value.cif)["basic"] == pytest.approx(1753.5)


@pytest.mark.parametrize("amounts", [(-1, 0, 0), (1, float("nan"), 0), (1, 0, float("inf"))])
def test_customs_value_needs_amounts(amounts):
    with pytest.raises(ValueError, match=r"is not an amount of zero or more"):
        policy.customs_value(*amounts)
    with pytest.raises(ValueError, match=r"exchange_rate = 0 is not above zero"):
        policy.customs_value(1, 0, 0, 0)
