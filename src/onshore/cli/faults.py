"""What ends a command early: a sentence for the reader and an exit code."""

from __future__ import annotations

from typing import Final

__all__ = ["DEFECT", "FINDING", "INTERRUPTED", "NO_PLAN", "OK", "USAGE", "Fault"]

OK: Final = 0
#: Problems in a network, or a plan that does not verify.
FINDING: Final = 1
#: The command cannot be done as it was asked for.
USAGE: Final = 2
NO_PLAN: Final = 3
#: Something in onshore itself went wrong.
DEFECT: Final = 70
INTERRUPTED: Final = 130


class Fault(Exception):
    """A command that cannot go on: what is wrong and what to do, and the exit code."""

    def __init__(self, message: str, code: int = USAGE) -> None:
        super().__init__(message)
        self.message, self.code = message, code
