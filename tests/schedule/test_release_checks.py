"""What a release checks of its pages before it is scheduled, and again before it goes live."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page

from publishing import jobs
from schedule.clock import scheduler
from schedule.models import Action, Release
from schedule.releases import building
from tests.factories import (
    ImageFactory,
    NewsPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
)
from tests.schedule.releasing import HOUR, State, a_draft, fresh, plan


def gone_image(site: SimpleNamespace) -> Page:
    image = ImageFactory()
    page = a_draft(site, lead_image=image, lead_image_alt="A bridge")
    image.file.storage.delete(image.file.name)
    return page


def ended_rights(site: SimpleNamespace) -> Page:
    image = ImageFactory(rights_expire_on=timezone.localdate() - dt.timedelta(days=1))
    return a_draft(site, lead_image=image, lead_image_alt="A bridge")


def broken_link(site: SimpleNamespace) -> Page:
    other = StandardPageFactory(parent=site.home, title="Not yet", live=False)
    return a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{other.pk}">there</a></p>')])


def incomplete(site: SimpleNamespace) -> Page:
    page = a_draft(site)
    revision = page.get_latest_revision()
    revision.content["title"] = ""
    revision.save()
    return page


def without_consent(site: SimpleNamespace) -> Page:
    story = StoryPageFactory(parent=StorySeriesPageFactory(parent=site.stories), live=False, is_sample=False)
    story.save_revision()
    return Page.objects.get(pk=story.pk)


def below_a_draft(site: SimpleNamespace) -> Page:
    series = StorySeriesPageFactory(parent=site.stories, title="Series to come", live=False)
    story = StoryPageFactory(parent=series, live=False)
    story.save_revision()
    return Page.objects.get(pk=story.pk)


def expired_by_then(site: SimpleNamespace) -> Page:
    page = NewsPageFactory(parent=site.news, live=False)
    page.expire_at = timezone.now() + dt.timedelta(minutes=30)
    page.save_revision()
    return Page.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (gone_image, "The file of"),
        (ended_rights, "rights of"),
        (broken_link, "It links to “Not yet”"),
        (incomplete, "cannot be"),
        (without_consent, "consent"),
        (below_a_draft, "“Series to come”, will not be live"),
        (expired_by_then, "would have come down by then"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_page_that_fails_its_check_is_not_scheduled(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, make: Any, says: str
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    failing = make(site)
    member = building.add(release, failing, Action.PUBLISH, user=people.moderator)
    if make is not expired_by_then:
        assert says in " ".join(member.problems)
    with pytest.raises(ValidationError) as refused:
        plan(release, now + dt.timedelta(hours=1), people.moderator)
    assert says in " ".join(refused.value.messages)
    assert fresh(release).state == State.DRAFT


def test_what_breaks_afterwards_is_found_a_quarter_of_an_hour_ahead(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    target = StandardPageFactory(parent=site.home, title="The list")
    page = a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{target.pk}">there</a></p>')])
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    target.unpublish()
    time_machine.move_to(now + dt.timedelta(minutes=45), tick=False)
    scheduler.run_due()
    assert "It links to “The list”" in fresh(release).held_because
    scheduler.run_due()
    jobs.run_due_jobs(timed=False)
    assert "The list" in mail.outbox[0].body


def test_links_between_pages_of_one_release_are_whole(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    first = a_draft(site, title="First")
    second = a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{first.pk}">there</a></p>')])
    member = building.add(release, second, Action.PUBLISH, user=people.moderator)
    assert "First" in " ".join(member.problems)
    building.add(release, first, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(second).live


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
    document = get_document_model().objects.create(title="Report", file=ContentFile(b"x", name="report.csv"))
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
        (without_words, "Body › 1. Heading › Heading"),
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
