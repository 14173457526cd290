"""Releases in tests: their pages, their plan, and who plans them."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.test import Client
from wagtail.models import Locale, Page, PageLogEntry, Revision, TaskState

from home.start import start_site
from news.models import NewsIndexPage, NewsPage
from publishing.models import Job
from schedule.models import Action, Outcome, Release
from schedule.releases import building, planning
from tests.conftest import PASSWORD
from tests.factories import PARAGRAPH, NewsPageFactory

State = Release.State
HOUR = dt.timedelta(hours=1)


def a_draft(site: SimpleNamespace, **values: Any) -> Page:
    page = NewsPageFactory(parent=site.news, live=False, **values)
    page.save_revision()
    return Page.objects.get(pk=page.pk)


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def plan(release: Release, at: dt.datetime, user: Any) -> None:
    planning.schedule(fresh(release), at, user=user, expected=fresh(release).version)


def pages_in_three_languages(count: int) -> list[Page]:
    for language in ("ar", "fr"):
        Locale.objects.get_or_create(language_code=language)
        start_site(language)
    indexes = list(NewsIndexPage.objects.order_by("locale__language_code"))
    assert len(indexes) == 3
    pages = []
    for number in range(count):
        index = indexes[number % 3]
        page = NewsPage(title=f"News {number}", summary="In short.", date=dt.date(2019, 4, 17), live=False)
        page.body = PARAGRAPH
        page.locale = index.locale
        index.add_child(instance=page)
        page.save_revision()
        pages.append(Page.objects.get(pk=page.pk))
    return pages


def state_of(pages: list[Page]) -> list[Any]:
    """Returns every row that a release could change."""
    ids = [page.pk for page in pages]
    return [
        list(Page.objects.filter(pk__in=ids).order_by("pk").values()),
        list(Revision.page_revisions.filter(object_id__in=map(str, ids)).order_by("pk").values("pk", "content")),
        list(PageLogEntry.objects.filter(page_id__in=ids).order_by("pk").values()),
        list(Outcome.objects.values()),
        list(Job.objects.exclude(kind__startswith="schedule.").values()),
        list(TaskState.objects.values()),
    ]


def signed_in(name: str = "moderator") -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def scheduled(release: Release, pages: list[Page], user: Any, at: dt.datetime, action: str = Action.PUBLISH) -> None:
    for page in pages:
        building.add(release, page, action, user=user)
    plan(release, at, user)
