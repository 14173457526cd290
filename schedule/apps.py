"""The schedule room."""

from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    """The schedule room."""

    name = "schedule"
