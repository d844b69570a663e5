"""Imports run one way: each room knows only what lies below it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import onshore

SOURCE = Path(onshore.__file__).parent
ROOT = Path(__file__).parents[1]
TABLES = {"schema", "network", "plans"}
BUILT = {
    "policy",
    "checking",
    "scenarios",
    "formats",
    "importing",
    "verification",
    "measures",
    "planning",
    "explanation",
    "reporting",
}
#: The rooms from the ground up, each with what it may import beside itself: only rooms listed before it.
ROOMS: list[tuple[str, set[str]]] = [
    ("schema", set()),
    ("network", {"schema"}),
    ("plans", {"schema"}),
    ("policy", {"schema"}),
    ("checking", {"schema", "network"}),
    ("scenarios", {"schema", "network", "checking"}),
    ("formats", TABLES | {"policy", "checking", "scenarios"}),
    ("importing", {"schema", "network", "checking", "formats"}),
    ("verification", TABLES),
    ("measures", TABLES | {"policy"}),
    ("planning", TABLES | {"checking", "measures", "verification"}),
    ("explanation", TABLES | {"checking", "measures", "planning", "scenarios"}),
    ("reporting", {"network", "plans", "measures"}),
    # What stands on top may name the package itself. Elsewhere `import onshore` would make circles.
    ("__init__", (BUILT - {"importing"}) | {"network", "plans"}),
    ("cli", BUILT | TABLES | {"__init__"}),
    ("__main__", {"cli"}),
    ("docs", {"schema", "policy", "checking", "verification", "measures", "planning", "__init__", "cli"}),
]
MAY = dict(ROOMS)
#: The one file of the planner that looks beyond tables: it checks what it is given and verifies what it gives.
GATE = "onshore.planning.plan"


def name_of(path: Path) -> str:
    """A file as a module; a package is the name of its folder."""
    parts = ("onshore", *path.relative_to(SOURCE).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


FILES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


def room_of(module: str) -> str:
    """`onshore.planning.rules.award` is in planning, the package itself in `__init__`."""
    return module.split(".")[1] if "." in module else "__init__"


def imported(path: Path) -> Iterator[str]:
    """Whatever a file imports, wherever in the file it does: `a.b` for `from a import b` if that is a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in FILES else str(node.module)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            assert called not in ("import_module", "__import__"), f"{path} imports by a name that nobody sees"


GRAPH = {module: set(imported(path)) for module, path in FILES.items()}


def inside(module: str) -> set[str]:
    """Modules of onshore that a module imports."""
    names = {"onshore.__init__" if name == "onshore" else name for name in GRAPH[module]}
    return {name for name in names if name.partition(".")[0] == "onshore"}


def test_every_room_has_its_place():
    assert {room_of(module) for module in FILES} == MAY.keys()
    assert len(MAY) == len(ROOMS)


def test_the_list_runs_one_way():
    for number, (room, may) in enumerate(ROOMS):
        assert may <= {name for name, _ in ROOMS[:number]}, f"{room} imports what is listed after it"


@pytest.mark.parametrize("room", MAY)
def test_a_room_imports_only_what_lies_below(room):
    for module in FILES:
        if room_of(module) == room:
            above = {room_of(name) for name in inside(module)} - MAY[room] - {room}
            assert not above, f"{module} imports {', '.join(sorted(above))}"


@pytest.mark.parametrize("room", MAY)
def test_what_a_room_may_import_it_does(room):
    """A leave that nobody takes would hide the next one that should not be there."""
    used = {room_of(name) for module in FILES if room_of(module) == room for name in inside(module)}
    assert MAY[room] <= used, f"{room} does not import {', '.join(sorted(MAY[room] - used))}"


def test_modules_make_no_circle():
    tuple(TopologicalSorter({module: inside(module) for module in FILES}).static_order())


def test_planner_and_verifier_share_tables_only():
    """A mistake in code that both used would be made twice and found by neither."""
    for module in FILES:
        others = {room_of(name) for name in inside(module)} - {room_of(module)}
        if room_of(module) == "verification" or (room_of(module) == "planning" and module != GATE):
            assert others <= TABLES, f"{module} imports {', '.join(sorted(others - TABLES))}"


def test_what_both_share_computes_nothing_of_a_plan():
    """Tables, keys and a fingerprint, but no time, no rates, no money."""
    shared = [FILES[module] for module in FILES if room_of(module) in TABLES]
    named = {n.name for path in shared for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.FunctionDef)}
    public = {name for name in named if not name.startswith("_")}
    assert public == {
        "declare", "dtypes", "empty", "is_name", "reference", "required",  # of the schema
        "fingerprint", "name", "renamed", "replace", "start",  # of a network
        "gap", "gap_controllable", "measures", "money_by_term",  # of a plan, from its own tables and proof
    }  # fmt: skip


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {re.match(r"[\w.-]+", one).group().replace("-", "_") for one in project["dependencies"]}


def test_third_parties_are_those_declared():
    tops = {name.partition(".")[0]: module for module, names in GRAPH.items() for name in names}
    strange = {n: m for n, m in tops.items() if n not in sys.stdlib_module_names | declared() | {"onshore"}}
    assert not strange, f"not among the dependencies in pyproject.toml: {strange}"
    assert declared() <= tops.keys(), "a dependency that nothing imports"
