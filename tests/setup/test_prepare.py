"""What is done before the site is served, and what is skipped the second time."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psycopg2
import pytest

from local import postgres, prepare, site

DATABASE = f"prepare_test_{os.getpid()}"  # tests run in several processes at once


@pytest.fixture
def url() -> Iterator[str]:
    """The address of an empty database."""
    server = postgres.server("test-postgres", fast=True)
    with postgres.using(server):
        drop(server)
        yield postgres.ensure(server, DATABASE)
        drop(server)


def drop(server: postgres.Server) -> None:
    connection = psycopg2.connect(host=str(server.socket), user="postgres", dbname="postgres")
    connection.autocommit = True
    connection.cursor().execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    connection.close()


def migrate(url: str, name: str) -> None:
    with psycopg2.connect(url) as connection:
        cursor = connection.cursor()
        cursor.execute("CREATE TABLE IF NOT EXISTS django_migrations (id serial, name text, applied timestamptz)")
        cursor.execute("INSERT INTO django_migrations (name, applied) VALUES (%s, now())", [name])


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """The management commands that are run, without running them; `migrate` leaves its mark."""
    ran: list[str] = []

    def run(environment: dict[str, str], stop: threading.Event, what: str, *command: str) -> None:
        ran.append(command[0])
        if command[0] == "migrate":
            migrate(environment["DATABASE_URL"], "0001_initial")

    monkeypatch.setattr(prepare, "_manage", run)
    monkeypatch.setattr(prepare, "VAR", tmp_path)
    return ran


def test_a_second_start_has_nothing_to_do(url: str, commands: list[str]) -> None:
    prepare.prepare({"DATABASE_URL": url}, threading.Event())
    assert sorted(commands) == ["collectstatic", "load_demo", "migrate", "rebuild_search"]
    assert commands.index("migrate") < commands.index("load_demo")
    commands.clear()
    prepare.prepare({"DATABASE_URL": url}, threading.Event())
    assert commands == []


def test_a_database_made_anew_is_not_taken_for_the_old_one(url: str, commands: list[str]) -> None:
    prepare.prepare({"DATABASE_URL": url}, threading.Event())
    commands.clear()
    with psycopg2.connect(url) as connection:
        connection.cursor().execute("DROP TABLE django_migrations")
    prepare.prepare({"DATABASE_URL": url}, threading.Event())
    assert commands == ["migrate", "load_demo", "rebuild_search"]


def test_developers_need_no_hashed_files(url: str, commands: list[str]) -> None:
    prepare.prepare({"DATABASE_URL": url}, threading.Event(), hashed_files=False)
    assert commands == ["migrate", "load_demo", "rebuild_search"]


def test_a_server_that_is_too_old_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, commands: list[str]) -> None:
    old = SimpleNamespace(server_version=140_010, close=lambda: None)
    monkeypatch.setattr(prepare.psycopg2, "connect", lambda *_args, **_options: old)
    with pytest.raises(prepare.StartError, match="PostgreSQL 14: this site needs 15 or newer"):
        prepare.prepare({"DATABASE_URL": "postgresql://u@h/d"}, threading.Event())
    assert commands == []


def test_a_server_that_is_away_is_said_in_one_line(commands: list[str], tmp_path: Path) -> None:
    with pytest.raises(prepare.StartError, match="The database does not answer: ") as said:
        prepare.prepare({"DATABASE_URL": f"postgresql://u@/d?host={tmp_path}"}, threading.Event())
    assert "\n" not in str(said.value)


def test_empty_variables_count_as_unset(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(site, "VAR", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("DJANGO_SECRET_KEY", "")
    environment = site.environment_for("postgresql://private", 8000)
    assert environment["DATABASE_URL"] == "postgresql://private"
    assert environment["COALITION_PRIVATE_DATABASE"] == "1"
    assert len(environment["DJANGO_SECRET_KEY"]) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert environment == site.environment_for("postgresql://private", 8000)


def test_a_given_database_is_not_called_private(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(site, "VAR", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    monkeypatch.delenv("COALITION_PRIVATE_DATABASE", raising=False)
    assert "COALITION_PRIVATE_DATABASE" not in site.environment_for(os.environ["DATABASE_URL"], 8000)
