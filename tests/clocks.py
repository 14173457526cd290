"""The clocks of a test: the machine's and the database's, moved together or apart."""

import contextlib
import datetime as dt
from typing import Any

from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.signals import connection_created
from django.utils import timezone

# What the tests' database has in place of publishing's function: the same clock, which a setting of the session moves.
MOVABLE = """
CREATE OR REPLACE FUNCTION coalition_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT coalesce(
        nullif(current_setting('coalition.frozen', true), '')::timestamptz,
        clock_timestamp() + coalesce(nullif(current_setting('coalition.moved', true), ''), '0')::interval
    )
$$;
"""


def make_movable() -> None:
    """Let tests move the clock of the tests' database."""
    with connection.cursor() as cursor:
        cursor.execute(MOVABLE)


class AllClocks:
    """time-machine's fixture for a test that has a database: time passes there as well, on every connection.

    A machine whose own clock is wrong is what ``time_machine.travel`` makes: it leaves the database alone.
    """

    def __init__(self, machine: Any) -> None:
        self.machine = machine
        self.frozen = self.moved = ""
        connection_created.connect(self._note_connection)

    def move_to(self, destination: Any, tick: bool | None = None) -> None:
        self.machine.move_to(destination, tick=tick)
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            ahead = timezone.now() - cursor.fetchone()[0]
        goes_on = tick is None or tick
        self.frozen = "" if goes_on else timezone.now().isoformat()
        self.moved = f"{ahead.total_seconds()} seconds" if goes_on else ""
        self._set(connection)

    def shift(self, delta: dt.timedelta) -> None:
        self.move_to(timezone.now() + delta, tick=not self.frozen)

    def put_back(self) -> None:
        connection_created.disconnect(self._note_connection)
        self.frozen = self.moved = ""
        # A transaction that has failed, and a connection that is closed, take their settings with them.
        with contextlib.suppress(DatabaseError, InterfaceError):
            self._set(connection)

    def _note_connection(self, connection: Any, **kwargs: Any) -> None:
        self._set(connection)

    def _set(self, connection: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('coalition.frozen', %s, false), set_config('coalition.moved', %s, false)",
                [self.frozen, self.moved],
            )
