"""`python -m onshore.docs`: write the generated pages, or check them."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from onshore.docs import outdated, write

__all__ = ["main"]


def main(arguments: list[str] | None = None) -> int:
    """Write the pages, or check them. Returns 1 if a page that is checked is out of date."""
    given = argparse.ArgumentParser(description="Write the pages that are made from the declarations.")
    given.add_argument("folder", type=Path)
    given.add_argument("--check", action="store_true", help="write nothing; say which pages are out of date")
    options = given.parse_args(arguments)
    if options.check:
        old = outdated(options.folder)
        print("\n".join(f"{name} is out of date: run `make docs`." for name in old) or "All pages are up to date.")
        return 1 if old else 0
    for path in write(options.folder):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
