"""Who may sign in."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A member of staff. A model of our own from the first migration, so that it can grow."""
