"""The private PostgreSQL: real servers, started, killed and started again."""

import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from local import postgres

ROOT = Path(__file__).parents[2]
OWNER = postgres.ACCOUNT_FOR_ROOT if os.geteuid() == 0 else None


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A short folder that the database's account may enter."""
    import tempfile

    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "p"


@pytest.fixture
def server(home: Path) -> Iterator[postgres.Server]:
    this = postgres.Server(home, OWNER)
    yield this
    postgres.stop(this)


def ask(this: postgres.Server, question: str) -> str:
    with psycopg2.connect(host=str(this.socket), user="postgres", dbname="coalition") as connection:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return str(cursor.fetchone()[0])


def test_it_starts_is_private_and_stops(server: postgres.Server) -> None:
    assert postgres.ensure(server) == f"postgresql://postgres@/coalition?host={server.socket}"
    assert ask(server, "SHOW server_version").startswith("18.")
    assert ask(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.socket.stat().st_mode) == 0o700
    assert postgres.ensure(server) == server.url()
    postgres.stop(server)
    assert not postgres.is_running(server)


def test_it_survives_a_kill(server: postgres.Server) -> None:
    postgres.ensure(server)
    with psycopg2.connect(host=str(server.socket), user="postgres", dbname="coalition") as connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT 42 AS answer")
    pid = int((server.data / "postmaster.pid").read_text().splitlines()[0])
    os.kill(pid, signal.SIGKILL)
    postgres.ensure(server)
    assert ask(server, "SELECT answer FROM kept") == "42"


def test_two_clones_run_side_by_side(server: postgres.Server) -> None:
    other = postgres.Server(server.home.with_name("q"), OWNER, fast=True)
    postgres.ensure(server)
    try:
        postgres.ensure(other)
        assert postgres.is_running(server)
        assert ask(server, "SELECT 1") == ask(other, "SELECT 1") == "1"
    finally:
        postgres.stop(other)


def test_what_a_broken_off_start_left_is_made_anew(server: postgres.Server) -> None:
    server.data.mkdir(parents=True)
    (server.data / "half").write_text("half")
    if OWNER:
        os.chown(server.data, pwd.getpwnam(OWNER).pw_uid, -1)
    assert postgres.ensure(server)
    assert not (server.data / "half").exists()


def test_a_folder_that_the_account_may_not_enter_is_left_for_one_it_may(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    home.mkdir(mode=0o700)
    monkeypatch.setattr(postgres, "ROOT", home)
    monkeypatch.setattr(postgres, "ACCOUNT_FOR_ROOT", "nobody")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    chosen = postgres.server()
    assert home not in chosen.home.parents
    assert chosen == postgres.server()  # the same every time


def test_a_deep_folder_gets_a_short_socket(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    monkeypatch.setattr(postgres, "ROOT", home / ("deep" * 30))
    monkeypatch.setattr(postgres, "_may_enter", lambda *_args: True)
    assert len(os.fsencode(postgres.server().socket)) <= postgres.LONGEST_SOCKET_PATH


def test_it_runs_as_an_ordinary_user(home: Path) -> None:
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    home.mkdir()
    os.chown(home, user.pw_uid, user.pw_gid)
    code = (
        "import os, sys; from pathlib import Path; from local import postgres; "
        "this = postgres.Server(Path(sys.argv[1]), None, fast=True); "
        "print(postgres.ensure(this)); postgres.stop(this)"
    )
    site = next(path for path in sys.path if path.endswith("site-packages"))
    command = [sys.executable, "-c", code, str(home)]
    environment = {"PYTHONPATH": f"{ROOT}:{site}", "PATH": os.environ["PATH"]}
    if not postgres._may_enter(Path(sys.executable).resolve().parent, "nobody"):
        command[0] = "/usr/bin/python3"
    become = {"user": user.pw_uid, "group": user.pw_gid} if os.geteuid() == 0 else {}
    result = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False, **become)
    assert result.stdout.startswith("postgresql://"), result.stderr


def test_the_last_user_stops_it(server: postgres.Server) -> None:
    with postgres.using(server) as url:
        with postgres.using(server) as same:
            assert url == same
        assert postgres.is_running(server)
    assert not postgres.is_running(server)


def test_a_link_in_place_of_its_folder_is_refused(home: Path, tmp_path: Path) -> None:
    home.symlink_to(tmp_path)
    with pytest.raises(postgres.PostgresError, match="belongs to another account"):
        postgres.ensure(postgres.Server(home, OWNER))


def test_it_runs_from_a_copy_where_the_package_is_out_of_reach(
    server: postgres.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "_may_enter", lambda *_args: False)
    assert postgres.ensure(server)
    assert postgres.programs(server).is_relative_to(server.home)
    assert ask(server, "SELECT 1") == "1"
