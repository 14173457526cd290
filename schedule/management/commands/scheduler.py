"""``manage.py scheduler``: publishes and expires pages and does the jobs that fall due."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from publishing.wake import Stop
from schedule.clock import scheduler


class Command(BaseCommand):
    """Runs until it is told to stop (Ctrl-C or SIGTERM)."""

    help = "Publishes and expires pages at their time and does the jobs that fall due, until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the scheduler."""
        stop = Stop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop.set)
        scheduler.run(stop)
