"""Sleeping until something falls due, a schedule changes, or somebody says stop."""

import contextlib
import os
import select
from typing import Self

from django.db import connection

CHANNEL = "coalition_schedule"


class Stop:
    """Says that a process is to end; what waits for it wakes at once, a signal handler may set it."""

    def __init__(self) -> None:
        self._is_set = False
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._writer, False)

    def set(self, *_signal: object) -> None:
        """Asks for the end."""
        self._is_set = True
        with contextlib.suppress(BlockingIOError):
            os.write(self._writer, b".")

    def is_set(self) -> bool:
        """Returns whether the end was asked for."""
        return self._is_set

    def fileno(self) -> int:
        """What can be waited for."""
        return self._reader

    def wait(self, seconds: float) -> bool:
        """Waits for the end to be asked for.

        Args:
            seconds: How long at most.

        Returns:
            Whether it was.
        """
        select.select([self], [], [], seconds)
        return self._is_set


class ScheduleListener:
    """A connection of its own on which PostgreSQL says that a schedule has changed."""

    def __enter__(self) -> Self:
        """Listens from now on: what changes while something else is being done is not missed."""
        parameters = connection.get_connection_params()
        self._connection = connection.get_new_connection(parameters)
        self._connection.autocommit = True
        with self._connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        return self

    def __exit__(self, *_error: object) -> None:
        """Gives the connection back."""
        self._connection.close()

    def wait(self, seconds: float, stop: Stop) -> None:
        """Waits for a change.

        Args:
            seconds: How long at most.
            stop: Ends the wait.

        Raises:
            OperationalError: The connection is lost.
        """
        ready, _, _ = select.select([self._connection, stop], [], [], seconds)
        if self._connection in ready:
            self._connection.poll()
            self._connection.notifies.clear()
