"""Ctrl-C is heard at once: work goes on in a thread of its own while the main thread waits for it.

Python hands signals to the main thread between two of its own instructions, so a main thread that is inside the solver
is deaf until the solver returns. Nothing of the work depends on the thread that waits.
"""

from __future__ import annotations

import contextvars
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any, TypeVar

from onshore.planning.solver import Watch

__all__ = ["STOPPING", "attended"]

#: The phase that is told when Ctrl-C was heard.
STOPPING = "stopping"
#: Seconds of a wait, for systems on which a signal does not end it.
_LOOK = 0.1

T = TypeVar("T")


def attended(work: Callable[[], T], watch: Watch) -> T:
    """What `work` returns or raises. The first Ctrl-C sets `watch.stop` and is told; the second raises
    KeyboardInterrupt here and leaves the work to end by itself at its next look at the watch.

    Signals go to the main thread only: on any other the work is done right there.
    """
    if threading.current_thread() is not threading.main_thread():
        return work()
    done: Future[T] = Future()
    around, busy = contextvars.copy_context(), threading.Lock()
    busy.acquire()

    def worker() -> None:
        try:
            done.set_result(around.run(work))
        except BaseException as error:  # whatever it is, it belongs to the caller
            done.set_exception(error)
        finally:
            busy.release()

    with _heard(watch):
        try:
            # Not a daemon: a program that ends would pull the interpreter away from under the solver's calls.
            threading.Thread(target=worker, name="onshore").start()
            while not busy.acquire(timeout=_LOOK):
                pass
        finally:
            watch.stop = watch.stop or not done.done()
    return done.result()


@contextmanager
def _heard(watch: Watch) -> Iterator[None]:
    """Ctrl-C asks the watch to stop, and asks no more than once."""
    former = signal.getsignal(signal.SIGINT)
    if former in (signal.SIG_IGN, None):  # whoever started this wants it deaf, or its handler could not be put back
        yield
        return

    def stop(number: int, frame: Any) -> None:
        if watch.stop:
            raise KeyboardInterrupt
        watch.stop = True
        watch.say(STOPPING)

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)
