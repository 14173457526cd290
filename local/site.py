"""`make run`: everything from installed packages to a served site, in the foreground, until Ctrl-C.

    python -m local.site [--dev]

Starts the private PostgreSQL (unless DATABASE_URL names another), migrates, loads the demo content into an empty
database, collects static files, then keeps the web server, the scheduler, the job runner, the mail
sender and the task worker running.
"""

import contextlib
import os
import secrets
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

from local import postgres
from local.children import ROOT, Child, say
from local.prepare import VAR, StartError, prepare

HOST = "127.0.0.1"
READY_WITHIN = 60.0
GRACE = 8.0


def main(arguments: list[str]) -> int:
    """Runs the site, as production does or for developers, and returns an exit code."""
    dev = "--dev" in arguments
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    try:
        port = _port()
        with _database(stop) as url:
            environment = environment_for(url, port)
            environment["DJANGO_SETTINGS_MODULE"] = f"coalition.settings.{'dev' if dev else 'production'}"
            prepare(environment, stop, hashed_files=not dev)
            if not stop.is_set():
                _serve(environment, _children(port, dev), port, stop)
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
        why = f"the account {this.owner} may not enter this folder" if this.owner else "this folder's path is too long"
        say(f"The database lives in {this.home}: {why}.")
    say("Starting PostgreSQL …")
    try:
        with postgres.using(this) as url:
            yield url
    finally:
        say("Stopped.")


def environment_for(url: str, port: int) -> dict[str, str]:
    """Returns what the site's processes find in their environment."""
    VAR.mkdir(exist_ok=True)
    key = VAR / "secret-key"
    if not key.exists() or not key.read_text().strip():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(48))
    given = {
        "DATABASE_URL": url,
        "DJANGO_SECRET_KEY": key.read_text().strip(),
        "SITE_URL": f"http://{HOST}:{port}",
        "DJANGO_SETTINGS_MODULE": "coalition.settings.production",
        "PYTHONUNBUFFERED": "1",
    }
    private = {} if os.environ.get("DATABASE_URL") else {"COALITION_PRIVATE_DATABASE": "1"}
    # A variable that is set but empty is as good as none.
    own = {name: value for name, value in os.environ.items() if value}
    return {**given, **private, **own, "PYTHONPATH": str(ROOT)}


def _children(port: int, dev: bool) -> list[Child]:
    """Returns the site's processes."""
    python = [sys.executable]
    gunicorn = [*python, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"{HOST}:{port}"]
    reloading = [*python, "manage.py", "runserver", f"{HOST}:{port}"]
    return [
        Child("web server", reloading if dev else [*gunicorn, "coalition.wsgi:application"]),
        Child("scheduler", [*python, "manage.py", "scheduler"]),
        Child("job runner", [*python, "manage.py", "run_jobs"]),
        Child("mail sender", [*python, "manage.py", "send_mail"]),
        Child("task worker", [*python, "manage.py", "db_worker"]),
    ]


def _serve(environment: dict[str, str], children: list[Child], port: int, stop: threading.Event) -> None:
    """Keeps the site's processes running until it is told to stop."""
    address = f"http://{HOST}:{port}/"
    try:
        announced, began = False, time.monotonic()
        while not stop.is_set():
            # The web server alone at first: it answers sooner when the others do not start at the same time.
            for child in children if announced else children[:1]:
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
    if not _answers(address):  # this also compiles the templates: better here than under a reader's eyes
        say("No home page yet: an empty database gets its site from `make manage ARGS=start_site`, or by DEMO=1.")
    credentials = VAR / "demo-credentials.txt"
    if credentials.exists():
        say(f"Sign in at {address}admin/ with one of the demo accounts (also in var/{credentials.name}):")
        say(credentials.read_text().rstrip())
    elif os.environ.get("DEMO_PASSWORD"):
        say(f"Sign in at {address}admin/ as admin, moderator or editor with the password of DEMO_PASSWORD.")
    say(f"Ready: {address}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
