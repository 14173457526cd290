"""The users room: who may sign in, and what the roles may do."""

from django.apps import AppConfig


class UsersConfig(AppConfig):
    """The users room."""

    name = "users"
