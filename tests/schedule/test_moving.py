"""Setting, moving, proposing and cancelling times, by whom, and what the history says of it."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page, PageLogEntry, Workflow

from news.models import NewsPage
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Action
from tests.factories import NewsPageFactory, StoryPageFactory, StorySeriesPageFactory


@pytest.fixture
def draft(now: dt.datetime, site: SimpleNamespace, people: SimpleNamespace) -> NewsPage:
    page = NewsPageFactory(parent=site.news, title="A draft", live=False, owner=people.editor)
    page.save_revision(user=people.editor)
    return page


def again(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


def approved_time(page: Page) -> Any:
    revision = page.revisions.filter(approved_go_live_at__isnull=False)
    return [r.approved_go_live_at for r in revision]


def last_entry(page: Page) -> PageLogEntry:
    return PageLogEntry.objects.filter(page_id=page.pk).order_by("-timestamp", "-pk")[0]


def test_an_editor_proposes_and_a_moderator_schedules(
    draft: NewsPage, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    hour = now + dt.timedelta(hours=1)
    moving.set_time(draft, hour, user=people.editor)
    assert moving.current_time(again(draft)) == hour
    assert approved_time(draft) == []
    assert (last_entry(draft).action, last_entry(draft).user) == (moving.PROPOSED, people.editor)
    with pytest.raises(PermissionDenied):
        moving.set_time(draft, hour, user=people.editor, approve=True)
    moving.set_time(draft, hour, user=people.moderator, approve=True, reason="After the conference")
    assert approved_time(draft) == [hour]
    assert last_entry(draft).comment == "After the conference"
    time_machine.move_to(hour, tick=False)
    assert scheduler.run_due() == 1
    assert again(draft).live


def test_a_scheduled_page_moves_with_its_approval_and_only_by_who_may_publish(
    draft: NewsPage, people: SimpleNamespace, now: dt.datetime
) -> None:
    first, second = now + dt.timedelta(hours=1), now + dt.timedelta(days=2)
    moving.set_time(draft, first, user=people.moderator, approve=True)
    for change in (second, None):
        with pytest.raises(PermissionDenied):
            moving.set_time(draft, change, user=people.editor)
    moving.set_time(draft, second, user=people.moderator)
    assert approved_time(draft) == [second]
    assert again(draft).latest_revision.as_object().go_live_at == second
    entry = last_entry(draft)
    assert entry.action == moving.MOVED
    assert f"{first:%H:%M}" in entry.message
    moving.set_time(draft, None, user=people.moderator, reason="Not yet agreed")
    assert approved_time(draft) == []
    assert moving.current_time(again(draft)) is None
    assert (last_entry(draft).action, last_entry(draft).comment) == (moving.CANCELLED, "Not yet agreed")


def test_what_somebody_else_has_just_moved_is_not_moved(
    draft: NewsPage, people: SimpleNamespace, now: dt.datetime
) -> None:
    moving.set_time(draft, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    seen = moving.version(again(draft))
    moved = now + dt.timedelta(hours=2)
    moving.set_time(draft, moved, user=people.second_moderator, expected=seen)
    with pytest.raises(moving.ChangedMeanwhileError) as refused:
        moving.set_time(draft, now + dt.timedelta(hours=3), user=people.moderator, expected=seen)
    assert "second_moderator has changed it" in refused.value.messages[0]
    assert f"{moved:%H:%M}" in refused.value.messages[0]
    assert approved_time(draft) == [moved]


def test_a_change_to_a_live_page_is_scheduled_and_moved_while_the_page_stays_as_it_is(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, title="As it is")
    page.save_revision().publish()
    page.title = "As it will be"
    page.save_revision()
    moving.set_time(page, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    moving.set_time(page, now + dt.timedelta(hours=2), user=people.moderator)
    for hours, title in ((1, "As it is"), (2, "As it will be")):
        time_machine.move_to(now + dt.timedelta(hours=hours), tick=False)
        scheduler.run_due()
        assert (again(page).title, again(page).live) == (title, True)


def test_an_expiry_is_set_and_moved_without_readers_noticing(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news)
    page.save_revision().publish()
    published = again(page).last_published_at
    with pytest.raises(PermissionDenied):
        moving.set_time(page, now + dt.timedelta(hours=1), user=people.editor, action=Action.UNPUBLISH)
    for hours in (1, 2):
        moving.set_time(page, now + dt.timedelta(hours=hours), user=people.moderator, action=Action.UNPUBLISH)
    assert not again(page).has_unpublished_changes
    assert again(page).last_published_at == published
    for hours, live in ((1, True), (2, False)):
        time_machine.move_to(now + dt.timedelta(hours=hours), tick=False)
        scheduler.run_due()
        assert again(page).live is live


def test_the_expiry_of_a_scheduled_page_moves_with_it_scheduled(
    draft: NewsPage, people: SimpleNamespace, now: dt.datetime
) -> None:
    moving.set_time(draft, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    end = now + dt.timedelta(hours=5)
    moving.set_time(draft, end, user=people.moderator, action=Action.UNPUBLISH)
    assert moving.current_time(again(draft), Action.UNPUBLISH) == end
    assert approved_time(draft) == [now + dt.timedelta(hours=1)]
    with pytest.raises(ValidationError, match="come down before"):
        moving.set_time(draft, end, user=people.moderator)


def test_the_past_and_a_locked_page_are_refused(draft: NewsPage, people: SimpleNamespace, now: dt.datetime) -> None:
    with pytest.raises(ValidationError, match="past"):
        moving.set_time(draft, now - dt.timedelta(seconds=1), user=people.moderator, approve=True)
    Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=people.second_moderator, locked_at=now)
    with pytest.raises(ValidationError, match="locked"):
        moving.set_time(draft, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    assert moving.current_time(again(draft)) is None


def test_what_is_not_complete_can_be_proposed_but_not_approved(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime
) -> None:
    draft = NewsPageFactory(parent=site.news, live=False, body=[])
    draft.save_revision()
    hour = now + dt.timedelta(hours=1)
    moving.set_time(draft, hour, user=people.editor)
    with pytest.raises(ValidationError, match="Body: This field is required"):
        moving.set_time(draft, hour, user=people.moderator, approve=True)
    assert approved_time(draft) == []


def test_a_story_without_consent_cannot_be_scheduled(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime
) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    story = StoryPageFactory(parent=series, live=False, is_sample=False)
    story.save_revision()
    with pytest.raises(ValidationError, match="consent"):
        moving.set_time(story, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    assert moving.current_time(again(story)) is None


def test_a_time_proposed_during_review_takes_effect_with_the_approval(
    draft: NewsPage, people: SimpleNamespace, now: dt.datetime
) -> None:
    state = Workflow.objects.first().start(draft, people.editor)
    hour = now + dt.timedelta(hours=1)
    with pytest.raises(ValidationError, match="only those who review it"):
        moving.set_time(draft, hour, user=people.editor)
    moving.set_time(draft, hour, user=people.moderator)
    assert approved_time(draft) == []
    state.refresh_from_db()
    state.current_task_state.approve(user=people.moderator)
    assert approved_time(draft) == [hour]
    assert not again(draft).live
