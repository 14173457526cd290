"""The commands everybody relies on."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def test_make_lists_its_commands() -> None:
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for command in ("run", "test", "lint", "format", "bench", "dev", "help"):
        assert f"make {command} " in listed


def site(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "local.site"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = site(PORT=str(port))
    assert result.returncode == 1
    assert (
        result.stderr.strip()
        == f"Port {port} cannot be used (Address already in use): choose another one, make run PORT=8001."
    )
    assert not result.stdout


@pytest.mark.parametrize("port", ["x", "0", "70000", "80 80"])
def test_a_port_that_is_none_is_said_in_one_line(port: str) -> None:
    result = site(PORT=port)
    assert result.returncode == 1
    assert result.stderr.strip() == f"PORT={port} is no port: it must be a number from 1 to 65535."


def test_missing_debian_packages_are_named(tmp_path: Path) -> None:
    code = "import os, shutil; os.geteuid = lambda: 1000; shutil.which = lambda name: None; from local import packages; exit(packages.main())"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert (
        result.stderr.strip()
        == "The tests need these Debian packages: chromium fonts-noto-core gettext. Install them, then run this again."
    )
