"""The delivery room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The delivery room."""

    name = "delivery"

    def ready(self) -> None:
        """Listens for what is out of date."""
        from delivery import purge  # noqa: F401
