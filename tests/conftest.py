"""What every test can ask for."""

import os
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache, caches
from django.db import connection
from django.dispatch import receiver
from django.utils import translation
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from digest.models import DigestIndexPage
from home.models import HomePage
from home.start import start_site
from news.models import NewsIndexPage
from pages.models import SiteSettings
from partners.models import PartnerIndexPage
from publishing.models import Job
from stories.models import StoryIndexPage
from tests.clocks import AllClocks, make_movable
from timeline.models import TimelinePage
from users.roles import EDITORS, MODERATORS

# The browser's driver keeps an event loop in this thread, in which Django would refuse its database to later tests.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

PASSWORD = "a-password-for-tests"

TOGETHER = ("tests/browser/", "tests/demo/")


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps the tests of some folders in one process, so that what they share is made once.

    pytest-xdist's own groups have no effect with pytest 9.2 (its issue 1386). The longest groups begin first.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    """Tells pytest-xdist how the tests are spread over its processes."""
    return ByFolder(config, log)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Starts the site once in the tests' database, where nearly every test wants it; starting it takes half a second."""
    with django_db_blocker.unblock():
        make_movable()
        start_site("en")
        # What a test that commits puts back when it is done.
        connection._test_serialized_contents = connection.creation.serialize_db_to_string()  # type: ignore[attr-defined]


@pytest.fixture
def no_site(db: None) -> None:
    """Takes the site away again, for what begins in an empty database."""
    remove_site()


def remove_site() -> None:
    """Deletes every page but the root of the tree, and what is set for the site."""
    for home in HomePage.objects.all():
        home.delete()
    SiteSettings.objects.all().delete()


@pytest.fixture
def time_machine(time_machine: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Moves the database's clock with the machine's, as time does."""
    database = next((name for name in ("transactional_db", "db") if name in request.fixturenames), None)
    if database is None and request.node.get_closest_marker("django_db") is None:
        yield time_machine
        return
    if database:
        request.getfixturevalue(database)
    clocks = AllClocks(time_machine)
    yield clocks
    clocks.put_back()


@pytest.fixture(autouse=True)
def empty_caches(request: pytest.FixtureRequest) -> Iterator[None]:
    """Forgets what an earlier test left in the caches, such as the sites' root pages; counters go with the transaction."""
    cache.clear()
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))
    if commits:
        request.getfixturevalue("_django_db_helper")  # so that the database may still be used below
    yield
    if commits:
        caches["counters"].clear()


@pytest.fixture(autouse=True)
def first_language() -> None:
    """Puts back the language: an answer in Arabic leaves it active in the thread, where the next test would find it."""
    translation.deactivate()


@receiver(user_logged_in)
def just_signed_in(request: Any, **kwargs: Any) -> None:
    """Notes what the sign-in page would: Django's test client logs people in past it."""
    now = [{"method": "password", "at": time.time()}]
    if AUTHENTICATION_METHODS_SESSION_KEY not in request.session:
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = now
        request.session["account_authentication_methods_user"] = str(kwargs["user"].pk)


@pytest.fixture
def no_jobs(db: None) -> None:
    """Forgets the jobs that migrations set: in a run of over a quarter of an hour one of them falls due."""
    Job.objects.all().delete()


@pytest.fixture
def site(db: None) -> SimpleNamespace:
    """An empty site: its home page and its section pages by name."""
    home = HomePage.objects.filter(slug="en").first() or start_site("en")
    kinds = {
        "news": NewsIndexPage,
        "stories": StoryIndexPage,
        "partners": PartnerIndexPage,
        "timeline": TimelinePage,
        "digest": DigestIndexPage,
    }
    return SimpleNamespace(home=home, **{name: kind.objects.get() for name, kind in kinds.items()})


@pytest.fixture
def people(site: SimpleNamespace) -> SimpleNamespace:
    """One user of each role."""
    users: dict[str, Any] = {
        name: get_user_model().objects.create_user(name, f"{name}@example.org", PASSWORD)
        for name in ("editor", "moderator", "second_moderator")
    }
    users["editor"].groups.add(Group.objects.get(name=EDITORS))
    for name in ("moderator", "second_moderator"):
        users[name].groups.add(Group.objects.get(name=MODERATORS))
    users["admin"] = get_user_model().objects.create_superuser("admin", "admin@example.org", PASSWORD)
    return SimpleNamespace(**users)
