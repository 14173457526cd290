"""Who a consent record is about is shown to people who may see records, and to nobody else."""

import re

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import ModelLogEntry, ReferenceIndex

from stories.models import ConsentRecord, StoryPage
from tests.conftest import PASSWORD
from tests.stories.recording import fields

ADMIN = "wagtailsnippets_stories_consentrecord"


def title(record: ConsentRecord) -> str:
    start = date_format(timezone.localdate(record.recorded_at))
    return f"Marwa · {record.story.title} · {start} to {date_format(record.valid_until)}"


def signed_in(user: str) -> Client:
    client = Client()
    client.login(username=user, password=PASSWORD)
    return client


@pytest.mark.parametrize("view", ["list", "edit", "delete"])
@pytest.mark.parametrize("user", ["moderator", "admin"])
def test_people_who_may_see_records_see_person_story_and_dates(record: ConsentRecord, view: str, user: str) -> None:
    record.story.refresh_from_db()
    address = reverse(f"{ADMIN}:{view}", args=[] if view == "list" else [record.pk])
    assert title(record) in signed_in(user).get(address).content.decode()


def test_a_withdrawn_record_says_so(record: ConsentRecord) -> None:
    record.withdrawn_on = timezone.localdate()
    assert record.title().endswith(f", withdrawn on {date_format(record.withdrawn_on)}")


def editor_addresses(record: ConsentRecord) -> list[str]:
    """Where an editor might come across a record of a story or of a person who recorded it."""
    story = record.story
    return [
        *(reverse(f"wagtailadmin_pages:{name}", args=[story.pk]) for name in ("usage", "history", "edit", "delete")),
        reverse("wagtailadmin_explore", args=[story.get_parent().pk]),
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_pages:search") + "?q=consent",
        reverse("wagtailadmin_home"),
        reverse("wagtailsnippets:index"),
        *(reverse(f"{ADMIN}:{name}", args=[record.pk]) for name in ("edit", "delete", "usage", "history")),
        reverse(f"{ADMIN}:list"),
        reverse(f"{ADMIN}:list_results"),
    ]


def test_an_editor_comes_across_no_record(record: ConsentRecord, story: StoryPage) -> None:
    moderator, editor = signed_in("moderator"), signed_in("editor")
    moderator.post(reverse(f"{ADMIN}:add"), fields(story))
    for address in editor_addresses(record):
        text = editor.get(address, follow=True).content.decode()
        assert not re.search(r"consent record|consentrecord/", text, re.IGNORECASE), address
        assert title(record) not in text


def test_bulk_deleting_without_permission_names_nobody(record: ConsentRecord) -> None:
    address = reverse("wagtail_bulk_action", args=["stories", "consentrecord", "delete"]) + f"?id={record.pk}"
    editor = signed_in("editor")
    text = editor.get(address, follow=True).content.decode()
    assert not re.search(rf"Marwa|Consent record #?{record.pk}|consentrecord/edit", text)
    editor.post(address)
    assert ConsentRecord.objects.filter(pk=record.pk).exists()


def test_no_chooser_lists_records(record: ConsentRecord) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailsnippetchoosers_stories_consentrecord:choose")
    namespaces = [name for name in get_resolver().namespace_dict if "consentrecord" in name]
    assert namespaces in ([], [ADMIN])
    for user in ("editor", "moderator"):
        assert signed_in(user).get("/admin/snippets/choose/stories/consentrecord/").status_code == 404


def test_logs_and_references_hold_no_name_and_no_number(record: ConsentRecord) -> None:
    moderator = signed_in("moderator")
    moderator.post(reverse(f"{ADMIN}:add"), fields(record.story))
    moderator.post(reverse(f"{ADMIN}:delete", args=[record.pk]))
    entries = ModelLogEntry.objects.filter(content_type__model="consentrecord")
    assert {entry.label for entry in entries} == {"Consent record"}
    assert not ReferenceIndex.objects.filter(base_content_type__model="consentrecord").exists()
    assert str(record) == "Consent record"
