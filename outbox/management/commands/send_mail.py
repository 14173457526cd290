"""``manage.py send_mail``: sends the mail that waits in the outbox."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from outbox import loop
from publishing.wake import Stop


class Command(BaseCommand):
    """Runs until it is told to stop (Ctrl-C or SIGTERM)."""

    help = "Sends the mail that waits in the outbox, until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the option that sends what is due and ends."""
        parser.add_argument("--once", action="store_true", help="Send what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the loop."""
        stop = Stop()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop.set)
        if options["once"]:
            loop.send_due(stop)
        else:
            loop.run(stop)
