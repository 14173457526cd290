"""The web server as it runs in production, behind a database that hangs."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.delivery.conftest import Proxy

ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def address(proxy: Proxy, tmp_path: Path) -> Iterator[str]:
    """Gunicorn with its own settings, on the tests' database."""
    parameters, port = connection.get_connection_params(), free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "coalition.settings.test",
        "DATABASE_URL": f"postgresql://{parameters['user']}@127.0.0.1:{proxy.port}/{parameters['dbname']}?sslmode=disable",
        "DATABASE_CONNECT_TIMEOUT": "3",
        "DATABASE_STATEMENT_TIMEOUT": "2",
        "VAR_DIR": str(tmp_path),
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen([*command, "coalition.wsgi:application"], cwd=ROOT, env=environment)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 60
    while ask(f"{url}/-/ready/")[0] != 200:
        assert server.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.2)
    yield url
    server.terminate()
    assert server.wait(20) == 0


def ask(url: str) -> tuple[int, float]:
    """Return the status, 0 without an answer, and how many seconds it took."""
    began = time.monotonic()
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        status = 0
    return status, time.monotonic() - began


def test_a_hanging_database_holds_no_request_and_no_health_check(address: str, proxy: Proxy) -> None:
    assert ask(f"{address}/en/")[0] == 200
    proxy.hangs.set()
    status, took = ask(f"{address}/en/")
    assert status == 503
    assert took < 4 + 3  # an answer, and a look whether the database is there
    plugs = [_begin(address) for _ in range(12)]  # more than there are threads
    time.sleep(0.5)
    status, took = ask(f"{address}/-/live/")
    assert (status, took < 1) == (200, True)
    status, took = ask(f"{address}/-/ready/")
    assert (status, took < 2.5) == (503, True)
    for plug in plugs:
        plug.close()
    proxy.hangs.clear()
    deadline = time.monotonic() + 30
    while ask(f"{address}/en/")[0] != 200:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def _begin(address: str) -> Any:
    host, _colon, port = address.removeprefix("http://").partition(":")
    plug = socket.create_connection((host, int(port)))
    plug.sendall(b"GET /en/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    return plug
