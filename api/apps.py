"""The api room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The api room."""

    name = "api"

    def ready(self) -> None:
        """Lets search engines find the page that documents the API."""
        from pages.places import register_to_index

        register_to_index("api/")
