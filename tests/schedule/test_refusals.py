"""What a rule keeps from going live waits for a moderator; what is below another page waits for that."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import Page

from news.models import NewsPage
from pages.publish_gate import PublishRefusedError
from publishing import jobs
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Action, Outcome, Overdue, Release
from schedule.releases import building
from tests.factories import NewsPageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.schedule.releasing import HOUR, State, a_draft, fresh, plan, signed_in
from tests.schedule.test_golive import schedule

RULE = "A picture that it shows has been deleted."


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the gate refuse news pages, as it does when saving them live."""

    def refuse(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        raise PublishRefusedError(self, [RULE])

    with monkeypatch.context() as patched:
        patched.setattr(NewsPage, "publish", refuse)
        yield patched


def republish(page: NewsPage, people: SimpleNamespace, now: dt.datetime) -> None:
    page = NewsPage.objects.get(pk=page.pk)
    page.go_live_at = None
    page.save_revision().publish(user=people.moderator)


def reschedule(page: NewsPage, people: SimpleNamespace, now: dt.datetime) -> None:
    moving.set_time(page, now + 2 * HOUR, user=people.moderator)


@pytest.mark.parametrize("mend", [republish, reschedule])
def test_what_a_rule_refuses_waits_for_a_moderator(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, time_machine: Any, refusing: Any, mend: Any
) -> None:
    page = NewsPageFactory(parent=site.news, title="Refused", live=False)
    with pytest.MonkeyPatch.context() as undone:
        undone.setattr(NewsPage, "publish", Page.publish)
        schedule(page, now + HOUR)
    for minutes in range(60, 100, 5):
        time_machine.move_to(now + dt.timedelta(minutes=minutes), tick=False)
        assert scheduler.run_due() == 0
    overdue = Overdue.objects.get()
    assert (overdue.reason, overdue.attempts, overdue.next_try_at) == (Overdue.Reason.REFUSED, 0, None)
    assert overdue.last_error == RULE
    jobs.run_due_jobs(timed=False)
    assert len(mail.outbox) == 1
    assert RULE in mail.outbox[0].body
    client = signed_in()
    for address in ("/admin/", f"/admin/schedule/month/{now:%Y-%m}/"):
        assert RULE in client.get(address).content.decode()
    refusing.undo()
    mend(page, people, time_now := now + dt.timedelta(minutes=100))
    time_machine.move_to(time_now + 2 * HOUR, tick=False)
    scheduler.run_due()
    assert fresh(page).live
    assert not Overdue.objects.exists()
    assert RULE not in client.get("/admin/").content.decode()


def test_a_rule_holds_a_release_back_in_its_own_words(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    refusing: Any,
) -> None:
    building.add(release, a_draft(site, title="Refused"), Action.PUBLISH, user=people.moderator)
    plan(release, now + HOUR, people.moderator)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    held = fresh(release)
    assert (held.state, held.held_because) == (State.HELD, f"Refused: {RULE}")


@pytest.fixture
def family(site: SimpleNamespace, now: dt.datetime) -> SimpleNamespace:
    """A series and two stories in it; the children were scheduled first."""
    parent = StorySeriesPageFactory(parent=site.stories, live=False)
    children = [StoryPageFactory(parent=parent, live=False) for _ in range(2)]
    for page in [*children, parent]:
        schedule(page, now + HOUR, now + 3 * HOUR)
    return SimpleNamespace(parent=parent, children=children)


def test_parents_go_live_first_and_come_down_last(family: SimpleNamespace, now: dt.datetime, time_machine: Any) -> None:
    for hours in (1, 3):
        time_machine.move_to(now + hours * HOUR, tick=False)
        assert scheduler.run_due() == 3
    keys = [int(pk) for pk in Outcome.objects.order_by("pk").values_list("object_id", flat=True)]
    assert keys[0] == keys[-1] == family.parent.pk
    assert not Overdue.objects.exists()


def test_a_child_waits_for_its_parent_and_says_so(
    family: SimpleNamespace, now: dt.datetime, time_machine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Any, *args: Any, **kwargs: Any) -> None:
        raise ValueError("The disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(type(family.parent), "publish", fail)
        for second in (0, 1, 3):
            time_machine.move_to(now + HOUR + dt.timedelta(seconds=second), tick=False)
            assert scheduler.run_due() == 0
    reasons = dict(Overdue.objects.values_list("object_id", "reason"))
    assert reasons == {str(family.parent.pk): "failed"} | {str(child.pk): "parent" for child in family.children}
    assert f"“{family.parent.title}” isn't live." in Overdue.objects.filter(reason="parent")[0].last_error
    time_machine.move_to(now + HOUR + dt.timedelta(seconds=10), tick=False)
    scheduler.run_due()
    scheduler.run_due()
    assert all(fresh(page).live for page in (family.parent, *family.children))
    assert not Overdue.objects.exists()


def test_a_child_whose_parent_has_no_time_waits_until_that_is_published(
    site: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    series = StorySeriesPageFactory(parent=site.stories, live=False)
    child = StoryPageFactory(parent=series, live=False)
    schedule(child, now + HOUR)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert Overdue.objects.get().reason == Overdue.Reason.PARENT
    series.save_revision().publish()
    time_machine.move_to(now + HOUR + dt.timedelta(seconds=15), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(child).live


def test_an_expiry_that_fails_below_leaves_nothing_public_above(
    family: SimpleNamespace, now: dt.datetime, time_machine: Any, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 3

    def fail(self: Any, *args: Any, **kwargs: Any) -> None:
        raise ValueError("The disk is full")

    monkeypatch.setattr(type(family.children[0]), "unpublish", fail)
    time_machine.move_to(now + 3 * HOUR, tick=False)
    scheduler.run_due()
    assert not fresh(family.parent).live
