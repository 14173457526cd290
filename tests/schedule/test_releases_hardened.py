"""Releases where something is in their way: autosave, deletion, missing parts, others at work, the last minute."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.db import IntegrityError, OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry

from news.models import NewsPage
from publishing import hold
from schedule.clock import scheduler
from schedule.clock.due import DueItem
from schedule.models import Action, Outcome, Release, ReleaseMember
from schedule.releases import building, planning, undoing
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.schedule.test_releases import State, a_draft, fresh, now, plan, release

__all__ = ["now", "release"]

HOUR = dt.timedelta(hours=1)


def signed_in(name: str = "moderator") -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def scheduled(release: Release, pages: list[Page], user: Any, at: dt.datetime, action: str = Action.PUBLISH) -> None:
    for page in pages:
        building.add(release, page, action, user=user)
    plan(release, at, user)


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
    newer.save_revision().publish()
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    assert "newer version has gone live" in fresh(release).held_because
    assert fresh(page).title == "Published by hand"


def test_a_page_of_a_release_can_be_deleted_and_holds_it_back_by_name(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    stays, goes = a_draft(site), a_draft(site, title="The one that was deleted")
    scheduled(release, [stays, goes], people.moderator, now + HOUR)
    answer = signed_in().post(f"/admin/pages/{goes.pk}/delete/")
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


def without_words(site: SimpleNamespace) -> Page:
    return a_draft(site, body=[("heading", {"text": "", "custom_anchor": ""})])


def with_deleted_picture(site: SimpleNamespace) -> Page:
    image = ImageFactory()
    page = a_draft(site, body=[("image", {"image": image, "decorative": True})])
    image.delete()
    return page


def with_deleted_lead_image(site: SimpleNamespace) -> Page:
    image = ImageFactory()
    page = a_draft(site, lead_image=image, lead_image_alt="A bridge")
    image.delete()
    return page


def with_ended_picture_in_its_body(site: SimpleNamespace) -> Page:
    image = ImageFactory(title="Bridge", rights_expire_on=timezone.localdate() - dt.timedelta(days=1))
    return a_draft(site, body=[("image", {"image": image, "decorative": True})])


def with_deleted_document(site: SimpleNamespace) -> Page:
    document = get_document_model().objects.create(title="Report", file=ContentFile(b"x", name="report.pdf"))
    page = a_draft(site, body=[("document", {"document": document})])
    document.delete()
    return page


def with_a_link_to_what_was_deleted(site: SimpleNamespace) -> Page:
    return a_draft(site, body=[("paragraph", '<p><a linktype="page" id="999999">there</a></p>')])


def with_a_related_page_that_was_deleted(site: SimpleNamespace) -> Page:
    other = StandardPageFactory(parent=site.home)
    page = a_draft(site, body=[("related_pages", {"pages": [other]})])
    Page.objects.get(pk=other.pk).delete()
    return page


def that_cannot_be_read(site: SimpleNamespace) -> Page:
    page = a_draft(site)
    revision = page.get_latest_revision()
    revision.content["body"] = '[{"type": "heading", "value": 7, "id": "1"}]'
    revision.content["date"] = "never"
    revision.save()
    return page


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (without_words, "Body › 1 › text"),
        (with_deleted_picture, "picture that it shows has been deleted"),
        (with_deleted_lead_image, "picture that it shows has been deleted"),
        (with_ended_picture_in_its_body, "The rights of “Bridge”"),
        (with_deleted_document, "document that it offers has been deleted"),
        (with_a_link_to_what_was_deleted, "links to a page that has been deleted"),
        (with_a_related_page_that_was_deleted, "links to a page that has been deleted"),
        (that_cannot_be_read, "could not be checked"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_is_missing_inside_the_text_is_found(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, make: Any, says: str
) -> None:
    whole = building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    assert whole.problems == []
    member = building.add(release, make(site), Action.PUBLISH, user=people.moderator)
    assert says in " ".join(member.problems)
    with pytest.raises(ValidationError, match=says):
        plan(release, now + HOUR, people.moderator)


def test_a_store_that_does_not_answer_is_told_of_the_page(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = a_draft(site, lead_image=ImageFactory(), lead_image_alt="A bridge")

    def away(self: Any, name: str) -> bool:
        raise OSError("the store is away")

    monkeypatch.setattr(FileSystemStorage, "exists", away)
    member = building.add(release, page, Action.PUBLISH, user=people.moderator)
    assert "the store is away" in " ".join(member.problems)


def test_a_live_page_below_one_that_comes_down_is_said(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    story = StoryPageFactory(parent=series, title="Left behind")
    member = building.add(release, series, Action.UNPUBLISH, user=people.moderator)
    assert "Left behind" in " ".join(member.problems)
    building.add(release, story, Action.UNPUBLISH, user=people.moderator)
    plan(release, now + HOUR, people.moderator)


def test_what_mirrors_another_page_is_refused_in_words(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    alias = NewsPageFactory(parent=site.news).create_alias(update_slug="mirror")
    with pytest.raises(ValidationError, match="mirrors"):
        building.add(release, alias, Action.PUBLISH, user=people.moderator)


def test_the_database_keeps_a_page_in_one_open_release(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    page = a_draft(site)
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    other = Release.objects.create(name="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseMember.objects.create(release=other, page=page)
    planning.stop(release, user=people.moderator, reason="Given up")
    building.add(other, page, Action.PUBLISH, user=people.moderator)


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


def test_it_can_be_held_back_by_hand_and_given_another_time(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR - dt.timedelta(seconds=1), tick=False)
    with pytest.raises(PermissionDenied):
        planning.hold(release, user=people.editor, reason="No")
    planning.hold(release, user=people.second_moderator, reason="The minister is late")
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    held = fresh(release)
    assert held.state == State.HELD
    assert "The minister is late" in held.held_because
    assert "second_moderator" in held.held_because
    plan(release, now + HOUR * 2, people.moderator)
    time_machine.move_to(now + HOUR * 2, tick=False)
    assert scheduler.run_due() == 1
    with pytest.raises(ValidationError):
        planning.hold(release, user=people.moderator, reason="Too late")


def test_a_move_that_is_refused_says_what_the_other_has_done(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    seen = fresh(release).version
    plan(release, now + HOUR, people.second_moderator)
    with pytest.raises(ValidationError, match=r"second_moderator.*was set to") as refused:
        planning.schedule(release, now + HOUR * 2, user=people.moderator, expected=seen)
    assert "Nothing was done" in refused.value.messages[0]


def test_a_hold_stops_no_release_that_only_takes_down(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news)
    scheduled(release, [page], people.moderator, now + HOUR, Action.UNPUBLISH)
    hold.hold_everything(people.moderator, "Wait")
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    assert not fresh(page).live


def test_a_hold_that_lasts_past_its_time_holds_it_back(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    scheduled(release, [a_draft(site)], people.moderator, now + HOUR)
    hold.hold_everything(people.moderator, "Wait")
    time_machine.move_to(now + HOUR + dt.timedelta(seconds=61), tick=False)
    assert scheduler.run_due() == 0
    assert "on hold" in fresh(release).held_because


def test_who_may_publish_a_page_approves_the_very_version_that_an_editor_put_in(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    member = building.add(release, a_draft(site), Action.PUBLISH, user=people.editor)
    with pytest.raises(PermissionDenied):
        building.approve(member, user=people.editor)
    building.approve(member, user=people.moderator)
    assert fresh(member).problems == []
    plan(release, now + HOUR, people.moderator)


def test_the_reason_stands_in_the_pages_history(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.moderator, reason="For the meeting")
    building.remove(member, user=people.moderator, reason="Not for the meeting")
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__startswith="schedule.release").order_by("pk")
    assert [entry.comment for entry in entries] == ["For the meeting", "Not for the meeting"]


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
