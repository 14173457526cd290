"""Finding an interpreter under any of its usual names."""

import stat
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "local" / "find-python"


def place(folder: Path, name: str, text: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)


def find(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "sh").symlink_to("/bin/sh")
    command = ["/bin/sh", str(SCRIPT)]
    return subprocess.run(
        command, env={"PATH": str(folder)} | environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("name", ["python3.13", "python3.12", "python3.14", "python3", "python"])
def test_any_usual_name_will_do(tmp_path: Path, name: str) -> None:
    place(tmp_path, name, f'exec {sys.executable} "$@"')
    result = find(tmp_path)
    assert result.returncode == 0
    assert result.stdout.strip() == str(tmp_path / name)


def test_one_that_fails_or_is_too_old_is_passed_over(tmp_path: Path) -> None:
    place(tmp_path, "python3.13", "echo 'no such version' >&2; exit 127")
    place(tmp_path, "python3.12", "exit 1")
    place(tmp_path, "python3", f'exec {sys.executable} "$@"')
    assert find(tmp_path).stdout.strip() == str(tmp_path / "python3")


def test_none_says_what_to_install(tmp_path: Path) -> None:
    result = find(tmp_path)
    assert result.returncode == 1
    assert "Install Python 3.13" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_one_can_be_named(tmp_path: Path) -> None:
    place(tmp_path, "mine", f'exec {sys.executable} "$@"')
    assert find(tmp_path, PYTHON=str(tmp_path / "mine")).stdout.strip() == str(tmp_path / "mine")
