"""The database's clock decides: a machine whose own clock is wrong does nothing early, late or for show."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine as machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow

from news.models import NewsPage
from pages.publish_clock import on_the_databases_clock
from publishing import clock, heartbeat, jobs
from publishing.models import Heartbeat
from schedule import moving
from schedule.clock import scheduler, skew
from schedule.models import Outcome, Overdue, Release
from schedule.releases import building
from tests.factories import NewsPageFactory
from tests.schedule.releasing import HOUR, State, a_draft, fresh, plan, signed_in
from tests.schedule.test_golive import schedule

WRONG = {"fast": dt.timedelta(minutes=20), "slow": dt.timedelta(minutes=-20)}


def wrong(name: str, now: dt.datetime) -> Any:
    """A machine whose clock is wrong; the database's stays as it is."""
    return machine.travel(now + WRONG[name], tick=False)


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_machine_does_everything_at_its_time(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    name: str,
) -> None:
    page, together, leaving = (
        NewsPageFactory(parent=site.news, live=False),
        a_draft(site),
        NewsPageFactory(parent=site.news),
    )
    schedule(page, now + HOUR)
    schedule(leaving, expire_at=now + HOUR)
    building.add(release, together, "publish", user=people.moderator)
    plan(release, now + HOUR, people.moderator)
    early = now + HOUR - dt.timedelta(seconds=1)
    time_machine.move_to(early, tick=False)
    with wrong(name, early):
        assert scheduler.run_due() == 0
    assert state(page, together, leaving) == [False, False, True]
    assert fresh(release).state == State.SCHEDULED
    time_machine.move_to(now + HOUR, tick=False)
    with wrong(name, now + HOUR):
        assert scheduler.run_due() == 3
    assert state(page, together, leaving) == [True, True, False]
    assert fresh(release).state == State.DONE
    assert not Overdue.objects.exists()
    assert {outcome.done_at for outcome in Outcome.objects.all()} == {now + HOUR}
    assert Page.objects.get(pk=page.pk).go_live_at == now + HOUR


def state(*pages: Any) -> list[bool]:
    return [Page.objects.get(pk=page.pk).live for page in pages]


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.parametrize(("minutes", "is_live"), [(10, False), (-10, True)])
def test_publishing_by_hand_goes_by_the_databases_clock(
    site: SimpleNamespace, now: dt.datetime, name: str, minutes: int, is_live: bool
) -> None:
    page, at = NewsPageFactory(parent=site.news, live=False), now + dt.timedelta(minutes=minutes)
    page.go_live_at = at
    revision = page.save_revision()
    with wrong(name, now), on_the_databases_clock(revision):
        revision.publish()
    page.refresh_from_db()
    revision.refresh_from_db()
    assert (page.live, page.go_live_at) == (is_live, at)
    assert revision.approved_go_live_at == (None if is_live else at)
    assert revision.as_object().go_live_at == at
    if not is_live:
        entry = PageLogEntry.objects.get(page_id=page.pk, action="wagtail.publish.schedule")
        assert entry.data["revision"]["go_live_at"] == at.isoformat().replace("+00:00", "Z")


def approve(page: Any, people: SimpleNamespace, at: dt.datetime) -> None:
    page.go_live_at = at
    page.save_revision()
    Workflow.objects.first().start(page, people.editor).current_task_state.approve(user=people.moderator)


def set_time(page: Any, people: SimpleNamespace, at: dt.datetime) -> None:
    moving.set_time(page, at, user=people.moderator, approve=True)


@pytest.mark.parametrize("do", [approve, set_time], ids=["approval", "plan"])
def test_an_approval_on_a_fast_machine_publishes_nothing_early(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, do: Any
) -> None:
    page, at = NewsPageFactory(parent=site.news, live=False), now + dt.timedelta(minutes=10)
    page.save_revision()
    with wrong("fast", now):
        do(page, people, at)
    assert not NewsPage.objects.get(pk=page.pk).live
    assert Revision.page_revisions.get(approved_go_live_at__isnull=False).approved_go_live_at == at


@pytest.mark.parametrize("name", WRONG)
def test_jobs_run_at_their_time_on_a_wrong_machine(
    no_jobs: None, now: dt.datetime, time_machine: Any, name: str
) -> None:
    done: list[str] = []
    jobs.handler("tests.clock")(lambda job: done.append(job.key))
    with wrong(name, now):
        jobs.set_job("tests.clock", "now")
        jobs.set_job("tests.clock", "later", now + dt.timedelta(minutes=1))
        assert jobs.run_due_jobs() == 1
    time_machine.move_to(now + dt.timedelta(minutes=1), tick=False)
    with wrong(name, now):
        assert jobs.run_due_jobs() == 1
    jobs.forget("tests.clock")
    assert done == ["now", "later"]


@pytest.mark.parametrize("name", WRONG)
def test_a_heartbeat_is_the_databases_and_one_in_the_future_counts_as_dead(
    client: Client, people: SimpleNamespace, now: dt.datetime, time_machine: Any, name: str
) -> None:
    with wrong(name, now):
        heartbeat.beat("here 1")
    assert heartbeat.last_seen() == now
    assert heartbeat.is_beating()
    time_machine.move_to(now + dt.timedelta(minutes=2), tick=False)
    with wrong(name, now):
        assert not heartbeat.is_beating()
    Heartbeat.objects.update(seen_at=now + dt.timedelta(minutes=20))  # as an older version wrote it
    assert not heartbeat.is_beating()
    assert "heartbeat is in the future" in signed_in().get("/admin/").content.decode()


@pytest.mark.parametrize(("seconds", "is_told"), [(1.9, False), (2.1, True), (-1200, True)])
def test_a_wrong_clock_is_told_once_with_the_figures(
    client: Client, people: SimpleNamespace, no_jobs: None, now: dt.datetime, seconds: float, is_told: bool
) -> None:
    for _ in range(3):
        with machine.travel(now + dt.timedelta(seconds=seconds), tick=False):
            heartbeat.beat("here 1", skew.check("here 1"))
    jobs.run_due_jobs()
    assert len(mail.outbox) == is_told
    dashboard = signed_in().get("/admin/").content.decode()
    assert ("clock differs from the database’s" in dashboard) == is_told
    if is_told:
        assert f"{seconds:.1f}" in mail.outbox[0].body.replace("-1200", "-1200.0")[:2000]
        assert [row.skew_seconds for row in heartbeat.skewed()] == [seconds]
        assert f"{seconds:.1f}" in dashboard.replace("−", "-")


def test_the_clock_is_the_databases_own(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there = cursor.fetchone()[0]
    assert dt.timedelta() <= clock.now() - there < dt.timedelta(seconds=5)
    with machine.travel(timezone.now() + dt.timedelta(days=1), tick=True):
        assert dt.timedelta(hours=23) < clock.skew() < dt.timedelta(hours=25)
