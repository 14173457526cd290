"""Real mail senders against real mail servers and PostgreSQL: what a kill, a silence or an outage leaves behind."""

import datetime as dt
import time
from collections import Counter
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from coalition.settings import base
from outbox import alarms
from outbox.models import OutgoingMail
from publishing import heartbeat
from publishing.models import Heartbeat, Job
from schedule.models import Outcome
from tests.factories import ConsentRecordFactory, StoryPageFactory, StorySeriesPageFactory
from tests.outbox.smtp_server import smtp_server
from tests.schedule.test_processes import all_at, planned, schedulers, until
from tests.stories.recording import let_consent_end, publish

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
TO = "m@example.org"


@pytest.fixture(autouse=True)
def mailers(settings: Any) -> None:
    settings.MAILERS = base.MAILERS
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def url(port: int) -> str:
    return f"smtp://127.0.0.1:{port}"


def test_killed_20_times_it_loses_nothing_and_repeats_only_what_was_in_flight(site: SimpleNamespace) -> None:
    with smtp_server() as server:
        server.seconds_per_reply = 0.01
        for number in range(200):
            mail.send_mail(f"Subject {number}", "Text", None, [TO])
        expected = set(OutgoingMail.objects.values_list("message_id", flat=True))
        with schedulers(1, kills=20, loop="outbox.loop", EMAIL_URL=url(server.port)) as process:
            assert process.stdout
            until(lambda: not OutgoingMail.objects.waiting().exists(), 120)
            while "killed" not in process.stdout.readline():
                pass
        times = Counter(server.ids())
    assert set(times) == expected
    assert sum(count - 1 for count in times.values()) <= 20
    print("duplicates:", sum(count - 1 for count in times.values()))


def test_two_senders_send_each_mail_once(site: SimpleNamespace) -> None:
    with smtp_server() as server:
        for number in range(100):
            mail.send_mail(f"Subject {number}", "Text", None, [TO])
        with schedulers(2, loop="outbox.loop", EMAIL_URL=url(server.port)):
            until(lambda: not OutgoingMail.objects.waiting().exists(), 60)
            assert heartbeat.is_beating(Heartbeat.Process.MAIL)
            assert not heartbeat.is_beating()
        assert Counter(server.ids()).most_common(1)[0][1] == 1
        assert len(server.received) == 100


RESET = "/admin/password_reset/"


def soon(client: Client, method: str, path: str, **data: str) -> int:
    """Ask for something and return the status; the answer has to come within a second."""
    began = time.monotonic()
    status = getattr(client, method)(path, data).status_code
    assert time.monotonic() - began < 1, path
    return int(status)


def story_whose_consent_ends(site: SimpleNamespace, people: SimpleNamespace, at: dt.datetime) -> Page:
    """Return a live story that the scheduler has to take down at an instant."""
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    story = StoryPageFactory(parent=series, is_sample=False, live=False)
    record = ConsentRecordFactory(story=story, recorded_by=people.moderator, confirmed_by=people.second_moderator)
    publish(story)
    with transaction.atomic():
        let_consent_end(record)
    Job.objects.update_or_create(kind="stories.consent_end", key="next", defaults={"due_at": at})
    return story


def test_a_silent_mail_server_delays_nothing_and_gets_everything_later(
    site: SimpleNamespace, people: SimpleNamespace, client: Client
) -> None:
    names = [f"reader{number}" for number in range(8)]
    for name in names:
        get_user_model().objects.create_user(name, f"{name}@example.org", "p")
    pages = planned(site, 5)
    story = story_whose_consent_ends(site, people, timezone.now() + dt.timedelta(hours=1))
    mail_before = OutgoingMail.objects.count()
    with smtp_server("silent") as server, ExitStack() as running:
        for number in range(3):
            alarms.mail_alarm(f"alarm {number}", "Alarm", "Text", [TO])
        for name in names:
            assert soon(client, "post", RESET, email=f"{name}@example.org") == 302
        for loop in ("outbox.loop", "publishing.job_runner", "schedule.clock.scheduler"):
            running.enter_context(schedulers(1, loop=loop, EMAIL_URL=url(server.port)))
        until(lambda: server.connections, 30)
        until(lambda: OutgoingMail.objects.count() == mail_before + 3 + 8, 30)
        instant = timezone.now() + dt.timedelta(seconds=2)
        Job.objects.filter(kind="stories.consent_end", key="next").update(due_at=instant)
        all_at(instant)
        assert (soon(client, "get", "/en/"), soon(client, "get", "/-/live/")) == (200, 200)
        until(lambda: Outcome.objects.count() == len(pages), 20)
        late = [(done.done_at - done.due_at).total_seconds() for done in Outcome.objects.all()]
        assert max(late) < 1
        time.sleep(max(0.0, (instant - timezone.now()).total_seconds() + 1))
        assert not Page.objects.get(pk=story.pk).live
        waiting = OutgoingMail.objects.waiting().count()
        assert waiting >= 3 + 8
        server.mode = "good"
        until(lambda: not OutgoingMail.objects.waiting().exists(), 90)
        assert len(server.received) >= 3 + 8
