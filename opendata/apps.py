"""The opendata room."""

from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    """The opendata room."""

    name = "opendata"

    def ready(self) -> None:
        """Follows the changes, and offers the files where pages show the same."""
        from opendata import alternates, changes  # noqa: F401
        from opendata.views import PATH
        from pages.places import register_to_index

        register_to_index(PATH)
        changes.connect()
