"""`onshore policy`: what a page of law says, and how it refuses."""

from __future__ import annotations

import json

import polars as pl
import pytest

from networks import hand
from onshore import formats
from onshore.cli import main
from onshore.cli.console import WIDTH, width


def run(capsys, *arguments: str) -> tuple[int, str, str]:
    code = main(["policy", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, out, err


def test_show_prints_the_stack_with_all_that_stands_behind_it(capsys):
    code, out, err = run(capsys, "show", "--item", "phone", "--on", "2024-02-01", "--origin", "cn")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "phone (phone_cbu), imported into India from CN, on 2024-02-01."
    table = [line.split() for line in lines[4:8]]
    assert table[0] == ["Basic", "duty", "20%", "CIF", "20.00", "2018-02-02", "2024-07-23", "2024-07-23", "high"]
    assert table[1] == ["Surcharge", "10%", "basic", "duty", "2.00", "2018-02-02", "open", "2026-04-30", "high"]
    assert table[2] == ["Duty", "that", "is", "sunk", "22.00"]
    assert table[3][:7] == ["Tax,", "credited", "18%", "CIF", "and", "duties", "21.96"]
    said = " ".join(out.split())
    for text in (
        "- Basic duty: Budget 2018; headings 8517 12, 8517 13, 8517 14.",
        "Next: the basic duty becomes 15% on 2024-07-24 (Budget of 23 Jul 2024, in force 24 Jul 2024, confidence high).",
        "- Advance Authorisation: duty-free inputs, value addition at least 15% of the CIF value",
        "- Duty drawback, all-industry rate: share of FOB paid back, rate not known, cap not known.",
        "- pli-lsem, domestic: 6 / 6 / 5 / 5 / 4% of sales over the base year",
        "sales over the base year at least INR 500 / 1,000 / 2,000 / 3,500 / 5,000 crore",
        "- pli-lsem-2, phone: proposed only, pays nothing.",
        "ceiling of a company not known",
        "DOMB18: domain-b.com/",
    ):
        assert text in said, text
    cut = out.index("\nSources\n")
    assert all(width(line) <= WIDTH for line in out[:cut].splitlines())


def test_show_as_json_has_the_rows(capsys):
    code, out, _ = run(capsys, "show", "--item", "phone", "--on", "2024-02-01", "--json")
    found = json.loads(out)
    assert code == 0
    assert found["sunk"] == pytest.approx(0.22) and found["recoverable"] == pytest.approx(0.2196)
    assert [row["kind"] for row in found["levies"]] == ["basic", "surcharge", "recoverable"]
    assert found["levies"][0]["instrument"] == "Budget 2018" and found["levies"][0]["last"] == "2024-07-23"
    assert found["known_until"] == "2024-07-23"
    assert found["next"]["rate"] == 0.15
    assert {row["relief"] for row in found["reliefs"]} >= {"drawback", "bonded-manufacture"}
    assert {row["scheme"] for row in found["schemes"]} == {"pli-lsem", "pli-lsem-2"}
    assert found["sources"]["DOMB18"].startswith("domain-b.com")


def test_show_of_a_display_kit(capsys):
    code, out, _ = run(capsys, "show", "--item", "display", "--on", "2023-06-01", "--kit", "panel,sim-tray")
    said = " ".join(out.split())
    assert code == 0
    assert "display (mechanics_metal_plastic)" in said
    assert "sim-tray takes it out of the display assembly; the whole is another part of 8517 79 90" in said
    assert "Basic duty 15%" in said
    assert "- ecms" not in said  # not law yet
    _, out, _ = run(capsys, "show", "--item", "display", "--on", "2025-06-01")
    said = " ".join(out.split())
    assert "- ecms, A display module: rates by year not known; 1 to 5% is reported;" in said
    assert "making through a contract manufacturer does not count; no second incentive on the same" in said
    assert "On condition: end use (IGCR)." in said


def test_timeline(capsys):
    code, out, _ = run(capsys, "timeline", "display_assembly")
    assert code == 0
    lines = [line.split() for line in out.splitlines()]
    assert ["2017-07-01", "2020-09-30", "0%", "2020-09-30", "high"] in lines
    assert ["2020-10-01", "open", "10%", "2026-04-30", "high"] in lines
    assert lines[1][:6] == ["Display", "assemblies", "of", "phones,", "any", "chapter."]
    assert "- From 2017-07-01: 57/2017-Cus S.No.6, 30 Jun 2017. Source: CLR17." in out
    assert "- From 2020-10-01: 02/2020-Cus S.No.5D. A kit may lose the rate" in out
    code, out, _ = run(capsys, "timeline", "pcba", "--json")
    found = json.loads(out)
    assert [row["rate"] for row in found["levies"]] == [0.0, 0.10, 0.20, 0.15]
    assert [row["note"] for row in found["notes"]] == ["pcba-inputs", "cut-2024"]


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--item", "fone", "--on", "2024-02-01"], 2, "There is no duty known for 'fone'. Nearest: phone"),
        (["--item", "phone", "--on", "1.2.2024"], 2, "--on 1.2.2024 is not a date: write YYYY-MM-DD."),
        (["--item", "phone", "--on", "20240201"], 2, "--on 20240201 is not a date: write YYYY-MM-DD."),
        (["--item", "phone", "--on", "2024-02-01", "--origin", "China"], 2, "--origin China is not a country"),
        (["--item", "phone", "--on", "2026-05-01"], 1, "Unknown: the basic duty of phone_cbu on 2026-05-01."),
        (["--item", "phone", "--on", "2017-12-20"], 1, "Unknown: the surcharge of phone_cbu on 2017-12-20."),
        (["--item", "phone", "--on", "2024-02-01", "--kit", "panel"], 2, "A kit is asked about for a display only"),
        (["--item", "display", "--on", "2024-03-01", "--kit", "panel,pcba"], 1, "Unknown: the class of a display"),
        (["--item", "phone"], 2, "The following arguments are required: --on."),
    ],
)
def test_refusals_are_sentences(capsys, arguments, code, message):
    found, out, err = run(capsys, "show", *arguments)
    assert (found, out) == (code, "")
    assert err.startswith(message)
    found, out, _ = run(capsys, "show", *arguments, "--json")
    assert found == code
    assert json.loads(out)["error"]["message"].startswith(message)


def test_a_timeline_of_nothing(capsys):
    assert run(capsys, "timeline", "xyzzy")[0] == 2


def test_a_timeline_says_what_all_rows_share_once(capsys):
    _, out, _ = run(capsys, "timeline", "phone")
    assert out.count("smartphones among them") == 1
    said = " ".join(out.split())
    assert "- From 2017-12-14: Notification of December 2017, number not seen; headings 8517 12. 14 Dec is" in said
    _, out, _ = run(capsys, "timeline", "hearable_battery")
    assert out.count("8507 60 00") == 1
    assert "Surcharge and tax come on top: `onshore policy show` has them by day." in out


def test_duties_of_a_country_that_india_exports_to(capsys):
    code, out, _ = run(capsys, "show", "--item", "phone", "--on", "2025-06-01", "--into", "us", "--origin", "cn")
    said = " ".join(out.split())
    assert code == 0
    assert out.splitlines()[0] == "phone (phone_cbu), imported into the United States from CN, on 2025-06-01."
    assert "Basic duty 20% CIF 20.00 2025-03-04 2025-11-09" in said
    assert "Surcharge and Tax, credited: the data has no row, so none is reckoned with." in said
    assert "Reliefs" not in out and "Said wrongly" not in out  # those are of India
    _, out, _ = run(capsys, "timeline", "phone", "--into", "US", "--origin", "CN")
    assert "phone_cbu from CN" in out
    assert run(capsys, "timeline", "charger", "--into", "US")[0] == 1
    assert run(capsys, "timeline", "phone", "--into", "VN")[0] == 2


def test_show_of_a_network_has_its_own_rows(capsys, tmp_path):
    rows = {
        "items": hand().items.with_columns(duty_class=pl.col("duty_class").replace("display", "display_assembly")),
        "duties": hand().duties.with_columns(duty_class=pl.col("duty_class").replace("display", "display_assembly")),
    }
    formats.save(hand().replace(**rows), tmp_path / "n")
    asked = ("show", "--on", "2024-06-03", "--network", str(tmp_path / "n"))
    for item in ("display", "display_assembly", "screen"):  # its item, a class, what people say
        code, out, _ = run(capsys, *asked, "--item", item, "--json")
        found = json.loads(out)
        assert code == 0 and found["duty_class"] == "display_assembly"
        assert [row["rate"] for row in found["levies"]] == [0.05, 0.1]
        assert found["sunk"] == pytest.approx(0.055)  # law: 0.11
    _, out, _ = run(capsys, *asked, "--item", "display")
    assert f"as the network {tmp_path / 'n'} has it" in " ".join(out.split())
    code, _, err = run(capsys, *asked, "--item", "dispaly")
    assert code == 2 and err.startswith("The network has no duty for 'dispaly'. Nearest: display")
    assert run(capsys, *asked, "--item", "phone")[0] == 2
    code, out, _ = run(capsys, "timeline", "display", "--network", str(tmp_path / "n"))
    lines = [line.split() for line in out.splitlines()]
    assert ["2023-01-01", "2024-05-31", "10%", "2024-05-31", "not", "said"] in lines
    assert ["2024-06-01", "open", "5%", "not", "said", "not", "said"] in lines
