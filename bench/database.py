"""A database and an environment of the bench's own."""

import contextlib
import tempfile
from collections.abc import Iterator

import psycopg2

from local import postgres

NAME = "coalition_bench"


def environment() -> dict[str, str]:
    """Returns the environment of the bench: settings as in production, demo content, files in a folder of its own."""
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DJANGO_SECRET_KEY": "only-for-the-bench-" * 3,
        "SITE_URL": "http://127.0.0.1:8799",
        "DJANGO_ALLOWED_HOSTS": "testserver",
        "DEMO": "1",
        "DEMO_PASSWORD": "only-for-the-bench",
        "VAR_DIR": tempfile.mkdtemp(prefix="coalition-bench-"),
        "EMAIL_URL": "dummymail://",
        # Everything is asked from one address here.
        "RATE_LIMITS": "false",
    }


@contextlib.contextmanager
def fresh() -> Iterator[str]:
    """Gives the address of an empty database, and drops it afterwards."""
    server = postgres.server("test-postgres", fast=True)
    with postgres.using(server):
        _drop(server)
        yield postgres.ensure(server, NAME)
        _drop(server)


def _drop(server: postgres.Server) -> None:
    connection = psycopg2.connect(host=str(server.socket), user="postgres", dbname="postgres")
    with contextlib.closing(connection):
        connection.autocommit = True
        connection.cursor().execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
