"""All benchmarks in turn, the quick one first (`make bench`).

    python -m benchmarks.run [--only checking gap scenarios decides lacking] [--out FOLDER] [--time-limit 60]
                             [SCENARIO ...]

Each runs in a process of its own. The exit code is that of the last one that failed.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from benchmarks.machine import RESULTS, stamp

#: Every benchmark, and whether it plans scenarios of the reference case.
BENCHMARKS = {"checking": False, "gap": True, "scenarios": True, "decides": True, "lacking": True}


def main(arguments: list[str] | None = None) -> int:
    """Run them. Returns an exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", help="scenarios to plan; those of each benchmark if left out")
    parser.add_argument("--only", nargs="+", choices=BENCHMARKS, default=[*BENCHMARKS])
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--rows", default="1000000", help="rows of demand to check")
    parser.add_argument("--case", help="another network with the same scenarios")
    parser.add_argument("--time-limit", default="60", help="seconds for each search")
    options = parser.parse_args(arguments)
    print(", ".join(f"{name} {value}" for name, value in stamp().items()), flush=True)
    code = 0
    for name in options.only:
        given = ["--out", str(options.out)]
        if BENCHMARKS[name]:
            given += ["--time-limit", options.time_limit, *(["--case", options.case] if options.case else [])]
            given += options.scenarios
        else:
            given += ["--rows", options.rows]
        print(f"\n$ python -m benchmarks.{name} {' '.join(given)}", flush=True)
        code = subprocess.run([sys.executable, "-m", f"benchmarks.{name}", *given], check=False).returncode or code
    return code


if __name__ == "__main__":
    raise SystemExit(main())
