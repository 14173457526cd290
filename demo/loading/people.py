"""The demo's three users."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from users.roles import EDITORS, MODERATORS

PEOPLE = (
    ("admin", "Amina", "Administrator", None),
    ("moderator", "Murad", "Moderator", MODERATORS),
    ("editor", "Edith", "Editor", EDITORS),
)


def make_people(password: str) -> None:
    """Makes the demo users.

    Args:
        password: The password of all three.
    """
    for username, first, last, group in PEOPLE:
        user = get_user_model().objects.create_user(
            username, email=f"{username}@example.org", password=password, first_name=first, last_name=last
        )
        if group:
            user.groups.add(Group.objects.get(name=group))
        else:
            user.is_staff = user.is_superuser = True
            user.save()
