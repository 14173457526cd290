"""Brings the database and the static files up to date before the site is served."""

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2

from local.children import ROOT, say

VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
OLDEST_SERVER = 15


class StartError(Exception):
    """The site cannot be started; the message says why and what to do, in one line."""


def prepare(environment: dict[str, str], stop: threading.Event, hashed_files: bool = True) -> None:
    """Brings the database and the static files up to date, skipping what is so already.

    Args:
        environment: What the site's processes find in their environment.
        stop: Set when everything should end.
        hashed_files: Whether static files are served by their hashed names, as in production.

    Raises:
        StartError: The database cannot be used, or a command failed.
    """
    applied = _applied(environment["DATABASE_URL"])
    with ThreadPoolExecutor() as pool:
        static = pool.submit(_bring_static_files, environment, stop) if hashed_files else None
        _bring_database(environment, stop, applied)
        if static:
            static.result()


def _bring_database(environment: dict[str, str], stop: threading.Event, applied: str) -> None:
    """Migrates the database and fills it where it is empty.

    Args:
        environment: What the site's processes find in their environment.
        stop: Set when everything should end.
        applied: What tells the state of the database's migrations.
    """
    url = environment["DATABASE_URL"]
    code = f"{_fingerprint('*/migrations/*.py', 'requirements.txt')} DEMO={environment.get('DEMO')}"
    stamp = VAR / "database.stamp"
    if _is_stamped(stamp, f"{code} {applied}"):
        return
    _manage(environment, stop, "Updating the database …", "migrate", "-v0")
    _manage(environment, stop, "Looking for content …", "load_demo", "--if-empty")
    _manage(environment, stop, "Looking for what the search does not know …", "rebuild_search", "--missing")
    if not stop.is_set():
        stamp.write_text(f"{code} {_applied(url)}")


def _bring_static_files(environment: dict[str, str], stop: threading.Event) -> None:
    """Hashes and compresses the static files where they have changed."""
    stamp = VAR / "static.stamp"
    files = _fingerprint("static/**/*", "requirements.txt", "coalition/staticfiles.py", "coalition/settings/*.py")
    if _is_stamped(stamp, files):
        return
    _manage(environment, stop, "Collecting static files …", "collectstatic", "--noinput", "-v0")
    if not stop.is_set():
        stamp.write_text(files)


def _is_stamped(stamp: Path, wanted: str) -> bool:
    """Returns whether a step was done for just this state before."""
    return stamp.exists() and stamp.read_text() == wanted


def _applied(url: str) -> str:
    """Returns what tells one state of a database's migrations from another, empty where there are none.

    Raises:
        StartError: The server does not answer, or is too old.
    """
    if not url.startswith(("postgres://", "postgresql://")):
        return ""  # the settings refuse it by name
    try:
        with contextlib.closing(psycopg2.connect(url, connect_timeout=10)) as connection:
            if connection.server_version < OLDEST_SERVER * 10_000:
                found = connection.server_version // 10_000
                raise StartError(f"DATABASE_URL names PostgreSQL {found}: this site needs {OLDEST_SERVER} or newer.")
            with connection.cursor() as cursor:
                cursor.execute("SELECT to_regclass('django_migrations')")
                if cursor.fetchone() == (None,):
                    return ""
                cursor.execute("SELECT current_database(), count(*), max(id), max(applied) FROM django_migrations")
                return str(cursor.fetchone())
    except psycopg2.OperationalError as error:
        raise StartError(f"The database does not answer: {' '.join(str(error).split())}") from None
    except psycopg2.ProgrammingError:
        return ""  # a malformed address: the settings say so


def _manage(environment: dict[str, str], stop: threading.Event, what: str, *command: str) -> None:
    """Runs a management command; an early Ctrl-C ends it.

    Raises:
        StartError: It failed.
    """
    if stop.is_set():
        return
    say(what)
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, start_new_session=True
    )
    while process.poll() is None:
        if stop.wait(0.1):
            process.terminate()
            process.wait()
            return
    if process.returncode:
        raise StartError(f"`manage.py {' '.join(command)}` failed with {process.returncode}: see its lines above.")


def _fingerprint(*patterns: str) -> str:
    """Returns a text that changes when one of the files does."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
