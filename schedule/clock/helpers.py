"""Processes that help with a long row of due pages, so that every core of the machine works on it.

Publishing a page is mostly computing, and one process uses one core. A helper is a copy of the scheduler that does its
share and ends. If the scheduler is killed, its helper finishes its share: each item is claimed, so nothing is done twice.
"""

import os
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import structlog
from django.db import connections

from publishing import heartbeat
from schedule.clock.due import DueItem

# Fewer items than this are done sooner than a helper is.
MANY = 12
MOST = 3
# Seconds between two looks whether a helper has ended.
LOOK_EVERY = 0.05

log = structlog.get_logger("coalition.schedule")


def shares(items: Sequence[DueItem], helpers: Callable[[], int]) -> list[Sequence[DueItem]]:
    """Return the scheduler's share of the items, then each helper's; every share is in the items' order.

    Args:
        items: What is due.
        helpers: Tells how many helpers there are at most; it is asked about a long row only.
    """
    count = 1 + (helpers() if len(items) >= MANY else 0)
    return [items[number::count] for number in range(count)]


def available() -> int:
    """Return how many helpers there are cores for on this machine, beside all of its schedulers."""
    schedulers = max(1, heartbeat.beating_on(socket.gethostname()))
    return min(MOST, max(0, len(os.sched_getaffinity(0)) // schedulers - 1))


@contextmanager
def helping(
    todo: Sequence[Sequence[DueItem]], do: Callable[[DueItem], object], meanwhile: Callable[[], object] = lambda: None
) -> Iterator[None]:
    """Let helpers do their shares meanwhile, and wait for them at the end.

    Args:
        todo: A share for each helper.
        do: Does one item.
        meanwhile: Is called again and again while a helper is waited for: it may be stuck.
    """
    pids = [_start(items, do) for items in todo]
    try:
        yield
    finally:
        for pid in pids:
            while os.waitpid(pid, os.WNOHANG)[0] == 0:
                meanwhile()
                time.sleep(LOOK_EVERY)


def _start(items: Sequence[DueItem], do: Callable[[DueItem], object]) -> int:
    """Start a helper and return its process id."""
    if pid := os.fork():
        return pid
    try:
        # The database's connections are the scheduler's: let go of them without a word, and open others when needed.
        for connection in connections.all(initialized_only=True):
            connection.connection = None
        for item in items:
            do(item)
    except BaseException as error:  # noqa: BLE001 (a copy of the scheduler must not go on as one)
        log.error("helper ended", error=type(error).__name__)
    finally:
        os._exit(0)
