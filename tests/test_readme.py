"""Whatever the README tells a reader to type is typed here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onshore import formats
from onshore.schema import NETWORK

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
#: A path without the virtual environment: a reader has none of its commands yet.
PATH = "/usr/local/bin:/usr/bin:/bin"


def blocks(page: str) -> list[tuple[str, str]]:
    """Language and text of each fenced block of a page."""
    return BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))


def of(page: str, language: str) -> list[str]:
    return [text for kind, text in blocks(page) if kind == language]


def commands(text: str) -> list[str]:
    lines = (line.partition("  #")[0].strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


MAKE, *SHELL = of("README.md", "sh")
#: What keeps a command short here, and what its reader would find afterwards.
SHORT = {
    "make plan": (["LIMIT=3"], ["out/xiaomi-india/report.html", "out/xiaomi-india-no-incentive/report.html"]),
    "make test": (["TESTS=tests/test_plans.py"], []),
}


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder in which a reader stands after `make plan`, as far as the commands see it."""
    (tmp_path / ".venv").symlink_to(sys.prefix)
    shutil.copytree(ROOT / "cases", tmp_path / "cases")
    return tmp_path


def run(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, env={"PATH": PATH, "HOME": str(folder)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def test_every_block_says_what_it_is():
    assert {language for language, _ in blocks("README.md")} == {"sh", "python", "text"}
    assert commands(MAKE) == list(SHORT)


def test_the_readme_begins_with_three_sentences_and_a_picture():
    title, about, picture, heading, *_ = (ROOT / "README.md").read_text(encoding="utf-8").split("\n\n")
    assert (title, heading) == ("# onshore", "## Two commands")
    assert len(re.findall(r"\.(?:\s|$)", about)) == 3
    assert (ROOT / re.search(r"!\[.+\]\((.+)\)", picture).group(1)).is_file()


def test_the_commands_of_ten_minutes(folder):
    """All blocks in one shell, which stops at the first command that fails."""
    out = run(["bash", "-euo", "pipefail", "-c", "\n".join(SHELL)], folder)
    assert "my-network has no problems." in out
    assert "my-plan is verified" in out
    assert (folder / "my-plan" / "report.html").is_file()
    # What the README says of them.
    assert "Birch Assembly makes 55% of phones" in out
    assert "Birch Assembly makes 0% of phones" in out

    demand = folder / "my-network" / "demand.csv"
    lines = demand.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[2] = lines[2].replace("phone", "phon")
    demand.write_text("".join(lines), encoding="utf-8")
    assert formats.inspect(folder / "my-network")["message"].to_list() == of("README.md", "text")[0].splitlines()


@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_the_python_of_a_page(page, folder):
    assert len(of(page, "python")) == 1
    for text in of(page, "python"):
        run([sys.executable, "-c", text], folder)


def test_every_table_that_the_readme_names_is_one():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(?:my-network/)?(\w+\.(?:csv|toml))`", text))
    assert len(named) > 15
    assert named <= {"network.toml", *(f"{name}.csv" for name in NETWORK)}


@pytest.mark.long
@pytest.mark.parametrize("command", commands(MAKE))
def test_the_two_commands(command, tmp_path):
    """In a copy of the project, with the environment that is there: installing again would need a network."""
    ignored = shutil.ignore_patterns(".*", "out", "__pycache__")
    shutil.copytree(ROOT, tmp_path / "onshore", ignore=ignored)
    (tmp_path / "onshore" / ".venv").symlink_to(sys.prefix)
    more, written = SHORT[command]
    make, target = command.split()
    run([make, "-o", ".venv/installed", target, *more], tmp_path / "onshore")
    for path in written:
        assert (tmp_path / "onshore" / path).stat().st_size > 10_000
