"""The database refuses a live story without consent, whatever writes it."""

import datetime as dt
import itertools
import threading
from collections.abc import Callable
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from stories.consent import problem_with
from stories.models import ConsentRecord, StoryPage
from tests.factories import ConsentRecordFactory, ImageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.stories.recording import commit

Write = Callable[[StoryPage], object]


def sql(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def with_values(story: Page, **values: Any) -> Any:
    for name, value in values.items():
        setattr(story, name, value)
    return story


def base_page(story: StoryPage) -> Page:
    return Page.objects.get(pk=story.pk)


GO_LIVE: dict[str, Write] = {
    "StoryPage.save()": lambda story: with_values(story, live=True).save(),
    "StoryPage.save(update_fields)": lambda story: with_values(story, live=True).save(update_fields=["live"]),
    "Page.save()": lambda story: with_values(base_page(story), live=True).save(),
    "save_base()": lambda story: models.Model.save_base(with_values(story, live=True)),
    "StoryPage update()": lambda story: StoryPage.objects.filter(pk=story.pk).update(live=True),
    "Page update()": lambda story: Page.objects.filter(pk=story.pk).update(live=True),
    "Page bulk_update()": lambda story: Page.objects.bulk_update([with_values(base_page(story), live=True)], ["live"]),
    "SQL": lambda story: sql("UPDATE wagtailcore_page SET live = true WHERE id = %s", story.pk),
    "revision": lambda story: story.save_revision().publish(),
    "add_child()": lambda story: StoryPageFactory(parent=story.get_parent(), is_sample=False, name="Rasha"),
}


def refused(write: Callable[[], object]) -> None:
    """Expect a write to be refused: by the pages' own gate, or at the latest when it commits."""

    def write_and_commit() -> None:
        with transaction.atomic():
            write()
            commit()

    with pytest.raises((IntegrityError, ValidationError, PermissionDenied)) as error:
        write_and_commit()
    if isinstance(error.value, IntegrityError):
        assert "may not be live: no consent in force covers" in str(error.value).splitlines()[0]


@pytest.mark.parametrize("way", GO_LIVE)
def test_a_story_without_consent_cannot_go_live(story: StoryPage, way: str) -> None:
    refused(lambda: GO_LIVE[way](story))
    assert not StoryPage.objects.live().filter(is_sample=False).exists()


@pytest.mark.parametrize("way", [way for way in GO_LIVE if way != "add_child()"])
def test_a_story_with_consent_can(story: StoryPage, record: ConsentRecord, way: str) -> None:
    GO_LIVE[way](story)
    commit()
    assert StoryPage.objects.live().filter(pk=story.pk).exists()


SHOWN: dict[str, dict[str, Any]] = {
    "about": {"about": "person"},
    "is_sample": {"is_sample": False},
    "name": {"name": "Marwa"},
    "is_pseudonym": {"is_pseudonym": False},
    "shows_face": {"shows_face": True},
    "lead_image": {"lead_image": "an image"},
    "place": {"place": "Raqqa"},
}
NOT_YET: dict[str, dict[str, Any]] = {
    "about": {"about": "place"},
    "is_sample": {"is_sample": True},
    "name": {"name": ""},
    "is_pseudonym": {"is_pseudonym": True},
    "shows_face": {"shows_face": False},
    "lead_image": {"lead_image": None},
    "place": {"place": ""},
}


@pytest.mark.parametrize("field", SHOWN)
@pytest.mark.parametrize("way", ["update", "save", "sql"])
def test_a_live_story_cannot_show_more_than_consent_covers(
    story: StoryPage, consent: Any, field: str, way: str
) -> None:
    image = ImageFactory()
    if field not in {"about", "is_sample"}:
        covers = {"is_pseudonym": "covers_name", "shows_face": "covers_face", "lead_image": "covers_face"}
        consent(**{covers.get(field, f"covers_{field}"): False})
    first = {"name": "Marwa", "shows_face": True, "lead_image": image, "lead_image_alt": "Marwa"} | NOT_YET[field]
    with_values(story, live=True, **first).save()
    commit()
    more = {name: image if value == "an image" else value for name, value in SHOWN[field].items()}
    columns = {
        f"{name}_id" if name == "lead_image" else name: getattr(value, "pk", value) for name, value in more.items()
    }
    ways: dict[str, Callable[[], object]] = {
        "update": lambda: StoryPage.objects.filter(pk=story.pk).update(**more),
        "save": lambda: models.Model.save(with_values(StoryPage.objects.get(pk=story.pk), **more)),
        "sql": lambda: [
            sql(f"UPDATE stories_storypage SET {name} = %s WHERE page_ptr_id = %s", value, story.pk)
            for name, value in columns.items()
        ],
    }
    refused(ways[way])


def test_a_translation_stays_tied_to_its_original(live_story: StoryPage, arabic_story: StoryPage) -> None:
    new = "7f1d7f9e-5c9c-4f2c-8d8b-000000000001"
    for page in (live_story, arabic_story):
        refused(lambda page=page: Page.objects.filter(pk=page.pk).update(translation_key=new))
    french = Locale.objects.get_or_create(language_code="fr")[0]
    refused(lambda: Page.objects.filter(pk=arabic_story.pk).update(locale=french))
    refused(lambda: sql("UPDATE wagtailcore_locale SET language_code = 'de' WHERE language_code = 'ar'"))
    Page.objects.filter(pk__in=[live_story.pk, arabic_story.pk]).update(translation_key=new)
    commit()


def test_a_draft_sample_and_a_page_of_another_type_are_left_alone(story: StoryPage, site: SimpleNamespace) -> None:
    StoryPageFactory(parent=story.get_parent(), is_sample=True)
    StoryPageFactory(parent=story.get_parent(), is_sample=False, about="place", name="")
    StoryPage.objects.filter(pk=story.pk).update(place="Raqqa")
    Page.objects.live().update(live=True)
    commit()


def expected(story: StoryPage, record: ConsentRecord) -> bool:
    """Whether a record covers a story, written down once more."""
    needed = {
        "covers_name": bool(story.name) and not story.is_pseudonym,
        "covers_face": story.shows_face and bool(story.lead_image_id),
        "covers_place": bool(story.place),
    }
    return (
        all(getattr(record, name) for name, shown in needed.items() if shown)
        and "en" in record.languages
        and "site" in record.channels
        and record.confirmed_by_id is not None
        and record.withdrawn_on is None
        and record.valid_until >= timezone.localdate()
    )


def test_the_database_and_the_code_agree_on_every_combination(
    story: StoryPage, record: ConsentRecord, people: SimpleNamespace
) -> None:
    today = timezone.localdate()
    image = ImageFactory()
    yes_no = (False, True)
    stories = list(itertools.product(("", "Marwa"), yes_no, (None, image.pk), yes_no, ("", "Raqqa")))
    records = [
        *({"covers_name": a, "covers_face": b, "covers_place": c} for a, b, c in itertools.product(yes_no, repeat=3)),
        {"languages": ["ar"]},
        {"channels": ["print"]},
        {"confirmed_by_id": None},
        {"withdrawn_on": today},
        {"valid_until": today - dt.timedelta(days=1)},
        {"valid_until": today},
    ]
    sql("SET LOCAL session_replication_role = replica")
    Page.objects.filter(pk=story.pk).update(live=True)
    usual = {name: getattr(record, name) for values in records for name in values}
    seen = set()
    for values in records:
        ConsentRecord.objects.filter(pk=record.pk).update(**usual | values)
        record.refresh_from_db()
        assert ConsentRecord.objects.in_force(today).exists() == bool(
            record.confirmed_by_id and not record.withdrawn_on and record.valid_until >= today
        )
        for name, is_pseudonym, image_id, shows_face, place in stories:
            shown = {"name": name, "is_pseudonym": is_pseudonym, "shows_face": shows_face, "place": place}
            StoryPage.objects.filter(pk=story.pk).update(lead_image_id=image_id, **shown)
            with_values(story, lead_image_id=image_id, **shown)
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM stories_uncovered()")
                is_covered = cursor.fetchone()[0] == 0
            assert is_covered == (not problem_with(story)) == expected(story, record), (values, shown)
            seen.add(is_covered)
    assert seen == {True, False}
    sql("SET LOCAL session_replication_role = origin")
    Page.objects.filter(pk=story.pk).update(live=False)


@pytest.mark.django_db
def test_the_database_knows_the_sites_time_zone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_functiondef('stories_today'::regproc)")
        assert f"'{settings.TIME_ZONE}'" in cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("first", ["withdrawal", "publication"])
def test_publishing_and_withdrawing_at_once_never_leave_it_live(site: SimpleNamespace, first: str) -> None:
    recorder, confirmer = (get_user_model().objects.create_user(name) for name in ("recorder", "confirmer"))
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    story = StoryPageFactory(parent=series, is_sample=False, live=False, name="Marwa")
    ConsentRecordFactory(story=story, recorded_by=recorder, confirmed_by=confirmer)
    go_live = f"UPDATE wagtailcore_page SET live = true WHERE id = {story.pk}"
    withdraw = "UPDATE stories_consentrecord SET withdrawn_on = now()"
    parameters = connection.get_connection_params()
    parameters.pop("cursor_factory", None)
    with closing(psycopg2.connect(**parameters)) as one, closing(psycopg2.connect(**parameters)) as other:
        statements = (
            [(one, withdraw), (other, go_live)] if first == "withdrawal" else [(one, go_live), (other, withdraw)]
        )
        for opened, statement in statements:
            opened.cursor().execute(statement)
        refusals: list[Exception] = []

        def finish(opened: Any) -> None:
            try:
                opened.commit()
            except psycopg2.errors.CheckViolation as error:
                refusals.append(error)

        # Publishing waits at its commit for the withdrawal to end.
        publishing, withdrawing = (other, one) if first == "withdrawal" else (one, other)
        thread = threading.Thread(target=finish, args=[publishing])
        thread.start()
        thread.join(0.2)
        finish(withdrawing)
        thread.join(10)
    story.refresh_from_db()
    assert not story.live
    assert len(refusals) == 1
