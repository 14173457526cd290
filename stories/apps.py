"""The stories app."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def plan_sweep(**kwargs: Any) -> None:
    """Plan the nightly check of consent after every migration, so that it is always planned."""
    from stories import reminders

    reminders.plan_sweep()


class StoriesConfig(AppConfig):
    """The stories app."""

    name = "stories"

    def ready(self) -> None:
        """Register the jobs and signals of consent."""
        from stories import reminders, takedown  # noqa: F401

        post_migrate.connect(plan_sweep, sender=self)
