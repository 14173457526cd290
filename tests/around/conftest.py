"""The people and stories of these tests."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from tests.conftest import PASSWORD
from tests.stories.conftest import arabic_story, consent, live_story, record, story  # noqa: F401
from users.roles import ADMINISTRATORS


@pytest.fixture
def administrator(people: SimpleNamespace) -> Any:
    user = get_user_model().objects.create_user("administrator", "administrator@example.org", PASSWORD)
    user.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return user
