"""The site as `make run` serves it, on a database of its own, and a browser to look at it."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect

from local import postgres
from tests.browser.counter import counting_service
from tests.conftest import PASSWORD

ROOT = Path(__file__).parents[2]
DATABASE = f"coalition_browser_{os.getpid()}"
READY_WITHIN = 600

expect.set_options(timeout=30_000)  # milliseconds: of two slow cores the site gets what the browser leaves


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Debian's Chromium, which may run as root and talks to nobody."""
    flags = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
    flags += ["--disable-component-update", "--disable-sync", "--no-sandbox"]
    return {"executable_path": shutil.which("chromium"), "args": flags}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def counter() -> Iterator[SimpleNamespace]:
    """The service that counts the visits of those who allow it."""
    with counting_service() as service:
        yield service


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, counter: SimpleNamespace) -> Iterator[SimpleNamespace]:
    """The running site: its address, its process and what it printed."""
    server = postgres.server("test-postgres", fast=True)
    postgres.ensure(server)
    var = tmp_path_factory.mktemp("var")
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": postgres.ensure(server, DATABASE),
        "DEMO": "1",
        "DEMO_PASSWORD": PASSWORD,
        "PORT": str(port),
        "VAR_DIR": str(var),
        "EMAIL_URL": "dummymail://",
        "ANALYTICS_SCRIPT_URL": counter.script_url,
        "ANALYTICS_SITE_ID": "coalition.example",
    }
    log = var / "log.txt"
    with log.open("w") as output:
        command = [sys.executable, "-m", "local.site"]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
        )
    deadline = time.monotonic() + READY_WITHIN
    while "Ready: " not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.5)

    def ask(question: str) -> Any:
        database = psycopg2.connect(host=str(server.socket), user="postgres", dbname=DATABASE)
        with contextlib.closing(database), database.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0]

    yield SimpleNamespace(url=f"http://127.0.0.1:{port}", process=process, log=log, var=var, ask=ask)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0
    connection = psycopg2.connect(host=str(server.socket), user="postgres", dbname="postgres")
    with contextlib.closing(connection):
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE {DATABASE} WITH (FORCE)")
    assert "Traceback" not in log.read_text(), log.read_text()[-4000:]


@pytest.fixture
def visitor(browser: Browser, running: SimpleNamespace) -> Iterator[Page]:
    """A visitor on a phone, whose requests, cookies and complaints are noted."""
    context = browser.new_context(base_url=running.url, viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()
