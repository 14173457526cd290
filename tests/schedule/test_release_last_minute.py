"""Releases in their last minute and at their instant: nothing is changed under them, and others at work are waited for."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import Client
from wagtail.models import Page

from news.models import NewsPage
from schedule.clock import scheduler
from schedule.clock.due import DueItem
from schedule.models import Action, Outcome, Release
from schedule.releases import building, planning
from tests.conftest import PASSWORD
from tests.factories import (
    NewsPageFactory,
)
from tests.schedule.releasing import HOUR, State, a_draft, fresh, plan, scheduled, signed_in


def test_in_its_last_minute_nothing_is_edited_and_it_can_be_stopped(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    assert "about to happen" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    time_machine.move_to(now + dt.timedelta(minutes=59, seconds=1), tick=False)
    assert "about to happen" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for change in (
        lambda: building.remove(member, user=people.moderator),
        lambda: building.take_newest(member, user=people.moderator),
        lambda: building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator),
        lambda: plan(release, now + dt.timedelta(hours=2), people.moderator),
    ):
        with pytest.raises(ValidationError, match="last minute"):
            change()
    planning.stop(release, user=people.moderator, reason="A threat")
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 0
    assert fresh(release).state == State.CANCELLED
    assert not fresh(page).live
    assert "about to happen" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    with pytest.raises(ValidationError, match="too late"):
        planning.stop(release, user=people.moderator, reason="Again")


@pytest.mark.parametrize("way", ["delete", "unpublish", "move", "bulk", "parent"])
def test_in_the_last_minute_a_page_is_not_deleted_moved_or_taken_down(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    way: str,
) -> None:
    page = NewsPageFactory(parent=site.news, title="Locked", live=False)
    page.save_revision().publish()
    page.title = "Locked, changed"
    page.save_revision()
    scheduled(release, [Page.objects.get(pk=page.pk)], people.admin, now + HOUR)
    addresses = {
        "delete": f"/admin/pages/{page.pk}/delete/",
        "unpublish": f"/admin/pages/{page.pk}/unpublish/",
        "move": f"/admin/pages/{page.pk}/move/{site.home.pk}/confirm/",
        "bulk": f"/admin/bulk/wagtailcore/page/delete/?id={page.pk}",
        "parent": f"/admin/pages/{site.news.pk}/delete/",
    }
    time_machine.move_to(now + HOUR - dt.timedelta(seconds=30), tick=False)
    before = list(Page.objects.order_by("pk").values())
    client = signed_in("admin")
    client.post(addresses[way])
    assert list(Page.objects.order_by("pk").values()) == before
    planning.stop(release, user=people.moderator, reason="A threat")
    if way == "delete":
        client.post(addresses[way])
        assert not Page.objects.filter(pk=page.pk).exists()


def test_a_constraint_in_the_database_names_the_page(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = [a_draft(site, title="Good"), a_draft(site, title="Refused by the database")]
    scheduled(release, pages, people.moderator, now + HOUR)
    publish = NewsPage.publish

    def refuse(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        publish(self, *args, **kwargs)
        if self.pk == pages[1].pk:
            connection.cursor().execute("INSERT INTO django_content_type (app_label) VALUES (NULL)")

    monkeypatch.setattr(NewsPage, "publish", refuse)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert "Refused by the database" in fresh(release).held_because
    assert not fresh(pages[0]).live
    assert not Outcome.objects.exists()


class DeadlockError(Exception):
    pgcode = "40P01"


@pytest.mark.parametrize(("times", "state"), [(1, State.DONE), (2, State.DONE), (3, State.HELD)])
def test_two_who_wait_for_each_other_are_tried_again(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
    times: int,
    state: str,
) -> None:
    scheduled(release, [a_draft(site), a_draft(site)], people.moderator, now + HOUR)
    publish, tries = NewsPage.publish, []

    def wait_in_vain(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        publish(self, *args, **kwargs)
        tries.append(self.pk)
        if len(tries) <= times:
            raise OperationalError("deadlock detected") from DeadlockError()

    monkeypatch.setattr(NewsPage, "publish", wait_in_vain)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == (state == State.DONE)
    assert fresh(release).state == state
    assert NewsPage.objects.live().count() == (2 if state == State.DONE else 0)


def test_a_long_row_of_single_pages_does_not_make_a_release_late(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page = a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    items = [DueItem(Action.PUBLISH, 1, str(number), "Another", now, number) for number in range(3)]
    states = []

    def slow(item: DueItem) -> bool:
        states.append(fresh(release).state)
        time_machine.move_to(now + HOUR, tick=False)
        return True

    monkeypatch.setattr(scheduler, "SECONDS_BETWEEN_RELEASES", -1)
    monkeypatch.setattr(scheduler, "due_items", lambda _now: items)
    monkeypatch.setattr(scheduler, "perform", slow)
    assert scheduler.run_due() == 4
    assert states == [State.SCHEDULED, State.DONE, State.DONE]
