"""Whatever is public is exported, exists and is documented."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import onshore as on

ROOT = Path(__file__).parents[1]
MODULES = [on.__name__, *(m.name for m in pkgutil.walk_packages(on.__path__, "onshore.") if "__main__" not in m.name)]
#: What the interface promises by name.
PROMISED = {
    "load", "save", "check", "plan", "verify", "compare", "report", "measures", "apply", "load_plan", "save_plan",
    "Network", "Plan", "NetworkError", "PlanError", "PlanOptions",
}  # fmt: skip


def public(module: ModuleType) -> Iterator[tuple[str, object]]:
    for name in module.__all__:
        yield name, getattr(module, name)


def test_the_package_exports_what_is_promised():
    assert set(on.__all__) >= PROMISED
    assert on.__all__ == sorted(on.__all__)


def test_the_version_is_that_of_the_project():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{on.__version__}"' in text


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is_and_what_is_public(name):
    module = importlib.import_module(name)
    assert inspect.getdoc(module), f"{name} has no docstring"
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    defined = {
        n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_")
    }
    if not hasattr(module, "__all__"):
        assert not defined, f"{name} defines {', '.join(sorted(defined))} and has no __all__"
        return
    assert len(set(module.__all__)) == len(module.__all__), f"{name}.__all__ names something twice"
    for entry in module.__all__:
        assert hasattr(module, entry), f"{name}.__all__ names {entry}, which is not there"


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_is_documented(name):
    module = importlib.import_module(name)
    for entry, thing in public(module) if hasattr(module, "__all__") else ():
        if inspect.isclass(thing):
            assert_documented(thing, f"{name}.{entry}")
            for member, method in vars(thing).items():
                if not member.startswith("_") and (inspect.isfunction(method) or isinstance(method, property)):
                    assert_documented(method, f"{name}.{entry}.{member}")
        elif inspect.isfunction(thing) or inspect.ismodule(thing):
            assert_documented(thing, f"{name}.{entry}")


def assert_documented(thing: object, name: str) -> None:
    text = (getattr(thing, "__doc__", None) or "").strip()
    assert text, f"{name} has no docstring"
    assert not text.startswith(f"{name.rpartition('.')[2]}("), f"{name} has a docstring that only repeats its signature"


def test_the_page_about_python_names_everything():
    page = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## (\w+)$", page, re.MULTILINE))
    assert headings == {name for name in on.__all__ if callable(getattr(on, name))}
