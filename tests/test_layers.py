"""Imports run one way: each room knows only what lies below it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import onshore

SOURCE = Path(onshore.__file__).parent
TABLES = {"schema", "network", "plans"}
#: What each room may import beside itself.
BELOW = {
    "schema": set(),
    "network": {"schema"},
    "plans": {"schema"},
    "checking": {"schema", "network"},
    "scenarios": {"schema", "network", "checking"},
    "formats": TABLES | {"checking", "scenarios"},
    "verification": TABLES,
    "measures": TABLES,
    "planning": TABLES | {"checking", "measures", "verification"},
    "explanation": TABLES | {"checking", "scenarios", "measures", "verification", "planning"},
    "reporting": TABLES | {"measures", "verification", "explanation"},
}
#: What stands on top: the command line, the generated pages, the package itself.
TOP = {"cli", "docs", "__init__", "__main__"}
#: Only these reach the planner. All else works from the tables of a plan, whoever made it.
PLANNERS = {"planning", "explanation", "server", *TOP}


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Rooms of onshore that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            module = node.module or ""
            names = [f"onshore.{a.name}" for a in node.names] if module == "onshore" else [module]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        for name in names:
            if name == "onshore":
                yield "onshore"
            elif name.startswith("onshore."):
                yield name.split(".")[1]


FILES = sorted(SOURCE.rglob("*.py"))


def test_every_room_has_its_place():
    assert {room_of(path) for path in FILES} == BELOW.keys() | TOP


@pytest.mark.parametrize("room", sorted(BELOW))
def test_a_room_imports_only_what_lies_below(room):
    for path in FILES:
        if room_of(path) == room:
            above = set(imports(path)) - BELOW[room] - {room}
            assert not above, f"{path.relative_to(SOURCE)} imports {', '.join(sorted(above))}"


def test_the_rooms_make_no_circle():
    placed: set[str] = set()
    while placed < BELOW.keys():
        free = {room for room in BELOW.keys() - placed if BELOW[room] <= placed}
        assert free, f"a circle among {', '.join(sorted(BELOW.keys() - placed))}"
        placed |= free


def test_only_explanation_server_and_cli_reach_the_planner():
    for path in FILES:
        if "planning" in imports(path):
            assert room_of(path) in PLANNERS, f"{path.relative_to(SOURCE)} imports planning"


def test_the_package_is_named_by_the_command_line_only():
    """Elsewhere `import onshore` would make circles."""
    for path in FILES:
        if "onshore" in imports(path):
            assert room_of(path) in TOP, f"{path.relative_to(SOURCE)} imports onshore itself"
