"""The cache that limits count in: exact, whatever meets, and never in the way."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection

from limits.counters import RedisCounterCache
from limits.rates import Rates, TooManyRequestsError, count

pytestmark = pytest.mark.django_db

THREE = Rates("three", ("3/m",))


def counters() -> Any:
    return caches["counters"]


def test_a_number_is_stored_once() -> None:
    assert counters().add("a", 1, 60)
    assert not counters().add("a", 7, 60)
    assert counters().get("a") == 1


def test_numbers_are_added_to() -> None:
    counters().set("a", 5, 60)
    assert counters().incr("a") == 6
    assert counters().incr("a", 10) == 16
    assert counters().decr("a", 6) == 10


def test_what_is_not_there_is_not_added_to() -> None:
    with pytest.raises(ValueError, match="no counter"):
        counters().incr("a")
    assert counters().get("a") is None
    assert counters().get("a", 3) == 3
    assert not counters().delete("a")
    assert not counters().touch("a", 60)


def test_what_has_expired_is_not_there(time_machine: Any) -> None:
    time_machine.move_to("2027-01-01 12:00:00+00:00", tick=False)
    counters().add("short", 1, 60)
    counters().add("long", 1, 600)
    counters().add("for ever", 1, None)
    time_machine.move_to("2027-01-01 12:01:00+00:00", tick=False)
    assert [counters().get(name) for name in ("short", "long", "for ever")] == [None, 1, 1]
    with pytest.raises(ValueError, match="no counter"):
        counters().incr("short")
    assert counters().add("short", 9, 60)
    time_machine.move_to("2027-01-01 12:05:00+00:00", tick=False)
    assert counters().delete_expired() == 1
    assert counters().touch("long", 6000)


def test_expired_counters_are_swept_now_and_then(time_machine: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    time_machine.move_to("2027-01-01 12:00:00+00:00", tick=False)
    counters().add("old", 1, 60)
    time_machine.move_to("2027-01-01 13:00:00+00:00", tick=False)
    monkeypatch.setattr(counters(), "_swept_at", float("-inf"))
    counters().add("new", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limits_counter")
        assert cursor.fetchone() == (1,)


def test_the_fourth_of_three_is_refused(rf: Any) -> None:
    for _ in range(3):
        count(rf.get("/"), THREE, "somebody")
    with pytest.raises(TooManyRequestsError) as caught:
        count(rf.get("/"), THREE, "somebody")
    assert 1 <= caught.value.retry_after <= 60
    count(rf.get("/"), THREE, "somebody else")


def test_what_is_counted_is_not_kept(rf: Any) -> None:
    count(rf.get("/"), THREE, "198.51.100.7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM limits_counter")
        assert "198.51.100.7" not in str(cursor.fetchall())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_count_is_lost_where_requests_meet() -> None:
    def add() -> None:
        for _ in range(25):
            if not counters().add("met", 1, 600):
                counters().incr("met")
        connection.close()

    together([add] * 8)
    assert counters().get("met") == 200


def together(functions: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=function) for function in functions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_without_redis_each_process_counts_for_itself(rf: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    options = {"socket_connect_timeout": 1, "socket_timeout": 1}
    away = RedisCounterCache("redis://127.0.0.1:1/0", {"OPTIONS": options})
    monkeypatch.setattr(caches._connections, "counters", away, raising=False)
    assert caches["counters"] is away
    for _ in range(3):
        count(rf.get("/"), THREE, "somebody")
    with pytest.raises(TooManyRequestsError):
        count(rf.get("/"), THREE, "somebody")
