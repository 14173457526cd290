"""Mail waits in rows, leaves by a process of its own, and is neither lost nor sent twice without being recognisable."""

import socket
import time
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import transaction
from wagtail.admin.mail import send_mail as send_wagtail_mail

from outbox import alarms, loop, sending
from outbox.models import OutgoingMail
from publishing import hold, jobs
from tests.outbox.conftest import later
from tests.outbox.smtp_server import SmtpServer

TO = "m@example.org"


def queue(count: int = 1, to: str = TO, **options: Any) -> None:
    for number in range(count):
        mail.send_mail(f"Subject {number}", f"Text {number}", None, [to], **options)


def test_sending_mail_writes_a_row_and_talks_to_nobody(server: SmtpServer) -> None:
    queue()
    assert server.connections == 0
    row = OutgoingMail.objects.get()
    assert (row.recipient, row.subject, row.text) == (TO, "Subject 0", "Text 0")
    assert socket.gethostname() not in bytes(row.content).decode()


def test_a_mail_commits_with_its_cause_or_does_not_exist(server: SmtpServer) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012 (the block is what is rolled back)
        queue()
        raise RuntimeError
    assert not OutgoingMail.objects.exists()


def test_a_queued_mail_arrives_as_it_was_written(server: SmtpServer) -> None:
    message = mail.EmailMultiAlternatives(
        "صورة جديدة", "نص\n.\nEnd", "Desk <desk@example.org>", [TO], reply_to=["r@example.org"]
    )
    message.attach_alternative("<p>نص</p>", "text/html")
    message.attach("a.csv", "a,b\n1,2\n", "text/csv")
    message.send()
    row = OutgoingMail.objects.get()
    assert loop.send_due() == 1
    [(recipient, arrived)] = server.received
    assert recipient == TO
    assert arrived["Message-ID"] == row.message_id
    assert arrived["Reply-To"] == "r@example.org"
    parts = {
        part.get_content_type(): part.get_payload(decode=True) for part in arrived.walk() if not part.is_multipart()
    }
    assert parts["text/plain"].decode().replace("\r\n", "\n").strip() == "نص\n.\nEnd"
    assert parts["text/html"].decode().strip() == "<p>نص</p>"
    assert b"1,2" in parts["text/csv"]
    row.refresh_from_db()
    assert row.sent_at
    assert (bytes(row.content), row.text) == (b"", "")
    assert loop.send_due() == 0


def test_each_recipient_is_a_row_and_blind_copies_stay_blind(server: SmtpServer) -> None:
    server.refused = {"gone@example.org"}
    mail.EmailMessage("S", "T", None, [TO, "gone@example.org", TO], bcc=["blind@example.org"]).send()
    assert OutgoingMail.objects.count() == 3
    loop.send_due()
    assert sorted(recipient for recipient, _message in server.received) == ["blind@example.org", TO]
    assert all("blind" not in message.as_string() for _recipient, message in server.received)
    refused = OutgoingMail.objects.undelivered().get()
    assert refused.recipient == "gone@example.org"
    assert "No such mailbox" in refused.last_error


def test_workflow_notifications_and_password_resets_go_through_the_outbox(server: SmtpServer, client: Any) -> None:
    get_user_model().objects.create_user("e", TO, "p", is_superuser=True)
    send_wagtail_mail("Submitted", "Text", [TO])
    client.post("/admin/password_reset/", {"email": TO})
    jobs.run_due_jobs(timed=False)
    assert OutgoingMail.objects.count() == 2
    assert server.connections == 0


@pytest.mark.parametrize("mode", ["silent", "slow"])
def test_a_server_that_does_not_answer_costs_one_attempt_within_the_limit(
    server: SmtpServer, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MAX_SECONDS", 3)
    server.mode = mode
    queue(5)
    began = time.monotonic()
    with pytest.raises(sending.TransportDownError):
        loop.send_due()
    assert time.monotonic() - began < 10
    assert server.connections == 1
    server.mode = "good"
    assert loop.send_due() == 5
    assert len(set(server.ids())) == 5


def test_a_refused_mail_is_retried_with_growing_pauses_and_given_up_after_a_day(server: SmtpServer) -> None:
    server.mode = "refusing"
    queue()
    pauses = []
    for attempt in range(1, 10):
        assert loop.send_due() == 1
        row = OutgoingMail.objects.get()
        assert row.attempts == attempt
        pauses.append(
            int((row.due_at - OutgoingMail.objects.values_list("created_at", flat=True).get()).total_seconds())
        )
        assert loop.send_due() == 0
        assert not row.may_have_arrived
        OutgoingMail.objects.update(due_at=row.created_at)
    assert pauses == sorted(pauses)
    assert pauses[0] == 30
    assert pauses[-1] == 3600
    assert sending.give_up() == 0
    later(24 * 3600)
    assert sending.give_up() == 1
    assert loop.send_due() == 0
    assert OutgoingMail.objects.undelivered().count() == 1
    later(30 * 24 * 3600 + 1)
    sending.give_up()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("mode", ["breaking", "lying"])
def test_what_may_have_arrived_is_sent_again_under_its_message_id(server: SmtpServer, mode: str) -> None:
    server.mode = mode
    queue()
    loop.send_due()
    row = OutgoingMail.objects.get()
    assert row.may_have_arrived
    server.mode = "good"
    later(31)
    assert loop.send_due() == 1
    assert set(server.ids()) == {row.message_id}
    assert len(server.ids()) == (2 if mode == "breaking" else 1)


def test_similar_alarms_become_one_mail(server: SmtpServer) -> None:
    for number in range(20):
        alarms.mail_alarm("schedule.overdue", f"Overdue: {number}", f"Page {number} is late.", [TO, "n@example.org"])
    alarms.mail_alarm("schedule.skew", "Clock", "It is wrong.", [TO])
    assert loop.send_due() == 0
    later(6)
    assert loop.send_due() == 3
    texts = {(to, m["Subject"]): m.get_payload(decode=True).decode() for to, m in server.received}
    together = texts[(TO, "Overdue: 0, and 19 more alarms")]
    assert all(f"Page {number} is late." in together for number in range(20))
    assert (TO, "Clock") in texts
    # More on the topic waits a while: one mail every ten minutes at most.
    for number in range(20, 23):
        alarms.mail_alarm("schedule.overdue", f"Overdue: {number}", f"Page {number} is late.", [TO])
    later(60)
    assert loop.send_due() == 0
    later(600)
    assert loop.send_due() == 1
    assert server.received[-1][1]["Subject"] == "Overdue: 20, and 2 more alarms"


def test_an_alarm_that_may_have_arrived_takes_no_other_with_it(server: SmtpServer) -> None:
    server.mode = "lying"
    alarms.mail_alarm("t", "First", "One.", [TO])
    later(6)
    loop.send_due()
    alarms.mail_alarm("t", "Second", "Two.", [TO])
    server.mode = "good"
    later(60)
    assert loop.send_due() == 2
    assert sorted(m["Subject"] for _to, m in server.received) == ["First", "Second"]


def test_a_hold_keeps_back_public_mail_and_nothing_else(server: SmtpServer) -> None:
    lifter = get_user_model().objects.create_user("m")
    hold.hold_everything(lifter, "Why")
    queue(using="public")
    alarms.mail_alarm("t", "Alarm", "Text", [TO])
    later(2 * 24 * 3600)
    sending.give_up()
    assert loop.send_due() == 1
    assert server.received[0][1]["Subject"] == "Alarm"
    hold.lift(lifter)
    assert loop.send_due() == 1


@pytest.mark.parametrize(
    ("subject", "to", "arrives"),
    [
        ("Two\nlines\r\nBcc: x@example.org", TO, True),
        ("x" * 5_000, TO, True),
        ("Nul\0 and \ud800", TO, True),
        ("S", "no address", False),
        ("S", "a@example.org\nBcc: x@example.org", False),
        ("S", f"{'a' * 400}@example.org", False),
        ("S", "", False),
    ],
)
def test_hostile_subjects_and_addresses(server: SmtpServer, subject: str, to: str, arrives: bool) -> None:
    try:
        mail.send_mail(subject, "Text \0 \ud800", None, [to])
    except ValueError:
        assert not arrives
    loop.send_due()
    assert len(server.received) == arrives
    assert all(message["Bcc"] is None for _to, message in server.received)
    assert all(recipient == TO for recipient, _message in server.received)
