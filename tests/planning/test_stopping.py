"""Ctrl-C is heard while the solver works, and whatever still runs then ends soon."""

from __future__ import annotations

import os
import signal
import threading
import time
import traceback
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onshore import load
from onshore.planning import STOPPING, plan, program
from onshore.planning.ranges import ranges
from onshore.planning.solver import Solver, Watch
from onshore.planning.stopping import attended
from onshore.verification import verify

THREE_SITES = Path(__file__).parents[2] / "cases" / "three-sites"
#: Seconds after which a test has failed rather than waits.
PATIENCE = 20.0


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def told(heard: threading.Event) -> Callable[..., None]:
    """Listens until it is told of the stop."""
    return lambda phase, *_: heard.set() if phase == STOPPING else None


def test_what_work_returns_and_raises_reaches_the_caller():
    assert attended(lambda: 7, Watch()) == 7

    def failing_work() -> None:
        raise TimeoutError("of its own")

    with pytest.raises(TimeoutError, match="of its own") as raised:
        attended(failing_work, Watch())
    assert "failing_work" in "".join(traceback.format_tb(raised.value.__traceback__))


def test_ctrl_c_is_heard_and_told_while_the_work_goes_on():
    heard = threading.Event()
    watch = Watch(tell=told(heard))

    def work() -> bool:
        assert not watch.stopped
        interrupt()
        return heard.wait(PATIENCE)

    former = signal.getsignal(signal.SIGINT)
    assert attended(work, watch)
    assert watch.stopped
    assert signal.getsignal(signal.SIGINT) is former


def test_a_second_ctrl_c_does_not_wait_for_the_work():
    heard, over, ended = threading.Event(), threading.Event(), threading.Event()
    watch = Watch(tell=told(heard))

    def work() -> None:
        interrupt()
        heard.wait(PATIENCE)
        interrupt()
        over.wait(PATIENCE)
        ended.set()

    former = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        attended(work, watch)
    assert not ended.is_set()
    assert watch.stopped
    assert signal.getsignal(signal.SIGINT) is former
    over.set()
    assert ended.wait(PATIENCE)


def test_whatever_ends_the_wait_stops_the_work():
    """A caller may have signals of its own, like an alarm that raises."""
    watch, stopped = Watch(), threading.Event()

    def late(*_: Any) -> None:
        raise TimeoutError("the caller's own")

    def work() -> None:
        signal.raise_signal(signal.SIGALRM)
        end = time.monotonic() + PATIENCE
        while not watch.stopped and time.monotonic() < end:
            time.sleep(0.01)
        if watch.stopped:
            stopped.set()

    former = signal.signal(signal.SIGALRM, late)
    try:
        with pytest.raises(TimeoutError, match="the caller's own"):
            attended(work, watch)
    finally:
        signal.signal(signal.SIGALRM, former)
    assert stopped.wait(PATIENCE)


def test_who_is_deaf_stays_deaf():
    watch = Watch()
    former = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        attended(interrupt, watch)
    finally:
        signal.signal(signal.SIGINT, former)
    assert not watch.stopped


def test_a_plan_is_made_on_any_thread():
    found: list[Any] = []
    former = signal.getsignal(signal.SIGINT)
    thread = threading.Thread(target=lambda: found.append(plan(load(THREE_SITES), within=())))
    thread.start()
    thread.join()
    assert found[0].status == "optimal"
    assert found[0].objective == pytest.approx(5_812_382.40)
    assert signal.getsignal(signal.SIGINT) is former


def test_a_search_that_is_stopped_gives_what_it_has():
    def stop(phase: str, *_: Any) -> None:
        if phase == "nothing made":
            interrupt()
            time.sleep(0.3)  # the main thread hears it meanwhile

    net = load(THREE_SITES)
    done = plan(net, tell=stop)
    assert (done.status, done.ranges) == ("interrupted", ())
    assert done.bound <= 5_812_382.40 <= done.objective
    assert verify(net, done).is_empty()


class Deaf:
    """A solver that does not look up."""

    def __init__(self, highs: Any, until: threading.Event) -> None:
        self._highs, self._until = highs, until

    def run(self) -> None:
        self._until.wait(PATIENCE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._highs, name)


def test_a_solver_that_does_not_look_up_is_left_alone(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(import_module("onshore.planning.solver"), "_LARGE", 0)
    solver, over, watch = Solver(program(load(THREE_SITES))[0].arrays()), threading.Event(), Watch()
    solver.highs = Deaf(solver.highs, over)
    threading.Timer(0.2, lambda: setattr(watch, "stop", True)).start()
    try:
        answer = solver.run(Watch(under=watch), "search")
    finally:
        over.set()
    assert (answer.status, answer.values, answer.bound) == ("interrupted", None, -np.inf)
    assert watch.seconds < PATIENCE / 2


def test_a_large_program_is_solved_all_the_same(monkeypatch: pytest.MonkeyPatch):
    net = load(THREE_SITES)
    monkeypatch.setattr(import_module("onshore.planning.solver"), "_LARGE", 0)
    answer = Solver(program(net)[0].arrays()).run(Watch(), "search")
    assert (answer.status, answer.objective) == ("optimal", pytest.approx(5_812_382.40))


@pytest.mark.parametrize("full", [False, True])
def test_ranges_end_when_they_are_told_to(full: bool):
    net = load(THREE_SITES)
    (p, f, _), done = program(net), plan(net, within=())
    values = import_module("onshore.planning.former").former_values(p, f, done)
    watch = Watch()
    assert ranges(p, f, p.arrays(), values, (1.0,), watch, 0, full=full)
    watch.stop = True
    assert ranges(p, f, p.arrays(), values, (1.0,), watch, 0, full=full) == ()


def test_ranges_have_a_time_of_their_own_and_none_by_count(monkeypatch: pytest.MonkeyPatch):
    net = load(THREE_SITES)
    assert plan(net, time_limit=1e-9, start=plan(net)).ranges
    monkeypatch.setattr(import_module("onshore.planning.ranges"), "_LEAST", 0.0)
    assert plan(net, time_limit=1e-9, start=plan(net)).ranges == ()
    monkeypatch.setattr(import_module("onshore.planning.ranges"), "_PATIENCE", 0.0)
    assert plan(net, iterations=50).ranges
