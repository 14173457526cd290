"""A limit on how long a piece of work may take, whatever it waits for."""

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType


class TimeLimitError(Exception):
    """The work took too long."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Interrupt the work after a while.

    Limits don't nest, and only a process's main thread can be limited; in others this does nothing. Waiting for the
    database isn't interrupted: its own time limits end that.

    Args:
        seconds: How long it may take.

    Raises:
        TimeLimitError: It took longer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise TimeLimitError

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
