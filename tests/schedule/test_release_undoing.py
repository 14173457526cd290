"""Undoing a release: every page as it was, or none."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from news.models import NewsPage
from schedule.clock import scheduler
from schedule.models import Action, Release
from schedule.releases import building, undoing
from tests.factories import (
    NewsPageFactory,
)
from tests.schedule.releasing import HOUR, State, a_draft, fresh, plan, scheduled


def test_what_somebody_has_changed_since_is_not_undone(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    pages = [a_draft(site), a_draft(site, title="Corrected since")]
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    scheduler.run_due()
    fresh(pages[1]).specific.save_revision().publish()
    with pytest.raises(ValidationError, match="Corrected since"):
        undoing.undo(release, user=people.moderator, reason="Why not")
    assert fresh(pages[0]).live


def test_a_page_without_versions_comes_back_as_it_was_and_is_up_to_date_in_between(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, title="As it was")
    page.title = "As it is now"
    newest = page.save_revision()
    scheduled(release, [Page.objects.get(pk=page.pk)], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    assert (fresh(page).title, fresh(page).has_unpublished_changes) == ("As it is now", False)
    assert fresh(page).latest_revision_id == newest.pk
    undoing.undo(release, user=people.moderator, reason="Too early")
    assert (fresh(page).title, fresh(page).live) == ("As it was", True)
    assert fresh(page).latest_revision_id == newest.pk


def test_undoing_forgets_the_first_publication_of_a_new_page(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    new = a_draft(site)
    scheduled(release, [new], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR, tick=False)
    scheduler.run_due()
    assert fresh(new).first_published_at
    undoing.undo(release, user=people.moderator, reason="Too early")
    assert fresh(new).first_published_at is None


def test_undoing_brings_nothing_back_that_has_expired_meanwhile(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, live=False)
    page.expire_at = now + HOUR * 2
    page.save_revision().publish()
    scheduled(release, [Page.objects.get(pk=page.pk)], people.moderator, now + HOUR, Action.UNPUBLISH)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    time_machine.move_to(now + HOUR * 3, tick=False)
    undoing.undo(release, user=people.moderator, reason="It was to stay")
    assert not fresh(page).live
    assert fresh(release).state == State.UNDONE


def test_undoing_that_fails_at_one_page_changes_none(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    leaving = NewsPageFactory(parent=site.news, title="Cannot come back", live=False)
    leaving.save_revision().publish()
    new = a_draft(site)
    building.add(release, Page.objects.get(pk=leaving.pk), Action.UNPUBLISH, user=people.moderator)
    scheduled(release, [new], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1

    def refuse(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        raise ValueError("no")

    monkeypatch.setattr(NewsPage, "publish", refuse)
    with pytest.raises(ValidationError, match="Cannot come back"):
        undoing.undo(release, user=people.moderator, reason="The wrong day")
    assert fresh(new).live
    assert fresh(release).state == State.DONE


def test_a_page_locked_by_a_colleague_does_not_stop_undoing(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    new = a_draft(site)
    scheduled(release, [new], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR, tick=False)
    scheduler.run_due()
    Page.objects.filter(pk=new.pk).update(locked=True, locked_by=people.second_moderator)
    undoing.undo(release, user=people.moderator, reason="The wrong day")
    assert not fresh(new).live
