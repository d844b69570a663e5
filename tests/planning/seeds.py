"""Which random networks are tested each time, and which in `make test-long` only."""

from __future__ import annotations

from typing import Any

import pytest

__all__ = ["chunks"]


def chunks(end: int, size: int, *, quick: int) -> list[Any]:
    """The first seed of each chunk of `size` up to `end`; chunks from the seed `quick` on are for `make test-long`."""
    return [pytest.param(first, marks=[pytest.mark.long] if first >= quick else []) for first in range(0, end, size)]
