"""Helpers of the scheduler: their share, on a connection of their own."""

import os
import time
from typing import Any

import pytest
from django.db import connection

from schedule.clock import helpers


def test_short_rows_are_not_shared() -> None:
    items: Any = list(range(helpers.MANY - 1))
    assert helpers.shares(items, lambda: 3) == [items]


def test_long_rows_are_shared_in_their_order() -> None:
    items: Any = list(range(20))
    own, other = helpers.shares(items, lambda: 1)
    assert own == list(range(0, 20, 2))
    assert other == list(range(1, 20, 2))
    assert helpers.shares(items, lambda: 0) == [items]


def backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def note(item: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO limits_counter (key, value, expires_at) SELECT 'helper ' || %s, pg_backend_pid(), 'infinity'",
            [item],
        )


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_helper_leaves_the_schedulers_connection_alone() -> None:
    before = backend()
    todo: Any = [["a", "b"], ["c"]]
    with helpers.helping(todo, note):
        note("own")
    assert backend() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, value FROM limits_counter WHERE key LIKE 'helper %%'")
        found = dict(cursor.fetchall())
    assert sorted(found) == ["helper a", "helper b", "helper c", "helper own"]
    assert found["helper own"] == before
    assert found["helper a"] == found["helper b"] != before
    assert found["helper c"] not in {before, found["helper a"]}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_helper_that_fails_is_gone_and_stops_nobody() -> None:
    here, todo = os.getpid(), ["a"]

    def fail(item: Any) -> None:
        raise RuntimeError(item)

    with helpers.helping([todo], fail):  # type: ignore[list-item]
        pass
    assert os.getpid() == here
    assert backend()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_stuck_helper_keeps_the_scheduler_from_nothing() -> None:
    looks: list[float] = []
    todo: Any = [["a"]]
    with helpers.helping(todo, lambda _item: time.sleep(1), lambda: looks.append(time.monotonic())):
        pass
    assert len(looks) > 5
