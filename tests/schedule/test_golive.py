"""Go-lives and expiries: at their time, each on its own."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from wagtail.models import ModelLogEntry, Revision

from news.models import NewsPage
from schedule.clock import due, scheduler
from schedule.models import Overdue
from tests.factories import NewsPageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.notices.models import Notice


def schedule(page: Any, go_live_at: dt.datetime | None = None, expire_at: dt.datetime | None = None) -> None:
    page.go_live_at, page.expire_at = go_live_at, expire_at
    page.save_revision().publish()


def test_a_page_goes_live_and_comes_down_at_its_time(
    client: Client, site: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, slug="planned", live=False)
    schedule(page, now + dt.timedelta(hours=1), now + dt.timedelta(hours=2))
    for moment, done, status in ((0, 0, 404), (1, 1, 200), (1.5, 0, 200), (2, 1, 404), (3, 0, 404)):
        time_machine.move_to(now + dt.timedelta(hours=moment), tick=False)
        assert scheduler.run_due() == done
        assert client.get("/en/news/planned/").status_code == status


def test_one_that_fails_stops_no_other_and_keeps_its_schedule(
    site: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    bad = StoryPageFactory(parent=series, live=False)
    good = NewsPageFactory(parent=site.news, live=False)
    schedule(bad, now + dt.timedelta(minutes=1))
    schedule(good, now + dt.timedelta(minutes=2))
    type(bad).objects.filter(pk=bad.pk).update(is_sample=False)
    revision = bad.get_latest_revision()
    content = revision.content | {"is_sample": False}  # about a person, and nobody has recorded consent
    Revision.objects.filter(pk=revision.pk).update(content=content)
    time_machine.move_to(now + dt.timedelta(minutes=3), tick=False)
    assert scheduler.run_due() == 1
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.live, bad.live) == (True, False)
    revision.refresh_from_db()
    assert revision.approved_go_live_at == now + dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    "refused_by",
    [
        "INSERT INTO django_content_type (app_label) VALUES (NULL)",
        "SET LOCAL statement_timeout = 10; SELECT pg_sleep(5)",
    ],
    ids=["constraint", "timeout"],
)
def test_an_item_that_the_database_refuses_stops_no_other(
    site: SimpleNamespace, now: dt.datetime, time_machine: Any, monkeypatch: pytest.MonkeyPatch, refused_by: str
) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    refused = StoryPageFactory(parent=series, live=False)
    good = NewsPageFactory(parent=site.news, live=False)
    schedule(refused, now + dt.timedelta(minutes=1))
    schedule(good, now + dt.timedelta(minutes=2))

    def publish(self: Any, *args: Any, **kwargs: Any) -> None:
        connection.cursor().execute(refused_by)

    monkeypatch.setattr(type(refused), "publish", publish)
    time_machine.move_to(now + dt.timedelta(minutes=3), tick=False)
    assert scheduler.run_due() == 1
    assert NewsPage.objects.live().filter(pk=good.pk).exists()


def test_what_has_expired_meanwhile_never_goes_live(site: SimpleNamespace, now: dt.datetime, time_machine: Any) -> None:
    page = NewsPageFactory(parent=site.news, live=False)
    schedule(page, now + dt.timedelta(minutes=1), now + dt.timedelta(minutes=2))
    time_machine.move_to(now + dt.timedelta(minutes=3), tick=False)
    assert scheduler.run_due() == 0
    assert scheduler.run_due() == 0
    assert not NewsPage.objects.live().filter(pk=page.pk).exists()


def test_a_snippet_goes_live_and_comes_down_as_a_page_does(db: None, now: dt.datetime, time_machine: Any) -> None:
    notice = Notice.objects.create(text="The site is read-only tonight", live=False)
    schedule(notice, now + dt.timedelta(hours=1), now + dt.timedelta(hours=2))
    assert due.next_instant(now) == now + dt.timedelta(hours=1)
    for moment, done, is_live in ((0, 0, False), (1, 1, True), (1.5, 0, True), (2, 1, False), (3, 0, False)):
        time_machine.move_to(now + dt.timedelta(hours=moment), tick=False)
        assert scheduler.run_due() == done
        notice.refresh_from_db()
        assert notice.live == is_live
    actions = ModelLogEntry.objects.filter(object_id=str(notice.pk)).values_list("action", flat=True)
    assert sorted(a for a in actions if a.endswith("publish.scheduled")) == [
        "wagtail.publish.scheduled",
        "wagtail.unpublish.scheduled",
    ]


def test_a_snippet_that_is_too_late_waits(db: None, now: dt.datetime, time_machine: Any) -> None:
    notice = Notice.objects.create(text="The site is read-only tonight", live=False)
    schedule(notice, now + dt.timedelta(minutes=1))
    time_machine.move_to(now + dt.timedelta(hours=3), tick=False)
    assert scheduler.run_due() == 0
    notice.refresh_from_db()
    assert not notice.live
    assert Overdue.objects.get().title == notice.text
    assert notice.latest_revision.approved_go_live_at == now + dt.timedelta(minutes=1)
