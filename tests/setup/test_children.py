"""The site's processes: kept running, stopped, and never outliving the command that started them."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from local import children

ROOT = Path(__file__).parents[2]
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); time.sleep(60)",
]


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def test_one_that_ends_is_started_again_after_a_pause(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    now = 1000.0
    monkeypatch.setattr(children.time, "monotonic", lambda: now)
    child = children.Child("web server", SLEEPER)
    child.keep_running(dict(os.environ))
    first = child.process
    first.kill()
    first.wait()
    child.keep_running(dict(os.environ))
    assert child.process is first
    assert "The web server ended with -9; starting it again in 2 s." in capfd.readouterr().out
    now += 2.1
    child.keep_running(dict(os.environ))
    assert child.process is not first
    assert child.process.poll() is None
    child.process.kill()
    child.process.wait()


def test_one_that_does_not_listen_is_killed(capfd: pytest.CaptureFixture[str]) -> None:
    child = children.Child("task worker", STUBBORN)
    child.keep_running(dict(os.environ))
    said, deadline = "", time.monotonic() + 20
    while "on" not in said and time.monotonic() < deadline:  # until it ignores the signal
        said += capfd.readouterr().out
        time.sleep(0.02)
    child.ask_to_stop()
    child.wait_until_stopped(time.monotonic() + 0.3)
    assert child.process.returncode == -9


def test_a_killed_supervisor_leaves_no_child_behind() -> None:
    code = (
        "import os, sys; from local.children import Child; "
        "child = Child('web server', [sys.executable, '-c', 'import time; time.sleep(60)']); "
        "child.keep_running(dict(os.environ)); print(child.process.pid, flush=True); os.kill(os.getpid(), 9)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == -9
    left, deadline = int(result.stdout), time.monotonic() + 10
    while is_alive(left) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_alive(left)
