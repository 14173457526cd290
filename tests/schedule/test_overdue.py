"""What is not done at its time: tried again, or left to a moderator; always told."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Workflow

from news.models import NewsPage
from publishing import heartbeat, hold, jobs
from schedule.clock import scheduler
from schedule.models import Outcome, Overdue
from tests.factories import NewsPageFactory
from tests.schedule.test_golive import schedule


@pytest.fixture
def planned(site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime) -> NewsPage:
    """A page that goes live in a minute."""
    page = NewsPageFactory(parent=site.news, title="Planned", live=False)
    schedule(page, now + dt.timedelta(minutes=1))
    return page


def is_live(page: NewsPage) -> bool:
    return NewsPage.objects.live().filter(pk=page.pk).exists()


def test_what_fails_is_tried_again_after_growing_pauses(
    planned: NewsPage, now: dt.datetime, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[dt.datetime] = []

    def refuse(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        tries.append(timezone.now())
        raise ValueError("the picture's file is gone")

    with monkeypatch.context() as broken:
        broken.setattr(NewsPage, "publish", refuse)
        for second in range(60, 120):
            time_machine.move_to(now + dt.timedelta(seconds=second), tick=False)
            assert scheduler.run_due() == 0
    assert [(moment - now).total_seconds() for moment in tries] == [60, 62, 66, 74, 90]
    overdue = Overdue.objects.get()
    assert (overdue.attempts, overdue.reason) == (5, Overdue.Reason.FAILED)
    assert overdue.last_error == "ValueError: the picture's file is gone"
    jobs.run_due_jobs(timed=False)
    assert len(mail.outbox) == 1
    assert "Planned" in mail.outbox[0].subject
    assert "the picture's file is gone" in mail.outbox[0].body
    time_machine.move_to(now + dt.timedelta(seconds=130), tick=False)
    assert scheduler.run_due() == 1
    assert is_live(planned)
    assert not Overdue.objects.exists()
    assert Outcome.objects.get().due_at == now + dt.timedelta(minutes=1)


def test_what_is_an_hour_late_waits_for_a_moderator(planned: NewsPage, now: dt.datetime, time_machine: Any) -> None:
    for hours in (1.1, 30):
        time_machine.move_to(now + dt.timedelta(hours=hours), tick=False)
        assert scheduler.run_due() == 0
        assert not is_live(planned)
    assert Overdue.objects.get().reason == Overdue.Reason.LATE
    jobs.run_due_jobs(timed=False)
    assert len(mail.outbox) == 1
    schedule(planned, timezone.now() + dt.timedelta(minutes=1))
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=1), tick=False)
    assert scheduler.run_due() == 1
    assert is_live(planned)
    assert not Overdue.objects.exists()


def test_catching_up_begins_with_the_oldest(site: SimpleNamespace, now: dt.datetime, time_machine: Any) -> None:
    for minutes in (3, 1, 2):
        schedule(NewsPageFactory(parent=site.news, title=f"{minutes}", live=False), now + dt.timedelta(minutes=minutes))
    time_machine.move_to(now + dt.timedelta(minutes=30), tick=False)
    assert scheduler.run_due() == 3
    assert [outcome.title for outcome in Outcome.objects.order_by("pk")] == ["1", "2", "3"]


def approve(page: NewsPage, people: SimpleNamespace) -> None:
    """Submits the latest draft and approves it."""
    state = Workflow.objects.first().start(page, people.editor)
    state.current_task_state.approve(user=people.moderator)


def test_what_is_approved_after_its_time_waits_for_a_moderator(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, live=False)
    page.go_live_at = now + dt.timedelta(minutes=1)
    page.save_revision()
    time_machine.move_to(now + dt.timedelta(minutes=2), tick=False)
    approve(page, people)
    assert scheduler.run_due() == 0
    assert not is_live(page)
    assert Overdue.objects.get().reason == Overdue.Reason.APPROVED_LATE


def test_a_later_change_to_what_has_been_live_is_approved_as_ever(
    planned: NewsPage, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    time_machine.move_to(now + dt.timedelta(minutes=1), tick=False)
    assert scheduler.run_due() == 1
    page = NewsPage.objects.get(pk=planned.pk)
    page.title = "Corrected"
    page.save_revision()
    approve(page, people)
    page.refresh_from_db()
    assert (page.title, page.live) == ("Corrected", True)


def test_wagtails_own_command_keeps_the_schedulers_rules(
    planned: NewsPage, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    time_machine.move_to(now + dt.timedelta(minutes=1), tick=False)
    hold.hold_everything(people.moderator, "Wait")
    call_command("publish_scheduled")
    assert not is_live(planned)
    hold.lift(people.moderator)
    call_command("publish_scheduled")
    assert is_live(planned)


def test_a_hold_stops_no_expiry_and_there_is_one_at_a_time(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news)
    schedule(page, expire_at=now + dt.timedelta(minutes=1))
    first = hold.hold_everything(people.moderator, "Wait")
    assert hold.hold_everything(people.admin, "Wait too") == first
    time_machine.move_to(now + dt.timedelta(minutes=1), tick=False)
    assert scheduler.run_due() == 1
    assert not is_live(page)
    assert hold.lift(people.admin)
    assert not hold.lift(people.admin)
    assert hold.current() is None


def test_the_heartbeat(db: None, now: dt.datetime, time_machine: Any) -> None:
    assert not heartbeat.is_beating()
    heartbeat.beat("here 1")
    assert heartbeat.is_beating()
    time_machine.move_to(now + dt.timedelta(minutes=2), tick=False)
    assert not heartbeat.is_beating()
    heartbeat.beat("here 2")
    assert heartbeat.is_beating()
