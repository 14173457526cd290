"""``manage.py publish_scheduled``: Wagtail's command, handed over to the scheduler's own rules."""

from typing import Any

from django.core.management.base import BaseCommand

from schedule.clock.scheduler import run_due


class Command(BaseCommand):
    """Does once what is due, as the scheduler does it, so that a cron line left behind does no harm."""

    help = "Does once what is due, by the scheduler's rules; `manage.py scheduler` does it at its time."

    def handle(self, *args: Any, **options: Any) -> None:
        """Does what is due."""
        self.stdout.write(f"{run_due()} done.")
