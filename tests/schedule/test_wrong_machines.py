"""Real schedulers on machines that run fast, slow or are suspended: never early, never lost, never twice."""

import datetime as dt
import os
import signal
import time
from types import SimpleNamespace

import pytest
from wagtail.models import Page, PageLogEntry

from news.models import NewsPage
from publishing import clock, heartbeat
from publishing.models import Heartbeat
from schedule.models import Action, Outcome, Overdue, Release
from schedule.releases import building, planning
from tests.factories import NewsPageFactory
from tests.schedule.releasing import pages_in_three_languages
from tests.schedule.test_processes import (
    all_at,
    each_went_live_once,
    planned,
    schedulers,
    until,
    without_tasks,  # noqa: F401 (a fixture that is used by itself)
)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.mark.parametrize("skew", [1200, -1200], ids=["20 minutes fast", "20 minutes slow"])
def test_a_machine_whose_clock_is_wrong_does_everything_at_its_time(
    site: SimpleNamespace, people: SimpleNamespace, skew: float
) -> None:
    pages, later, leaving = (
        planned(site, 5),
        NewsPageFactory(parent=site.news, live=False),
        NewsPageFactory(parent=site.news),
    )
    release = Release.objects.create(name="Together")
    together = pages_in_three_languages(3)
    for page in together:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    release.refresh_from_db()
    later.go_live_at = clock.now() + dt.timedelta(minutes=10)
    later.save_revision().publish(log_action=False)
    keys, looks = [page.pk for page in (*pages, *together)], 0
    with schedulers(1, skew=skew):
        until(lambda: Heartbeat.objects.exists(), 30)
        at = clock.now() + dt.timedelta(seconds=5)
        planning.schedule(release, at, user=people.moderator, expected=release.version)
        NewsPage.objects.filter(pk=leaving.pk).update(expire_at=at)
        all_at(at, keys)
        while clock.now() < at - dt.timedelta(seconds=0.3):
            are_live = Page.objects.live().filter(pk__in=[*keys, leaving.pk]).values_list("pk", flat=True)
            assert list(are_live) == [leaving.pk]
            assert not Outcome.objects.exists()
            looks += 1
            time.sleep(0.1)
        assert looks
        until(lambda: Outcome.objects.count() == 9, 30)
        beat = Heartbeat.objects.get()
        assert abs(beat.skew_seconds - skew) < 1
        assert abs((beat.seen_at - clock.now()).total_seconds()) < 60
        assert [row.pk for row in heartbeat.skewed()] == [beat.pk]
        time.sleep(1)
    assert all(outcome.done_at >= at for outcome in Outcome.objects.all())
    assert Page.objects.live().filter(pk__in=keys).count() == len(keys)
    assert not Page.objects.live().filter(pk__in=[later.pk, leaving.pk]).exists()
    assert Outcome.objects.count() == 9
    assert not Overdue.objects.exists()
    entries = PageLogEntry.objects.filter(action="wagtail.publish.scheduled").values_list("page_id", flat=True)
    assert sorted(entries) == sorted(page.pk for page in pages)


def test_a_machine_that_is_suspended_for_a_minute_loses_and_repeats_nothing(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    pages, release = planned(site, 60), Release.objects.create(name="Together")
    together = pages_in_three_languages(6)
    for page in together:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    release.refresh_from_db()
    with schedulers(2) as process:
        at = clock.now() + dt.timedelta(seconds=35)
        planning.schedule(release, at, user=people.moderator, expected=release.version)
        all_at(clock.now())
        until(lambda: Outcome.objects.count() > 5, 30)  # in the middle of its work
        os.killpg(process.pid, signal.SIGSTOP)
        time.sleep(1)
        done = Outcome.objects.count()
        time.sleep(59)
        assert Outcome.objects.count() == done < 60
        os.killpg(process.pid, signal.SIGCONT)
        until(lambda: Outcome.objects.count() == 66, 60)
        time.sleep(1)
    each_went_live_once(pages, release=together)


def test_what_a_suspended_machine_has_claimed_is_done_once_by_another_or_itself(site: SimpleNamespace) -> None:
    pages = planned(site, 60)
    with schedulers(1) as suspended:
        all_at(clock.now())
        until(lambda: Outcome.objects.count() > 3, 30)
        os.killpg(suspended.pid, signal.SIGSTOP)
        with schedulers(1):
            # All but what the other and its helper had in their transactions.
            until(lambda: Outcome.objects.count() >= 58, 60)
            os.killpg(suspended.pid, signal.SIGCONT)
            until(lambda: Outcome.objects.count() == 60, 30)
            time.sleep(1)
    each_went_live_once(pages)
