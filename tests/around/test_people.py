"""Ways around consent and the people who watch over it."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Revision

from schedule.clock import scheduler
from schedule.models import Overdue
from stories.models import ConsentRecord, StoryPage
from tests.around import helpers as h


@pytest.mark.parametrize("way", ["single", "bulk"])
def test_an_editor_cannot_take_down_a_translation(
    people: SimpleNamespace, live_story: Any, arabic_story: Any, way: str
) -> None:
    live_story.unpublish()
    assert StoryPage.objects.get(pk=arabic_story.pk).live
    single = reverse("wagtailadmin_pages:delete", args=[live_story.pk])
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={live_story.pk}&next=/admin/"
    h.signed_in("editor").post(single if way == "single" else bulk)
    assert StoryPage.objects.get(pk=arabic_story.pk).live


def test_an_editor_cannot_destroy_a_consent_record(people: SimpleNamespace, live_story: Any) -> None:
    live_story.unpublish()
    h.signed_in("editor").post(reverse("wagtailadmin_pages:delete", args=[live_story.pk]))
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize("way", ["single", "bulk"])
def test_an_editor_cannot_destroy_it_by_deleting_a_translation(
    people: SimpleNamespace, live_story: Any, arabic_story: Any, way: str
) -> None:
    for page in (live_story, arabic_story):
        page.unpublish()
    single = reverse("wagtailadmin_pages:delete", args=[arabic_story.pk])
    bulk = f"/admin/bulk/wagtailcore/page/delete/?id={arabic_story.pk}&next=/admin/"
    response = h.signed_in("editor").post(single if way == "single" else bulk)
    assert response.status_code < 500
    assert ConsentRecord.objects.count() == 1


@pytest.mark.parametrize("kind", ["other language", "same language"])
def test_a_scheduled_story_goes_live_whatever_its_aliases_lack(
    people: SimpleNamespace, story: Any, consent: Any, kind: str
) -> None:
    consent(languages=["en"])
    story.go_live_at = timezone.now() + h.HOUR
    revision = story.save_revision(user=people.moderator)
    if kind == "other language":  # as wagtail-localize makes it for each new page of a synchronised language
        arabic, _created = Locale.objects.get_or_create(language_code="ar")
        story.copy_for_translation(arabic, copy_parents=True, alias=True)
    else:
        story.create_alias(parent=story.get_parent(), update_slug="twin", user=people.moderator)
    revision.publish(user=people.moderator)  # scheduled without a word
    due = timezone.now() - dt.timedelta(seconds=1)
    content = revision.content | {"go_live_at": due.isoformat()}
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=due, content=content)
    scheduler.run_due()
    assert StoryPage.objects.get(pk=story.pk).live, list(Overdue.objects.values_list("reason", "last_error"))


@pytest.mark.parametrize("way", ["single", "bulk"])
def test_deleting_a_colleague_who_recorded_consent_is_refused_in_words(
    people: SimpleNamespace, record: Any, administrator: Any, way: str
) -> None:
    single = reverse("wagtailusers_users:delete", args=[people.moderator.pk])
    bulk = f"/admin/bulk/users/user/delete/?id={people.moderator.pk}&next=/admin/"
    assert h.signed_in("administrator").post(single if way == "single" else bulk).status_code < 500


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_giving_a_language_another_code_is_refused_in_words(
    people: SimpleNamespace, arabic_story: Any, record: Any, administrator: Any
) -> None:
    address = reverse("wagtaillocales:edit", args=[Locale.objects.get(language_code="ar").pk])
    assert h.signed_in("administrator").post(address, {"language_code": "fr"}).status_code < 500
