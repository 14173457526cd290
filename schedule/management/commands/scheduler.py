"""``manage.py scheduler``: publishes and expires pages and does the jobs that fall due."""

import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from schedule import scheduler


class Command(BaseCommand):
    """Runs until it is told to stop (Ctrl-C or SIGTERM)."""

    help = "Publishes and expires pages at their time and does the jobs that fall due, until stopped."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Adds the pause between two rounds."""
        parser.add_argument("--pause", type=float, default=5.0, help="Seconds between two rounds (default: 5).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the scheduler."""
        stop = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        scheduler.run(stop, pause=options["pause"])
