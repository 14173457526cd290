"""A database that accepts connections and hangs: waiting for it ends."""

import socket
import time
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection
from psycopg2 import extensions

from delivery import deadlines
from tests.delivery.conftest import Proxy


@pytest.fixture
def installed() -> Iterator[None]:
    deadlines.install(connect=1, answer=1)
    yield
    extensions.set_wait_callback(None)


@pytest.fixture
def silent() -> Iterator[int]:
    """A server that accepts connections and never says anything; its port."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def connect(port: int) -> Any:
    parameters = connection.get_connection_params()
    known = {name: value for name, value in parameters.items() if name in {"user", "password", "dbname"}}
    return psycopg2.connect(host="127.0.0.1", port=port, sslmode="disable", gssencmode="disable", **known)


def test_connecting_to_silence_ends(installed: None, silent: int) -> None:
    began = time.monotonic()
    with pytest.raises(psycopg2.OperationalError, match="within 1 seconds"):
        connect(silent)
    assert time.monotonic() - began < 2


@pytest.mark.django_db
def test_waiting_for_an_answer_ends_and_closes_the_connection(installed: None, proxy: Proxy) -> None:
    link = connect(proxy.port)
    cursor = link.cursor()
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)
    proxy.hangs.set()
    began = time.monotonic()
    with pytest.raises(psycopg2.OperationalError, match="didn't answer"):
        cursor.execute("SELECT 2")
    assert time.monotonic() - began < 2
    assert link.closed


@pytest.mark.django_db
def test_a_thread_can_be_in_more_of_a_hurry(installed: None, proxy: Proxy) -> None:
    link = connect(proxy.port)
    proxy.hangs.set()
    began = time.monotonic()
    with deadlines.within(0.2), pytest.raises(psycopg2.OperationalError):
        link.cursor().execute("SELECT 1")
    assert time.monotonic() - began < 0.8


@pytest.mark.django_db
def test_slow_answers_within_the_limit_arrive(installed: None, proxy: Proxy) -> None:
    link = connect(proxy.port)
    cursor = link.cursor()
    cursor.execute("SELECT pg_sleep(0.5), repeat('x', 1000000)")
    assert len(cursor.fetchone()[1]) == 1_000_000
