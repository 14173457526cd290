"""One lock order: people and the scheduler change the same page at the same moment and never wait for each other."""

import datetime as dt
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from wagtail.models import Page, Revision

from news.models import NewsPage
from publishing import clock, jobs
from publishing.models import Job
from schedule import moving
from schedule.clock import due, perform
from schedule.models import Action, Overdue, Release
from schedule.releases import building
from schedule.releases import perform as release_perform
from tests.factories import NewsPageFactory
from tests.schedule.releasing import a_draft
from tests.schedule.test_processes import without_tasks  # noqa: F401 (a fixture that is used by itself)

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

TRIES = 60


def together(*actions: Callable[[], Any]) -> list[str]:
    """Run actions at the same moment, each on a connection of its own; return the deadlocks that occurred."""
    barrier, deadlocks = threading.Barrier(len(actions)), []

    def run(action: Callable[[], Any]) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET deadlock_timeout = '40ms'")
            barrier.wait()
            action()
        except OperationalError as error:
            deadlocks.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = Overdue.objects.filter(last_error__contains="deadlock").values_list("last_error", flat=True)
    return [*deadlocks, *failures]


def a_page_that_is_due(site: SimpleNamespace) -> Page:
    page = NewsPageFactory(parent=site.news, live=False)
    page.go_live_at = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    page.save_revision().publish()
    at = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    revision = Revision.objects.get(pk=page.latest_revision_id)
    revision.content["go_live_at"], revision.approved_go_live_at = at.isoformat(), at
    revision.save()
    return Page.objects.get(pk=page.pk).specific


def go_live(page: Page) -> None:
    for item in due.due_items(dt.datetime.now(dt.UTC)):
        if item.object_id == str(page.pk):
            perform.perform(item)


def publish_by_hand(page: Page) -> None:
    """Do what Wagtail's edit view does on “Publish”."""
    with transaction.atomic():
        page.go_live_at = None
        page.save_revision().publish()


def move_its_time(page: Page, people: SimpleNamespace) -> None:
    at = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    moving.set_time(page, at, user=people.moderator)


def test_the_scheduler_and_people_on_one_page(site: SimpleNamespace, people: SimpleNamespace) -> None:
    deadlocks: list[str] = []
    for number in range(TRIES):
        page = a_page_that_is_due(site)
        by_hand = publish_by_hand if number % 3 else lambda page: move_its_time(page, people)
        deadlocks += together(lambda page=page: go_live(page), lambda page=page, do=by_hand: do(page))
    assert deadlocks == []


def test_a_job_and_people_on_one_page(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)

    @jobs.handler("tests.lock")
    def change_page(job: Job) -> None:
        NewsPage.objects.filter(pk=page.pk).update(summary="By a job")

    def by_hand() -> None:
        with transaction.atomic():
            NewsPage.objects.get(pk=page.pk).save()
            jobs.set_job("tests.lock", "a")

    deadlocks: list[str] = []
    for _ in range(TRIES):
        jobs.set_job("tests.lock", "a")
        deadlocks += together(jobs.run_due_jobs, by_hand)
    failures = Job.objects.filter(kind="tests.lock").exclude(last_error="").values_list("last_error", flat=True)
    jobs.forget("tests.lock")
    assert [*deadlocks, *failures] == []


def test_a_release_and_people_on_one_page(site: SimpleNamespace, people: SimpleNamespace) -> None:
    deadlocks: list[str] = []
    for number in range(TRIES // 3):
        release = Release.objects.create(name=f"Release {number}")
        page, other = a_draft(site), a_draft(site)
        for draft in (page, other):
            building.add(release, draft, Action.PUBLISH, user=people.moderator)
        at = clock.now() - dt.timedelta(seconds=1)
        Release.objects.filter(pk=release.pk).update(state=Release.State.SCHEDULED, go_live_at=at)

        def approve_by_hand(page: Page = page) -> None:
            with transaction.atomic():
                Page.objects.get(pk=page.pk).specific.save_revision()
                building.approve_in_release(page)

        deadlocks += together(lambda pk=release.pk: release_perform.perform(pk), approve_by_hand)
        held = Release.objects.get(pk=release.pk).held_because
        deadlocks += [held] if "deadlock" in held or "too busy" in held else []
    assert deadlocks == []
