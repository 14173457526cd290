"""The partners room."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def plan_spotlight_turn(**kwargs: Any) -> None:
    """Sets the first job for the week's turn; each turn then sets the next."""
    from partners.jobs import plan_next_turn

    plan_next_turn()


class PartnersConfig(AppConfig):
    """The partners room."""

    name = "partners"

    def ready(self) -> None:
        """Registers the week's turn."""
        from partners import jobs  # noqa: F401

        post_migrate.connect(plan_spotlight_turn, sender=self)
