"""The delivery room."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The delivery room."""

    name = "delivery"
