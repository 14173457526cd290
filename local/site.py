"""`make run`: everything from installed packages to a served site, in the foreground, until Ctrl-C.

Starts the private PostgreSQL (unless DATABASE_URL names another), migrates, loads the demo content into an empty
database, collects static files, then keeps the web server, the scheduler and the task worker running.
"""

import contextlib
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from local import postgres

ROOT = postgres.ROOT
VAR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
HOST = "127.0.0.1"
READY_WITHIN = 60.0
LONGEST_PAUSE = 30.0
GRACE = 8.0


class StartError(Exception):
    """The site cannot be started; the message says why and what to do, in one line."""


@dataclass
class Child:
    """One of the site's processes, started again when it ends by itself."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    pause: float = 1.0
    started: float = 0.0
    due: float = field(default=0.0)

    def keep_running(self, environment: dict[str, str]) -> None:
        """Starts the process, again after growing pauses where it keeps ending."""
        if self.process is not None and self.process.poll() is None:
            return
        now = time.monotonic()
        if self.process is not None and not self.due:
            self.pause = 1.0 if now - self.started > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
            self.due = now + self.pause
            code = self.process.returncode
            say(f"The {self.name} ended with {code}; starting it again in {self.pause:.0f} s.")
        if now < self.due:
            return
        # A session of its own: Ctrl-C reaches only this process, which then stops the others in order.
        self.process = subprocess.Popen(self.command, cwd=ROOT, env=environment, start_new_session=True)
        self.started, self.due = now, 0.0

    def ask_to_stop(self) -> None:
        """Asks the process to end."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_until_stopped(self, deadline: float) -> None:
        """Waits for the process, and kills its group when it takes too long."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def say(text: str) -> None:
    """Prints one line at once."""
    print(text, flush=True)


def main() -> int:
    """Runs the site and returns an exit code."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        port = _port()
        with _database(stop) as url:
            environment = environment_for(url, port)
            _prepare(environment, stop)
            if not stop.is_set():
                _serve(environment, port, stop)
    except (StartError, postgres.PostgresError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _port() -> int:
    """Returns the port to serve on.

    Raises:
        StartError: It is no port, or somebody else uses it.
    """
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise StartError(f"PORT={text} is no port: it must be a number from 1 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError as error:
            raise StartError(
                f"Port {text} cannot be used ({error.strerror}): choose another one, make run PORT=8001."
            ) from None
    return int(text)


@contextlib.contextmanager
def _database(stop: threading.Event) -> Iterator[str]:
    """Gives the database's address, and stops the private server afterwards if it is one."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
        return
    this = postgres.server()
    if ROOT not in this.home.parents:
        say(
            f"The account {this.owner or 'that runs this'} cannot use this folder for the database; it lives in {this.home}."
        )
    say("Starting PostgreSQL …")
    try:
        yield postgres.ensure(this)
    finally:
        postgres.stop(this)
        say("Stopped.")


def environment_for(url: str, port: int) -> dict[str, str]:
    """Returns what the site's processes find in their environment."""
    VAR.mkdir(exist_ok=True)
    key = VAR / "secret-key"
    if not key.exists():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    given = {
        "DATABASE_URL": url,
        "DJANGO_SECRET_KEY": key.read_text().strip(),
        "SITE_URL": f"http://{HOST}:{port}",
        "DJANGO_SETTINGS_MODULE": "coalition.settings.production",
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }
    private = {"COALITION_PRIVATE_DATABASE": "1"} if "DATABASE_URL" not in os.environ else {}
    return {**given, **private, **os.environ}


def _prepare(environment: dict[str, str], stop: threading.Event) -> None:
    """Brings the database and the static files up to date, skipping what is so already."""
    _once(
        environment, stop, "migrations", _fingerprint("*/migrations/*.py"), "Updating the database …", "migrate", "-v0"
    )
    _manage(environment, stop, "Looking for content …", "load_demo", "--if-empty")
    static = _fingerprint("static/**/*", "requirements.txt")
    _once(environment, stop, "static", static, "Collecting static files …", "collectstatic", "--noinput", "-v0")


def _once(environment: dict[str, str], stop: threading.Event, name: str, wanted: str, what: str, *command: str) -> None:
    """Runs a management command unless it ran for the same files and database before."""
    wanted = f"{wanted} {environment['DATABASE_URL'] if name == 'migrations' else ''}"
    stamp = VAR / f"{name}.stamp"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    _manage(environment, stop, what, *command)
    if not stop.is_set():
        stamp.write_text(wanted)


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


def _serve(environment: dict[str, str], port: int, stop: threading.Event) -> None:
    """Keeps the site's processes running until it is told to stop."""
    python = [sys.executable]
    gunicorn = [*python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"{HOST}:{port}"]
    children = [
        Child("web server", [*gunicorn, "coalition.wsgi:application"]),
        Child("scheduler", [*python, "manage.py", "scheduler"]),
        Child("task worker", [*python, "manage.py", "db_worker"]),
    ]
    address = f"http://{HOST}:{port}/"
    try:
        announced, began = False, time.monotonic()
        while not stop.is_set():
            for child in children:
                child.keep_running(environment)
            if not announced and _answers(f"{address}-/ready/"):
                announced = True
                _announce(address)
            elif not announced and time.monotonic() - began > READY_WITHIN:
                raise StartError(
                    f"The site does not answer at {address} after {READY_WITHIN:.0f} s: see the lines above."
                )
            stop.wait(0.2)
    finally:
        say("Stopping …")
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + GRACE
        for child in children:
            child.wait_until_stopped(deadline)


def _answers(address: str) -> bool:
    """Returns whether the site answers with a page."""
    try:
        with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310 (our own address)
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _announce(address: str) -> None:
    """Says where the site is and how to sign in."""
    _answers(address)  # the first page compiles the templates: better here than under a reader's eyes
    credentials = VAR / "demo-credentials.txt"
    if credentials.exists():
        say(f"Sign in at {address}admin/ with one of the demo accounts (also in var/{credentials.name}):")
        say(credentials.read_text().rstrip())
    say(f"Ready: {address}")


def _fingerprint(*patterns: str) -> str:
    """Returns a text that changes when one of the files does."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()):
        status = path.stat()
        digest.update(f"{path.relative_to(ROOT)} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
