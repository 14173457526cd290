"""The users app: who may sign in, and what the roles may do."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The users app."""

    name = "users"

    def ready(self) -> None:
        """Connect the signals and register the jobs."""
        from users.sign_in import journal, links, second_factor, sessions  # noqa: F401
