"""Arguments that every verb takes."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from typing import TypeVar

__all__ = ["add_common", "number", "whole"]

Number = TypeVar("Number", int, float)


def add_common(parser: ArgumentParser) -> None:
    """How a command answers: as one JSON document, and with what it knows of an error."""
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout, all else on stderr")
    parser.add_argument("--debug", action="store_true", help="show where an unexpected error arose")


def number(least: float, equal: bool = False) -> Callable[[str], float]:
    """A parser of numbers from `least` on, or above it."""

    def read(text: str) -> float:
        value = _read(float, text)
        if not (least < value < float("inf") or (equal and value == least)):
            raise ArgumentTypeError(f"{text} is not a number {'from' if equal else 'above'} {least:g}{' on' * equal}")
        return value

    return read


def whole(least: int) -> Callable[[str], int]:
    """A parser of whole numbers from `least` on."""

    def read(text: str) -> int:
        value = _read(int, text)
        if value < least:
            raise ArgumentTypeError(f"{text} is below {least}")
        return value

    return read


def _read(kind: type[Number], text: str) -> Number:
    try:
        return kind(text)
    except ValueError:
        raise ArgumentTypeError(f"'{text}' is not a {'whole ' * (kind is int)}number") from None
