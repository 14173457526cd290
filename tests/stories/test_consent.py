"""No story shows somebody real without consent."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, Revision

from pages.publish_gate import PublishRefusedError
from publishing.jobs import run_due_jobs
from stories.consent import problem_with
from stories.models import ConsentRecord, StoryPage
from tests.admin.forms import scraped
from tests.conftest import PASSWORD
from tests.factories import StoryPageFactory
from tests.stories.recording import fields, publish


def test_without_a_record_it_cannot_go_live(story: StoryPage) -> None:
    with pytest.raises(PublishRefusedError):
        publish(story)
    story.live = True
    with pytest.raises(PublishRefusedError):
        story.save()
    assert not StoryPage.objects.live().exists()


def test_with_a_record_it_can(story: StoryPage, consent: Any) -> None:
    consent()
    publish(story)
    assert story.live


def test_samples_and_places_need_none(site: SimpleNamespace, story: StoryPage) -> None:
    StoryPageFactory(parent=story.get_parent(), is_sample=True)
    StoryPageFactory(parent=story.get_parent(), is_sample=False, about="place", name="")


@pytest.mark.parametrize(
    "values",
    [
        {"confirmed_by": None},
        {"covers_name": False},
        {"covers_place": False},
        {"channels": ["print"]},
        {"languages": ["fr"]},
        {"valid_until": dt.date(2019, 1, 1)},
        {"withdrawn_on": dt.date(2019, 1, 1)},
    ],
    ids=str,
)
def test_a_record_that_does_not_cover_it_is_not_enough(story: StoryPage, consent: Any, values: dict[str, Any]) -> None:
    consent(**values)
    assert problem_with(story)
    with pytest.raises(PublishRefusedError):
        publish(story)


def test_a_pseudonym_needs_no_consent_to_the_name(story: StoryPage, consent: Any) -> None:
    consent(covers_name=False)
    story.is_pseudonym = True
    assert not problem_with(story)


def test_moderators_are_warned_a_month_ahead(consent: Any, time_machine: Any) -> None:
    last_day = timezone.localdate() + dt.timedelta(days=60)
    consent(valid_until=last_day)
    for days, mails in ((31, 0), (30, 1)):
        day = dt.datetime.combine(last_day - dt.timedelta(days=days), dt.time(12))
        time_machine.move_to(timezone.make_aware(day))
        run_due_jobs()
        assert len(mail.outbox) == mails
    assert set(mail.outbox[0].to) == {"moderator@example.org", "second_moderator@example.org"}
    assert last_day.isoformat() in mail.outbox[0].subject
    assert "Marwa" not in mail.outbox[0].subject + mail.outbox[0].body


def test_withdrawal_takes_the_story_down_at_once(story: StoryPage, consent: Any) -> None:
    record = consent()
    publish(story)
    record.withdrawn_on = timezone.localdate()
    record.save()
    story.refresh_from_db()
    assert not story.live


def test_a_second_record_keeps_the_story_up(story: StoryPage, consent: Any) -> None:
    first, _second = consent(), consent()
    publish(story)
    first.withdrawn_on = timezone.localdate()
    first.save()
    story.refresh_from_db()
    assert story.live


def test_only_those_with_its_permission_see_it(client: Client, consent: Any, people: SimpleNamespace) -> None:
    record = consent(note="The form is in the safe.")
    listing = reverse("wagtailsnippets_stories_consentrecord:list")
    edit = reverse("wagtailsnippets_stories_consentrecord:edit", args=[record.pk])
    client.login(username="editor", password=PASSWORD)
    assert client.get(listing).status_code == 302
    assert client.get(edit).status_code == 302
    client.login(username="moderator", password=PASSWORD)
    assert client.get(listing).status_code == 200
    assert "The form is in the safe." in client.get(edit).content.decode()
    export = b"".join(client.get(listing, {"export": "csv"}).streaming_content)
    assert not export.strip()


def test_who_looks_and_who_withdraws_is_recorded(client: Client, consent: Any, people: SimpleNamespace) -> None:
    record = consent()
    edit = reverse("wagtailsnippets_stories_consentrecord:edit", args=[record.pk])
    client.login(username="moderator", password=PASSWORD)
    form = scraped(client.get(edit))
    assert client.post(edit, form | {"withdrawn_on": timezone.localdate().isoformat()}).status_code == 302
    entries = ModelLogEntry.objects.filter(object_id=str(record.pk), user=people.moderator)
    actions = set(entries.values_list("action", flat=True))
    assert {"stories.consent_viewed", "stories.consent_withdrawn"} <= actions
    assert "Marwa" not in str(list(entries.values_list("label", "data")))


def test_it_is_in_no_revision(story: StoryPage, consent: Any) -> None:
    consent(note="The form is in the safe.")
    publish(story)
    for revision in Revision.objects.all():
        assert "consent" not in str(revision.content).lower()
        assert "safe" not in str(revision.content)


def test_channels_and_languages_are_ticked_not_typed(client: Client, story: StoryPage, people: SimpleNamespace) -> None:
    add = reverse("wagtailsnippets_stories_consentrecord:add")
    client.login(username="moderator", password=PASSWORD)
    form = client.get(add).content.decode()
    for name, value in (("channels", "print"), ("languages", "ar")):
        assert re.search(rf'<input type="checkbox" name="{name}" value="{value}"', form)
    for broken in ({"channels": ["smoke"]}, {"channels": []}, {"languages": ["tlh"]}):
        assert client.post(add, fields(story, **broken)).status_code == 200
    assert not ConsentRecord.objects.exists()
    assert client.post(add, fields(story, channels=["site", "print"], languages=["en", "ar"])).status_code == 302
    record = ConsentRecord.objects.get()
    assert (record.channels, record.languages) == (["site", "print"], ["en", "ar"])
