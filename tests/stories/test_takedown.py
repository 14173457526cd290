"""Whatever changes the consent table takes down at once what it no longer covers."""

import datetime as dt
import logging
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry
from wagtail.signals import page_unpublished

from publishing.jobs import run_due_jobs
from publishing.models import Job, LiveUse
from stories.models import ConsentRecord, StoryPage
from tests.conftest import PASSWORD
from tests.factories import StoryPageFactory
from tests.stories.recording import commit, fields, let_consent_end, publish

ADMIN = "wagtailsnippets_stories_consentrecord"
Change = Callable[[ConsentRecord], object]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def admin_post(name: str, record: ConsentRecord, data: dict[str, Any]) -> None:
    client = Client()
    client.login(username="second_moderator", password=PASSWORD)
    response = client.post(reverse(f"{ADMIN}:{name}", args=[record.pk]), data)
    assert response.status_code == 302


def bulk_delete(record: ConsentRecord) -> None:
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    address = reverse("wagtail_bulk_action", args=["stories", "consentrecord", "delete"])
    assert client.post(f"{address}?id={record.pk}").status_code == 302


def other_story(record: ConsentRecord) -> StoryPage:
    return StoryPageFactory(parent=record.story.get_parent(), slug="other", is_sample=False, live=False)


def reassign(record: ConsentRecord) -> None:
    record.story = other_story(record)
    record.save()


def bulk_update(record: ConsentRecord) -> None:
    record.covers_name = False
    ConsentRecord.objects.bulk_update([record], ["covers_name"])


def upsert(record: ConsentRecord) -> None:
    record.covers_place = False
    ConsentRecord.objects.bulk_create(
        [record], update_conflicts=True, unique_fields=["id"], update_fields=["covers_place"]
    )


def all_records() -> QuerySet[ConsentRecord]:
    return ConsentRecord.objects.all()


YESTERDAY = timezone.localdate() - dt.timedelta(days=1)
TABLE = "stories_consentrecord"

# Ways that go through the models: Wagtail's unpublishing is complete when they return.
MODELS: dict[str, Change] = {
    "delete()": lambda record: record.delete(),
    "QuerySet.delete()": lambda _: all_records().delete(),
    "related delete()": lambda record: record.story.consent_records.all().delete(),
    "admin delete": lambda record: admin_post("delete", record, {}),
    "admin bulk delete": bulk_delete,
    "admin reassign": lambda record: admin_post(
        "edit", record, fields(other_story(record), seen_version=record.version, covers_face="on")
    ),
    "save() reassign": reassign,
    "update() reassign": lambda record: all_records().update(story=other_story(record)),
    "save() withdraw": lambda record: [setattr(record, "withdrawn_on", timezone.localdate()), record.save()],
    "update() withdraw": lambda _: all_records().update(withdrawn_on=timezone.localdate()),
    "update() end": lambda _: all_records().update(valid_until=YESTERDAY),
    "update() channels": lambda _: all_records().update(channels=["print"]),
    "update() languages": lambda _: all_records().update(languages=["fr"]),
    "update() face": lambda _: all_records().update(covers_face=False),
    "update() confirmation": lambda _: all_records().update(confirmed_by=None),
    "update() note": lambda _: all_records().update(note="Another form"),
    "bulk_update()": bulk_update,
    "bulk_create(update_conflicts)": upsert,
}
# Ways that pass the models by: the page is down at once, a job completes the rest.
BELOW: dict[str, Change] = {
    "_raw_delete()": lambda _: all_records()._raw_delete("default"),
    "SQL delete": lambda _: sql(f"DELETE FROM {TABLE}"),
    "SQL truncate": lambda _: [commit(), sql(f"TRUNCATE {TABLE}")],
    "SQL reassign": lambda record: sql(f"UPDATE {TABLE} SET story_id = %s", other_story(record).pk),
    "SQL withdraw": lambda _: sql(f"UPDATE {TABLE} SET withdrawn_on = now()"),
    "SQL end": lambda _: sql(f"UPDATE {TABLE} SET valid_until = now() - interval '1 day'"),
    "SQL place": lambda _: sql(f"UPDATE {TABLE} SET covers_place = false"),
    "SQL confirmation": lambda _: sql(f"UPDATE {TABLE} SET confirmed_by_id = NULL"),
}


def unpublished(page: Page) -> bool:
    return PageLogEntry.objects.filter(page=page, action="wagtail.unpublish").exists()


@pytest.mark.parametrize("way", MODELS)
def test_a_change_through_the_models_unpublishes_at_once(
    way: str, live_story: StoryPage, record: ConsentRecord, client: Client
) -> None:
    assert client.get(live_story.url_path).status_code == 200
    told: list[int] = []
    page_unpublished.connect(told_of := lambda instance, **_: told.append(instance.pk), weak=False)
    try:
        MODELS[way](ConsentRecord.objects.get(pk=record.pk))
    finally:
        page_unpublished.disconnect(told_of)
    commit()
    live_story.refresh_from_db()
    assert (live_story.live, live_story.live_revision, live_story.has_unpublished_changes) == (False, None, True)
    assert unpublished(live_story)
    assert told == [live_story.pk]
    assert client.get(live_story.url_path).status_code == 404


@pytest.mark.parametrize("way", BELOW)
def test_a_change_below_the_models_takes_down_at_once_and_unpublishes_soon(
    way: str, live_story: StoryPage, record: ConsentRecord, client: Client
) -> None:
    BELOW[way](record)
    commit()
    live_story.refresh_from_db()
    assert not live_story.live
    assert client.get(live_story.url_path).status_code == 404
    assert not unpublished(live_story)
    run_due_jobs()
    assert unpublished(live_story)
    assert not Job.objects.filter(kind="stories.taken_down").exists()


def collect(page: Page) -> None:
    StoryPage.objects.filter(pk=page.pk).delete()


def admin_delete(page: Page) -> None:
    client = Client()
    client.login(username="admin", password=PASSWORD)
    assert client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])).status_code == 302


@pytest.mark.parametrize("way", [lambda page: page.delete(), collect, admin_delete], ids=["page", "QuerySet", "admin"])
def test_deleting_the_original_takes_its_translations_down(
    way: Callable[[Page], object],
    live_story: StoryPage,
    arabic_story: StoryPage,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        way(Page.objects.get(pk=live_story.pk))
    commit()
    arabic_story.refresh_from_db()
    assert not arabic_story.live
    assert unpublished(arabic_story)
    assert not Job.objects.filter(kind="stories.taken_down").exists()


ONE_RECORD = [
    *("delete()", "admin delete", "admin bulk delete", "admin reassign", "save() reassign", "save() withdraw"),
    *("bulk_update()", "bulk_create(update_conflicts)"),
]


@pytest.mark.parametrize("way", ONE_RECORD)
def test_a_second_record_keeps_up_what_it_covers(
    way: str, live_story: StoryPage, record: ConsentRecord, consent: Any, arabic_story: StoryPage
) -> None:
    consent(languages=["en"])
    MODELS[way](ConsentRecord.objects.get(pk=record.pk))
    live_story.refresh_from_db()
    arabic_story.refresh_from_db()
    assert (live_story.live, arabic_story.live) == (True, False)


def test_a_receiver_that_fails_does_not_keep_consent_from_ending(live_story: StoryPage, record: ConsentRecord) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    page_unpublished.connect(fail)
    try:
        record.delete()
        live_story.refresh_from_db()
        assert not live_story.live
        assert Job.objects.filter(kind="stories.taken_down", key=str(live_story.pk)).exists()
    finally:
        page_unpublished.disconnect(fail)
    run_due_jobs()
    assert unpublished(live_story)


def test_files_close_with_the_story(live_story: StoryPage, record: ConsentRecord) -> None:
    used = LiveUse.objects.filter(page_id=live_story.pk, page__live=True)
    assert used.exists()
    sql(f"DELETE FROM {TABLE}")
    assert not used.all().exists()


def test_what_was_published_again_meanwhile_stays(live_story: StoryPage, record: ConsentRecord, consent: Any) -> None:
    sql(f"DELETE FROM {TABLE}")
    consent()
    publish(StoryPage.objects.get(pk=live_story.pk))
    run_due_jobs()
    live_story.refresh_from_db()
    assert live_story.live


def end_job_at() -> dt.datetime:
    return Job.objects.get(kind="stories.consent_end").due_at


@pytest.mark.parametrize("change", ["update", "save", "sql"])
def test_the_next_end_follows_the_records(story: StoryPage, record: ConsentRecord, consent: Any, change: str) -> None:
    day, confirmer = timezone.localdate() + dt.timedelta(days=20), record.confirmed_by
    consent(valid_until=day + dt.timedelta(days=5))
    if change == "update":
        all_records().filter(pk=record.pk).update(valid_until=day)
    elif change == "save":
        record.valid_until = day
        record.save()
    else:
        sql(f"UPDATE {TABLE} SET valid_until = %s WHERE id = %s", day, record.pk)
    # A change takes the confirmation away: only the other record ends.
    assert timezone.localtime(end_job_at()).replace(tzinfo=None) == dt.datetime.combine(
        day + dt.timedelta(days=6), dt.time.min
    )
    all_records().filter(pk=record.pk).update(confirmed_by=confirmer)
    assert timezone.localtime(end_job_at()).date() == day + dt.timedelta(days=1)
    all_records().delete()
    assert not Job.objects.filter(kind="stories.consent_end").exists()


def test_the_end_takes_the_story_down(
    live_story: StoryPage, record: ConsentRecord, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(end_job_at() + dt.timedelta(seconds=1))  # a clock that is ahead of the database's
    run_due_jobs()
    assert client.get(live_story.url_path).status_code == 200
    assert end_job_at() > timezone.now()
    let_consent_end(record)
    time_machine.move_to(end_job_at() + dt.timedelta(seconds=1))
    run_due_jobs()
    assert client.get(live_story.url_path).status_code == 404
    assert unpublished(live_story)


def test_the_nightly_check_takes_down_restores_jobs_and_reports(
    live_story: StoryPage, record: ConsentRecord, consent: Any, people: SimpleNamespace, caplog: Any, time_machine: Any
) -> None:
    other = consent(covers_name=False)
    let_consent_end(record)
    Job.objects.filter(kind__startswith="stories.").exclude(kind="stories.consent_sweep").delete()
    sweep = Job.objects.get(kind="stories.consent_sweep")
    time_machine.move_to(sweep.due_at)
    with caplog.at_level(logging.ERROR):
        run_due_jobs()
    live_story.refresh_from_db()
    assert not live_story.live
    assert Job.objects.filter(kind="stories.consent_warning", key=str(other.pk)).exists()
    assert end_job_at().date() >= other.valid_until
    assert Job.objects.get(kind="stories.consent_sweep").due_at > timezone.now()
    assert "stories were live without consent" in caplog.text
    assert len(mail.outbox) == 1
    assert f"/admin/pages/{live_story.pk}/edit/" in mail.outbox[0].body
    assert "Marwa" not in mail.outbox[0].subject + mail.outbox[0].body


def test_an_end_beyond_the_calendar_is_no_error(record: ConsentRecord) -> None:
    for day in (dt.date.max, dt.date.min):
        record.valid_until = day
        record.save()
