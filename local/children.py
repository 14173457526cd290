"""The site's processes: started, started again when one ends by itself, stopped in order."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_PAUSE = 30.0
TELL_WHEN_PARENT_ENDS = 1  # PR_SET_PDEATHSIG of Linux's <sys/prctl.h>
LIBC = ctypes.CDLL(None)


def say(text: str) -> None:
    """Prints one line at once."""
    print(text, flush=True)


def _end_with_parent() -> None:
    """Asks the system to end a child with its parent, so that a killed parent leaves no port taken."""
    if sys.platform == "linux":
        LIBC.prctl(TELL_WHEN_PARENT_ENDS, signal.SIGTERM)


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
        self.process = subprocess.Popen(
            self.command, cwd=ROOT, env=environment, start_new_session=True, preexec_fn=_end_with_parent
        )
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
