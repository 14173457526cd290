"""The timeline room."""

from django.apps import AppConfig


class TimelineConfig(AppConfig):
    """The timeline room."""

    name = "timeline"
