"""Real mail senders against real mail servers and PostgreSQL: what a kill, a silence or an outage leaves behind."""

import datetime as dt
from collections import Counter
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from coalition.settings import base
from outbox import alarms
from outbox.models import OutgoingMail
from publishing import heartbeat
from publishing.models import Heartbeat
from schedule.models import Outcome
from tests.outbox.smtp_server import smtp_server
from tests.schedule.test_processes import all_at, planned, schedulers, until

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


def test_a_silent_mail_server_delays_no_go_live_and_gets_everything_later(site: SimpleNamespace) -> None:
    pages = planned(site, 5)
    with smtp_server("silent") as server, ExitStack() as running:
        for number in range(3):
            alarms.mail_alarm(f"alarm {number}", "Alarm", "Text", [TO])
        for loop in ("outbox.loop", "publishing.job_runner", "schedule.clock.scheduler"):
            running.enter_context(schedulers(1, loop=loop, EMAIL_URL=url(server.port)))
        until(lambda: server.connections, 30)
        all_at(timezone.now() + dt.timedelta(seconds=2))
        until(lambda: Outcome.objects.count() == len(pages), 20)
        late = [(done.done_at - done.due_at).total_seconds() for done in Outcome.objects.all()]
        assert max(late) < 1
        assert OutgoingMail.objects.waiting().count() == 3
        server.mode = "good"
        until(lambda: not OutgoingMail.objects.waiting().exists(), 90)
        assert len(server.received) == 3
