"""Arguments that every verb takes."""

from __future__ import annotations

from argparse import ArgumentParser

__all__ = ["add_common"]


def add_common(parser: ArgumentParser) -> None:
    """How a command answers: as one JSON document, and with what it knows of an error."""
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout, all else on stderr")
    parser.add_argument("--debug", action="store_true", help="show where an unexpected error arose")
