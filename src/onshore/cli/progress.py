"""How a search goes, on stderr: one line that changes on a terminal, few lines elsewhere."""

from __future__ import annotations

import os
import sys
import threading
import time
from typing import IO, Final

from onshore.planning import STOPPING
from onshore.reporting.numbers import Numbers, proven

__all__ = ["Progress"]

#: Phases of the search, in words for whoever waits.
_WORDS: Final = {
    "nothing made": "begin with nothing made",
    "former plan": "begin with the former plan",
    "structure": "who makes what, where",
    "runs": "which runs",
    "lots": "whole lots",
    "orders": "orders",
    "components": "part by part",
    "search": "search",
    "proving": "prove",
    "polish": "round off",
    "ranges": "how sure",
}
#: From here on amounts are told in crore or million.
_LARGE: Final = 1e9
#: Seconds between two lines where lines cannot change, unless something new is known.
_PATIENCE: Final = 15.0


class Progress:
    """Listens to a search: `tell` of `PlanOptions`. Safe to call from several threads.

    stopping: what to say when Ctrl-C was heard. only_live: say nothing else where lines cannot change.
    """

    def __init__(
        self, numbers: Numbers, stream: IO[str] | None = None, *, stopping: str = "", only_live: bool = False
    ) -> None:
        self.numbers, self.stream = numbers, stream or sys.stderr
        self.live = self.stream.isatty() and os.environ.get("TERM") != "dumb"
        self.begun = self.stopped = False
        self._stopping, self._only_live = stopping, only_live
        self._lock, self._last, self._said = threading.Lock(), ("", -1.0), -_PATIENCE
        self._width = 0

    def __call__(self, phase: str, seconds: float, objective: float | None, bound: float | None) -> None:
        """Take news of the search: none after it was told to stop."""
        if self.stopped:
            return
        self.begun = True
        line = self._line(phase, seconds, objective, bound)
        with self._lock:
            if phase == STOPPING:
                self.stopped = True
                self.close()
                print(self._stopping, file=self.stream, flush=True)
            elif self.live:
                self._update(line)
            elif not self._only_live and self._worth(phase, objective, bound):
                print(line, file=self.stream, flush=True)

    def _line(self, phase: str, seconds: float, objective: float | None, bound: float | None) -> str:
        parts = [f"{seconds:5.0f} s", f"{_WORDS.get(phase, phase):<24}"]
        if objective is not None:
            parts.append(f"plan {self._amount(objective)}")
        if bound is not None:
            parts.append(f"none below {self._amount(bound)}")
        if objective is not None and bound is not None and objective:
            parts.append(f"gap {proven(max(0.0, (objective - bound) / abs(objective)))}")
        return "  ".join(parts).rstrip()

    def _amount(self, value: float) -> str:
        """An amount with the digits in which plan and bound still differ."""
        if abs(value) < _LARGE:
            return self.numbers.group(value)
        numbers = Numbers(self.numbers.currency, value)
        return f"{numbers.group(value / numbers.scale, 2)} {numbers.scale_name}"

    def _update(self, line: str) -> None:
        room = _columns(self.stream)
        shown = line[: room - 1]
        self.stream.write("\r" + shown.ljust(min(self._width, room - 1)))
        self.stream.flush()
        self._width = len(shown)

    def _worth(self, phase: str, objective: float | None, bound: float | None) -> bool:
        """Whether to print a line: a new phase, a gap that is half of the one last said, or a long silence."""
        gap = abs(objective - bound) if objective is not None and bound is not None else float("inf")
        former, reached = self._last
        news = phase != former or (reached < 0 <= gap < float("inf")) or 0 < gap <= reached / 2
        if not news and time.monotonic() - self._said < _PATIENCE:
            return False
        self._last, self._said = (phase, gap if gap < float("inf") else -1.0), time.monotonic()
        return True

    def close(self) -> None:
        """End the line that changes."""
        if self.live and self.begun:
            self.stream.write("\r" + " " * self._width + "\r")
            self.stream.flush()


def _columns(stream: IO[str]) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        return 80
