"""Folders that commands read and write: networks, plans with the network they belong to, and shipped cases."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import onshore
from onshore.checking.problems import nearest_to
from onshore.cli.faults import FINDING, Fault
from onshore.formats import is_workbook, load, load_plan, save, save_plan, write_plan_workbook
from onshore.formats.replacing import replacing
from onshore.network import Network
from onshore.plans import Plan
from onshore.reporting import write_report
from onshore.scenarios import apply
from onshore.schema import NETWORK
from onshore.verification import check_tables

__all__ = [
    "REPORT",
    "WORKBOOK",
    "cases",
    "copied_case",
    "network_at",
    "network_of",
    "new_plan_folder",
    "plan_at",
    "require_folder",
    "require_network",
    "rewrite_report",
    "under",
    "write_plan",
]

#: The network of a plan, as it was planned, in the plan's folder.
_NETWORK: Final = "network"
_SUMMARY: Final = "summary.json"
_SPREADSHEET: Final = ", or save it as an .xlsx workbook"
REPORT: Final = "report.html"
WORKBOOK: Final = "plan.xlsx"


def network_at(path: str, scenario: str = "") -> Network:
    """The network in a folder or a workbook, under a scenario if one is named.

    Raises:
        Fault: if there is no such folder, workbook or scenario.
        NetworkError: if the network or the scenario has problems.
    """
    require_network(path)
    return under(load(path), scenario, path)


def require_network(path: str) -> None:
    """Refuse what is neither a folder nor a workbook, and say how to get a case if its name was meant."""
    if is_workbook(path) and not Path(path).exists():
        raise Fault(f"There is no workbook {path}. `onshore template {path}` makes an empty one.")
    if not (is_workbook(path) and Path(path).is_file()):
        require_folder(path)


def require_folder(path: str) -> None:
    """Refuse what is not a folder, and say how to get a case if its name was meant."""
    _require_name(path)
    if Path(path).is_dir():
        return
    if Path(path).exists():
        raise Fault(f"{path} is a file. Name the folder that holds it{_SPREADSHEET * _is_spreadsheet(path)}.")
    case = nearest_to(Path(path).name, list(cases()))
    hint = f" `onshore case copy {case}` makes the folder {case} from the case of that name." if case else ""
    raise Fault(f"There is no folder {path}.{hint}")


def _is_spreadsheet(path: str) -> bool:
    return Path(path).suffix.lower() in (".xls", ".xlsb", ".ods", ".numbers")


def _require_name(path: str) -> None:
    """Refuse a name of nothing: it would stand for the folder that the command is called in."""
    if not path.strip():
        raise Fault("The name of the folder is empty. Name one; `.` is the folder that you are in.")


def under(network: Network, scenario: str, path: str) -> Network:
    """The network under one of its scenarios; as it is if the name is empty."""
    known = network.scenarios["scenario"].unique().sort().to_list()
    if not scenario:
        return network
    if scenario in known:
        return apply(network, scenario)
    near = nearest_to(scenario, known)
    listed = f"Its scenarios are {', '.join(known)}." if known else "It has no scenarios."
    raise Fault(f"{path} has no scenario '{scenario}'. " + (f"Did you mean '{near}'?" if near else listed))


def plan_at(path: str) -> Plan:
    """The plan in a folder.

    Raises:
        Fault: if there is none, or it is damaged.
    """
    require_folder(path)
    try:
        return load_plan(path)
    except FileNotFoundError as error:
        raise Fault(f"{error} `onshore plan NET --out {path}` writes one.") from error
    except ValueError as error:
        raise Fault(str(error), FINDING) from error


def network_of(path: str, plan: Plan, given: str | None = None) -> Network:
    """The network that a plan was made for: from the folder that is given, else from the plan's own copy.

    Raises:
        Fault: if there is no copy, the network is another one, or the plan's tables do not fit it.
    """
    found = _found_network(path, plan, given)
    if found is None:
        raise Fault(f"{path} holds no copy of the network it was planned from. Name it with --network NET.")
    if found.fingerprint != plan.network_fingerprint:
        where = given or f"the copy in {path}"
        raise Fault(f"{path} was planned from another network than {where}: a table has changed. Plan again.", FINDING)
    _require_sound(path, found, plan)
    return found


def _require_sound(path: str, network: Network, plan: Plan) -> None:
    """Refuse a plan that cannot be shown: one that names a site that the network does not have, or knows no cost."""
    numbers = [("objective", plan.objective), *((f"range of {r.decision}", r.high - r.low) for r in plan.ranges)]
    unknown = [name for name, value in numbers if not math.isfinite(value)]
    if unknown:
        raise Fault(f"{path} is damaged: its {_SUMMARY} does not know the {unknown[0]}. Plan again.", FINDING)
    wrong = check_tables(network, plan)["message"]
    if len(wrong):
        more = f" ({len(wrong) - 1} more like it)" if len(wrong) > 1 else ""
        raise Fault(f"{path} is damaged: its tables do not fit its network. {wrong[0]}{more} Plan again.", FINDING)


def _found_network(path: str, plan: Plan, given: str | None) -> Network | None:
    if given is not None:
        return network_at(given, plan.scenario)
    copy = Path(path) / _NETWORK
    return load(copy).renamed(plan.scenario) if copy.is_dir() else None


@contextmanager
def new_plan_folder(path: str) -> Iterator[Path]:
    """A folder to write a plan into, which takes its place when all is written. Refuses at once what is no
    plan.
    """
    _require_name(path)
    try:
        with replacing(Path(path), _holds_plan, "a plan") as fresh:
            yield fresh
    except FileExistsError as error:
        raise Fault(str(error)) from error


def _holds_plan(folder: Path) -> bool:
    try:
        summary = json.loads((folder / _SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(summary, dict) and "network_fingerprint" in summary


def write_plan(fresh: Path, network: Network, plan: Plan, *, csv: bool = False, xlsx: bool = False) -> None:
    """A plan, its report and its network, into a new folder. Scenarios are left out, and under one the assumptions
    about the base: theirs is applied.
    """
    save_plan(plan, fresh, csv=csv)
    write_report(fresh / REPORT, network, plan)
    if xlsx:
        write_plan_workbook(network, plan, fresh / WORKBOOK)
    left = ("scenarios", "assumptions") if network.scenario else ("scenarios",)
    save(network.replace(**{name: NETWORK[name].empty() for name in left}), fresh / _NETWORK)


def rewrite_report(
    path: str, page: tuple[Network, Plan], against: str | None, others: list[str], given: str | None
) -> Path:
    """Write a plan's report once more, beside other plans. Returns its path."""
    network, plan = page
    base = _with_network(against, given) if against else None
    beside = {}
    for other in others:
        its, what = _with_network(other, given)
        name = what.scenario or Path(other).name
        beside[name if name not in beside else f"{name} ({other})"] = (its, what)
    return write_report(Path(path) / REPORT, network, plan, base, beside)


def _with_network(path: str, given: str | None) -> tuple[Network, Plan]:
    plan = plan_at(path)
    return network_of(path, plan, given), plan


def cases() -> dict[str, Path]:
    """The cases that come with onshore: name and folder."""
    package = Path(onshore.__file__).parent
    for folder in (package / "cases", package.parents[1] / "cases"):
        if folder.is_dir():
            return {entry.name: entry for entry in sorted(folder.iterdir()) if (entry / "network.toml").is_file()}
    return {}


def copied_case(name: str, destination: str) -> Path:
    """Copy a case, whole or not at all. Returns where it is."""
    known = cases()
    if name not in known:
        near = nearest_to(name, list(known))
        hint = f"Did you mean '{near}'?" if near else f"Cases are {', '.join(known)}."
        raise Fault(f"There is no case '{name}'. {hint}")
    target = Path(destination)
    try:
        with replacing(target, lambda folder: False, "a copy of the case") as fresh:
            shutil.copytree(known[name], fresh, dirs_exist_ok=True)
    except FileExistsError as error:
        raise Fault(str(error)) from error
    return target
