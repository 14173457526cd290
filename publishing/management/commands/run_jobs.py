"""``manage.py run_jobs``: runs the jobs that the scheduler doesn't."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from publishing import job_runner
from publishing.wake import Stop


class Command(BaseCommand):
    """Runs until it is told to stop (Ctrl-C or SIGTERM)."""

    help = "Runs jobs such as composing mail and purging caches, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the job runner."""
        stop = Stop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop.set)
        job_runner.run(stop)
