"""One world for all of these tests, in a transaction that is rolled back at the end; each case runs in a savepoint."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.admin.browser import Browser
from tests.admin.state import Watch
from tests.admin.world import ROLES, make_people, make_world


@pytest.fixture(scope="package")
def shared_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(make_people())
        transaction.set_rollback(True)
    cache.clear()


@pytest.fixture
def world(shared_world: SimpleNamespace, db: None) -> SimpleNamespace:
    """The world; what a test does to it is rolled back."""
    return shared_world


@pytest.fixture(scope="package")
def shared_browsers(shared_world: SimpleNamespace, django_db_blocker: Any) -> dict[str, Browser]:
    with django_db_blocker.unblock():
        return {role: Browser(shared_world.people.get(role)) for role in ROLES}


@pytest.fixture
def browsers(shared_browsers: dict[str, Browser], world: SimpleNamespace) -> dict[str, Browser]:
    """One browser for each role."""
    return shared_browsers


@pytest.fixture(scope="package")
def shared_watch(shared_browsers: dict[str, Browser], django_db_blocker: Any) -> Watch:
    with django_db_blocker.unblock():
        return Watch()


@pytest.fixture
def watch(shared_watch: Watch, world: SimpleNamespace) -> Watch:
    """Sees what a request changes in the world as it is before any test."""
    return shared_watch
