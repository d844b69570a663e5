"""The reference case: planned with and without the incentive and under today's awards, and compared.

    python -m benchmarks.reference --out out

Every step is a command that a reader can give as well; it is printed before it runs. The exit code is that of the
first step that fails.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from onshore.cli import main as onshore

CASE = Path(__file__).parents[1] / "cases" / "xiaomi-india"


def commands(case: Path, out: Path, more: list[str]) -> Iterator[list[str]]:
    """The steps, in order. `more` goes to every search."""
    base, without, today = (str(out / f"{case.name}{end}") for end in ("", "-no-incentive", "-today"))
    for folder, scenario in ((base, []), (without, ["no-incentive"]), (today, ["today"])):
        named = ["--scenario", *scenario] if scenario else []
        yield ["plan", _short(case), "--out", folder, *named, *more]
    yield ["report", base, "--against", today, "--other", without]
    yield ["report", without, "--against", today]
    yield ["compare", base, without]


def _short(path: Path) -> str:
    """The path as one would type it here."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)


def main(arguments: list[str] | None = None) -> int:
    """Run the steps. Returns an exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--out", type=Path, default=Path("out"), help="folder for the plans")
    parser.add_argument("--case", type=Path, default=CASE, help="another network with the same scenarios")
    parser.add_argument("--time-limit", default="60", help="seconds for each search")
    options = parser.parse_args(arguments)
    for step in commands(options.case, options.out, ["--time-limit", options.time_limit]):
        print(f"\n$ onshore {shlex.join(step)}", flush=True)
        code = onshore(step)
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
