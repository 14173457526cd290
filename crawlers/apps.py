"""The crawlers room."""

from django.apps import AppConfig


class CrawlersConfig(AppConfig):
    """The crawlers room."""

    name = "crawlers"
