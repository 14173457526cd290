"""An end to waiting for a database that accepts connections and says nothing.

The server's own ``statement_timeout`` needs a server that works. Here the client counts the seconds, in every wait of
psycopg2: for a connection and for each answer. It is for the web server, whose threads readers wait for; COPY doesn't
work with it.
"""

import select
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg2
from psycopg2 import extensions

FOR_EVER = 24 * 60 * 60.0
CONNECTED = {extensions.STATUS_READY, extensions.STATUS_BEGIN, extensions.STATUS_PREPARED}

_own = threading.local()


@dataclass
class Limits:
    """How long a wait may take, in seconds; 0 means for ever."""

    connect: float = 0
    answer: float = 0


_limits = Limits()


def install(connect: float, answer: float) -> None:
    """Let every wait of this process end.

    Args:
        connect: The longest wait for a connection, in seconds; 0 for none.
        answer: The longest wait for an answer.
    """
    _limits.connect, _limits.answer = connect, answer
    extensions.set_wait_callback(wait)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let waits of this thread end sooner.

    Args:
        seconds: The longest each of them may take.
    """
    before, _own.seconds = getattr(_own, "seconds", None), seconds
    try:
        yield
    finally:
        _own.seconds = before


def wait(connection: Any) -> None:
    """Wait until a connection has what it waits for.

    Args:
        connection: psycopg2's.

    Raises:
        psycopg2.OperationalError: It took too long. The connection is closed.
    """
    limit = _limit(_limits.answer if connection.status in CONNECTED else _limits.connect)
    deadline = time.monotonic() + limit
    while (state := connection.poll()) != extensions.POLL_OK:
        poller = select.poll()
        poller.register(connection.fileno(), select.POLLIN if state == extensions.POLL_READ else select.POLLOUT)
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not poller.poll(remaining * 1000):
            raise psycopg2.OperationalError(f"the database didn't answer within {limit:g} seconds")


def _limit(usual: float) -> float:
    """Return the limit of a wait in this thread."""
    return min(usual or FOR_EVER, getattr(_own, "seconds", None) or FOR_EVER)
