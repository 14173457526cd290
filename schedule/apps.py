"""The schedule room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def plan_reminders(**kwargs: Any) -> None:
    """Sets the job that reminds the moderators; after every migration, so that it is always set."""
    from schedule.clock.reminders import plan_next

    plan_next()


class ScheduleConfig(AppConfig):
    """The schedule room."""

    name = "schedule"

    def ready(self) -> None:
        """Registers jobs, what pages ask of releases, and opens the files of drafts to those who hold a preview link."""
        from schedule.clock import reminders, skew  # noqa: F401
        from schedule.deletion import guard
        from schedule.previews import grants, links  # noqa: F401
        from schedule.releases import files, locks, planning  # noqa: F401

        guard.connect()
        post_migrate.connect(plan_reminders, sender=self)
