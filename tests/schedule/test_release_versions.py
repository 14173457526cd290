"""Which version of a page a release publishes: approved, and no other, whoever saves meanwhile."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from wagtail.models import Page, Workflow

from news.models import NewsPage
from pages.publish_gate import PublishRefusedError
from schedule.clock import scheduler
from schedule.models import Action, Release
from schedule.releases import building
from tests.factories import (
    NewsPageFactory,
)
from tests.schedule.releasing import HOUR, a_draft, fresh, plan, scheduled, signed_in


def test_a_newer_draft_is_said_and_can_be_taken_in(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site, title="First words")
    member = building.add(release, page, Action.PUBLISH, user=people.moderator)
    draft = page.specific
    draft.title = "Better words"
    draft.save_revision()
    assert fresh(member).has_newer_draft
    building.take_newest(fresh(member), user=people.moderator)
    assert not fresh(member).has_newer_draft
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).title == "Better words"


def test_what_an_editor_puts_in_waits_for_its_approval_and_its_approval_waits_for_the_release(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.editor)
    assert member.problems == ["It is not approved."]
    with pytest.raises(PermissionDenied):
        plan(release, now + dt.timedelta(hours=1), people.editor)
    with pytest.raises(ValidationError, match="not approved"):
        plan(release, now + dt.timedelta(hours=1), people.moderator)
    state = Workflow.objects.first().start(page.specific, people.editor)
    state.current_task_state.approve(user=people.moderator)
    assert not fresh(page).live
    assert fresh(member).problems == []
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    with pytest.raises(PermissionDenied):
        building.remove(fresh(member), user=people.editor)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).live


def test_saving_by_itself_does_not_write_over_the_version_in_a_release(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news, title="As it was checked", live=False)
    mine = page.save_revision(user=people.moderator)
    scheduled(release, [Page.objects.get(pk=page.pk)], people.moderator, now + HOUR)
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Typed into the open editor"
    saved = page.save_revision(user=people.moderator, overwrite_revision=mine)
    assert saved.pk != mine.pk
    assert fresh(mine).content["title"] == "As it was checked"
    page.title = "And on"
    assert page.save_revision(user=people.moderator, overwrite_revision=saved).pk == saved.pk
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).title == "As it was checked"
    assert fresh(page).has_unpublished_changes


def test_a_version_that_was_changed_all_the_same_holds_the_release_back(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    revision = page.get_latest_revision()
    revision.content["title"], revision.created_at = "Not what was checked", timezone.now() + dt.timedelta(minutes=1)
    revision.save()
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert "changed after" in fresh(release).held_because


def test_a_draft_that_somebody_saves_later_does_not_stop_what_was_approved(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site, title="Approved words")
    scheduled(release, [page], people.moderator, now + HOUR)
    draft = page.specific
    draft.title = "An editor's afterthought"
    draft.save_revision(user=people.editor)
    answer = signed_in().get(f"/admin/schedule/releases/{release.pk}/").content.decode()
    assert "There is a newer draft" in answer
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).title == "Approved words"
    assert fresh(page).draft_title == "An editor's afterthought"


def test_a_version_older_than_what_went_live_meanwhile_holds_it_back(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    time_machine.move_to(now + dt.timedelta(minutes=1), tick=False)
    newer = page.specific
    newer.title = "Published by hand"
    revision = newer.save_revision()
    with pytest.raises(PublishRefusedError, match="goes live with the release"):
        revision.publish()
    # As it was if it had been published before the release was scheduled.
    Release.objects.filter(pk=release.pk).update(state=Release.State.DRAFT)
    revision.publish()
    Release.objects.filter(pk=release.pk).update(state=Release.State.SCHEDULED)
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert "newer version has gone live" in fresh(release).held_because
    assert fresh(page).title == "Published by hand"


def test_a_page_of_a_release_can_be_deleted_and_holds_it_back_by_name(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    stays, goes = a_draft(site), a_draft(site, title="The one that was deleted")
    scheduled(release, [stays, goes], people.moderator, now + HOUR)
    answer = signed_in().post(f"/admin/pages/{goes.pk}/delete/", {"confirm_planned": "on"})
    assert answer.status_code == 302
    assert not Page.objects.filter(pk=goes.pk).exists()
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert "The one that was deleted" in fresh(release).held_because
    assert not fresh(stays).live
    assert "The one that was deleted" in signed_in().get(f"/admin/schedule/releases/{release.pk}/").content.decode()
    member = release.members.get(page__isnull=True)
    building.remove(member, user=people.moderator)
    plan(release, now + HOUR * 2, people.moderator)
    time_machine.move_to(now + HOUR * 2, tick=False)
    assert scheduler.run_due() == 1
    stays.refresh_from_db()
    stays.delete()  # and later, when the release is done


def test_who_may_publish_a_page_approves_the_very_version_that_an_editor_put_in(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    member = building.add(release, a_draft(site), Action.PUBLISH, user=people.editor)
    with pytest.raises(PermissionDenied):
        building.approve(member, user=people.editor)
    building.approve(member, user=people.moderator)
    assert fresh(member).problems == []
    plan(release, now + HOUR, people.moderator)
