"""A confirmation is for what its giver saw, and comes from someone who neither recorded nor last changed it."""

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stories.models import ConsentRecord, StoryPage
from tests.conftest import PASSWORD
from tests.factories import StoryPageFactory
from tests.stories.recording import fields

ADMIN = "wagtailsnippets_stories_consentrecord"

# A new value for each column; the test fails for a new column without one.
CHANGES: dict[str, Callable[[SimpleNamespace], Any]] = {
    "story_id": lambda given: StoryPageFactory(parent=given.story.get_parent(), is_sample=True, live=False).pk,
    "covers_name": lambda _: False,
    "covers_face": lambda _: False,
    "covers_place": lambda _: False,
    "channels": lambda _: ["site", "print"],
    "languages": lambda _: ["en", "fr"],
    "valid_until": lambda _: dt.date(2100, 1, 1),
    "note": lambda _: "Another form",
    "withdrawn_on": lambda _: timezone.localdate(),
    "recorded_by_id": lambda given: given.people.admin.pk,
    "recorded_at": lambda _: timezone.now(),
    "changed_by_id": lambda given: given.people.admin.pk,
}


def by_save(record: ConsentRecord, column: str, value: Any) -> None:
    setattr(record, column, value)
    record.save()


def by_bulk_update(record: ConsentRecord, column: str, value: Any) -> None:
    setattr(record, column, value)
    ConsentRecord.objects.bulk_update([record], [column.removesuffix("_id")])


def by_update(record: ConsentRecord, column: str, value: Any) -> None:
    ConsentRecord.objects.filter(pk=record.pk).update(**{column: value})


def by_update_that_confirms(record: ConsentRecord, column: str, value: Any) -> None:
    ConsentRecord.objects.filter(pk=record.pk).update(**{column: value}, confirmed_by=record.confirmed_by)


def by_sql(record: ConsentRecord, column: str, value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE stories_consentrecord SET {column} = %s WHERE id = %s", [value, record.pk])


WAYS = [by_save, by_bulk_update, by_update, by_update_that_confirms, by_sql]


def test_every_column_has_a_change() -> None:
    kept = {"id", "confirmed_by_id", "version"}
    assert {field.attname for field in ConsentRecord._meta.concrete_fields} == CHANGES.keys() | kept


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("column", CHANGES)
def test_any_change_takes_the_confirmation_away(
    record: ConsentRecord, people: SimpleNamespace, column: str, way: Callable[..., None]
) -> None:
    way(record, column, CHANGES[column](SimpleNamespace(story=record.story, people=people)))
    record.refresh_from_db()
    assert record.confirmed_by is None


def test_saving_twice_does_not_confirm_again(record: ConsentRecord) -> None:
    for note in ("Another form", "Another form"):
        record.note = note
        record.save()
    record.refresh_from_db()
    assert record.confirmed_by is None


def test_what_was_loaded_before_the_change_does_not_confirm(record: ConsentRecord) -> None:
    stale = ConsentRecord.objects.get(pk=record.pk)
    for note in ("Another form", ""):
        record.note = note
        record.save()
    stale.save()
    record.refresh_from_db()
    assert record.confirmed_by is None


def test_saving_without_a_change_keeps_it(record: ConsentRecord, people: SimpleNamespace) -> None:
    ConsentRecord.objects.get(pk=record.pk).save()
    record.save()
    record.refresh_from_db()
    assert record.confirmed_by == people.second_moderator


@pytest.mark.parametrize("who", ["recorder", "changer"])
@pytest.mark.parametrize("way", ["save", "update", "sql", "create"])
def test_nobody_confirms_what_they_recorded_or_changed(
    consent: Any, people: SimpleNamespace, who: str, way: str
) -> None:
    given = {"recorded_by": people.moderator, "changed_by": people.admin}
    person = {"recorder": people.moderator, "changer": people.admin}[who]
    record = None if way == "create" else consent(**given, confirmed_by=None)
    ways = {
        "create": lambda: consent(**given, confirmed_by=person),
        "save": lambda: by_save(record, "confirmed_by_id", person.pk),
        "update": lambda: by_update(record, "confirmed_by_id", person.pk),
        "sql": lambda: by_sql(record, "confirmed_by_id", person.pk),
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        ways[way]()


def post(user: str, record: ConsentRecord, **values: Any) -> Any:
    client = Client()
    client.login(username=user, password=PASSWORD)
    seen = {
        "languages": record.languages,
        "valid_until": record.valid_until.isoformat(),
        "seen_version": record.version,
    }
    ticked = {name: "on" for name in ("covers_name", "covers_face", "covers_place") if getattr(record, name)}
    data = {"story": record.story_id, "channels": record.channels, **seen, **ticked, **values}
    response = client.post(reverse(f"{ADMIN}:edit", args=[record.pk]), data)
    record.refresh_from_db()
    return response


def test_one_person_cannot_change_and_confirm(record: ConsentRecord, story: StoryPage, people: SimpleNamespace) -> None:
    ConsentRecord.objects.update(valid_until=dt.date(2019, 1, 1), covers_name=False)
    record.refresh_from_db()
    other = StoryPageFactory(parent=story.get_parent(), slug="other", is_sample=False, live=False)
    changes = {"story": other.pk, "languages": ["en", "fr"], "valid_until": "2040-01-01"}
    refused = post("second_moderator", record, **changes, confirm="on")
    assert "Save your changes without ticking this." in refused.content.decode()
    assert (record.story_id, record.confirmed_by, record.changed_by) == (story.pk, None, people.moderator)
    assert post("second_moderator", record, **changes).status_code == 302
    assert (record.story_id, record.confirmed_by, record.changed_by) == (other.pk, None, people.second_moderator)
    for user, reason in (("second_moderator", "You were the last to change"), ("moderator", "You recorded this")):
        assert reason in post(user, record, confirm="on").content.decode()
        assert record.confirmed_by is None
    assert post("admin", record, confirm="on").status_code == 302
    assert (record.confirmed_by, record.changed_by) == (people.admin, people.second_moderator)
    assert post("moderator", record, note="Another form").status_code == 302
    assert (record.confirmed_by, record.changed_by) == (None, people.moderator)


@pytest.mark.parametrize("values", [{"confirm": "on"}, {"note": "Another form"}, {"seen_version": ""}], ids=str)
def test_a_form_that_someone_else_overtook_is_refused(consent: Any, values: dict[str, Any]) -> None:
    record = consent(confirmed_by=None, covers_face=True, languages=["en"])
    if "seen_version" not in values:
        values |= {"seen_version": record.version}
        ConsentRecord.objects.update(valid_until=dt.date(2040, 1, 1))
    response = post("second_moderator", record, **values)
    assert "Someone has changed this record since you opened it." in response.content.decode()
    assert (record.confirmed_by, record.note) == (None, "")


def test_a_form_opened_before_a_withdrawal_does_not_undo_it(record: ConsentRecord) -> None:
    seen = record.version
    ConsentRecord.objects.update(withdrawn_on=timezone.localdate())
    assert post("second_moderator", record, seen_version=seen).status_code == 200
    assert record.withdrawn_on


def test_the_form_says_who_confirmed_and_what_a_change_does(client: Client, record: ConsentRecord) -> None:
    client.login(username="moderator", password=PASSWORD)
    page = client.get(reverse(f"{ADMIN}:edit", args=[record.pk])).content.decode()
    assert "Confirmed by second_moderator." in page
    assert "Saving any change removes the confirmation" in page
    assert f'name="seen_version" value="{record.version}"' in page
    assert "once you have saved the record" in client.get(reverse(f"{ADMIN}:add")).content.decode()


def test_a_forged_initial_value_hides_no_change(consent: Any, people: SimpleNamespace) -> None:
    record = consent(confirmed_by=None)
    before = record.valid_until
    forged = {"valid_until": "2040-01-01", "initial-valid_until": "2040-01-01", "confirm": "on"}
    assert post("second_moderator", record, **forged).status_code == 200
    assert (record.valid_until, record.confirmed_by) == (before, None)


def test_the_order_of_ticked_boxes_is_no_change(consent: Any, people: SimpleNamespace) -> None:
    record = consent(confirmed_by=None, channels=["print", "site"], languages=["fr", "en"])
    values = {"channels": ["site", "print"], "languages": ["en", "fr"], "confirm": "on"}
    assert post("second_moderator", record, **values).status_code == 302
    assert record.confirmed_by == people.second_moderator


def test_whoever_records_cannot_confirm(client: Client, story: StoryPage, people: SimpleNamespace) -> None:
    client.login(username="moderator", password=PASSWORD)
    refused = client.post(reverse(f"{ADMIN}:add"), fields(story, confirm="on"))
    assert "someone else must confirm it" in refused.content.decode()
    assert client.post(reverse(f"{ADMIN}:add"), fields(story)).status_code == 302
    record = ConsentRecord.objects.get()
    assert (record.recorded_by, record.changed_by, record.confirmed_by) == (people.moderator, people.moderator, None)
    assert post("second_moderator", record, confirm="on").status_code == 302
    assert record.confirmed_by == people.second_moderator
