"""Send waiting mail: claim a row, hand it to the mail server outside any transaction, note the outcome."""

import datetime as dt
import email
import email.policy
import smtplib
from email.message import EmailMessage as MimeMessage
from typing import Any

import structlog
from django.core.mail import EmailMessage, mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.models import GIVE_UP_AFTER, KEEP_GIVEN_UP, KEEP_SENT, OutgoingMail
from publishing import hold, row_locks
from publishing.clock import DatabaseNow
from publishing.time_limit import TimeLimitError, time_limit

# However slowly a mail server answers, it gets no longer than this for one mail.
MAX_SECONDS = 45
# Mails that other processes are sending are passed over; there are fewer processes than this.
_CANDIDATES = 20
FIRST_PAUSE, LONGEST_PAUSE = dt.timedelta(seconds=30), dt.timedelta(hours=1)
MAX_COMBINED = 200
# What a transport can raise: the network, the protocol, an address that can't be written, our own limit.
TRANSPORT_ERRORS = (OSError, smtplib.SMTPException, ValueError, TimeLimitError)

log = structlog.get_logger("coalition.outbox")


class TransportDownError(Exception):
    """The mail server can't be reached or doesn't answer."""


class StoredMessage(EmailMessage):
    """A message as it was queued, to one of its recipients."""

    def __init__(self, mail: OutgoingMail) -> None:
        super().__init__(mail.subject, mail.text, mail.sender, [mail.recipient])
        self._content = bytes(mail.content)

    def message(self, *, policy: Any = email.policy.SMTP) -> MimeMessage:
        """Return the message that was queued."""
        return email.message_from_bytes(self._content, _class=MimeMessage, policy=policy)


def send_next() -> bool:
    """Send the mail that has been due longest; return whether there was one.

    Raises:
        TransportDownError: The mail server can't be reached; the mail waits and no attempt is counted.
    """
    due = _sendable().filter(due_at__lte=DatabaseNow()).values_list("pk", flat=True)
    for pk in due[:_CANDIDATES]:
        if row_locks.claim_for_session(row_locks.MAIL, str(pk)):
            try:
                # Another process may have sent it between the two queries.
                if mail := OutgoingMail.objects.waiting().filter(pk=pk, due_at__lte=DatabaseNow()).first():
                    _send(mail)
                    return True
            finally:
                row_locks.release(row_locks.MAIL, str(pk))
    return False


def _send(mail: OutgoingMail) -> None:
    """Send a mail that this process has claimed, and note the outcome."""
    if mail.topic and not mail.may_have_arrived:
        _combine(mail)
    transport = mailers["transport"]
    try:
        with time_limit(MAX_SECONDS):
            _open(transport)
            _hand_over(transport, mail)
    except TransportDownError as error:
        OutgoingMail.objects.filter(pk=mail.pk).update(last_error=str(error))
        raise
    except TRANSPORT_ERRORS as error:
        _note_failure(mail, error)
    else:
        _note_success(mail)
    finally:
        _close(transport)


def give_up() -> int:
    """Give up mail that couldn't be sent for a day, forget what is long settled, and return how many were given up."""
    old = OutgoingMail.objects.waiting().filter(created_at__lt=DatabaseNow() - GIVE_UP_AFTER)
    # What a hold keeps back was never tried.
    count = old.exclude(last_error="").update(given_up_at=DatabaseNow())
    if count:
        log.error("mail given up after a day", count=count)
    OutgoingMail.objects.filter(sent_at__lt=DatabaseNow() - KEEP_SENT).delete()
    OutgoingMail.objects.filter(given_up_at__lt=DatabaseNow() - KEEP_GIVEN_UP).delete()
    return count


def next_due_at() -> dt.datetime | None:
    """Return when the next mail falls due, None for never."""
    return _sendable().order_by("due_at").values_list("due_at", flat=True).first()


def _sendable() -> Any:
    """Return the mail that may be sent now or later; a hold keeps public mail back."""
    waiting = OutgoingMail.objects.waiting()
    return waiting.filter(is_public=False) if hold.is_on() else waiting


def _combine(mail: OutgoingMail) -> None:
    """Take the other waiting alarms of a mail's topic into it.

    Only mails that certainly haven't arrived are combined: the receiver would drop a second version of one Message-ID.
    """
    others = OutgoingMail.objects.waiting().filter(
        topic=mail.topic, recipient=mail.recipient, may_have_arrived=False, is_public=mail.is_public
    )
    with transaction.atomic():
        found = [
            other
            for other in others.exclude(pk=mail.pk).order_by("created_at", "pk")[:MAX_COMBINED]
            if row_locks.claim(row_locks.MAIL, str(other.pk))
        ]
        # What another process has sent or combined in the meantime is gone from the queue.
        still = set(others.filter(pk__in=[other.pk for other in found]).values_list("pk", flat=True))
        found = [other for other in found if other.pk in still]
        if found:
            _take_in(mail, found)
            OutgoingMail.objects.filter(pk__in=still).delete()
            mail.save()


def _take_in(mail: OutgoingMail, others: list[OutgoingMail]) -> None:
    """Make one message of several alarms."""
    parts = [(mail.subject, mail.text), *((other.subject, other.text) for other in others)]
    mail.subject = ngettext(
        "%(subject)s, and %(count)d more alarm", "%(subject)s, and %(count)d more alarms", len(others)
    ) % {"subject": mail.subject[:150], "count": len(others)}
    rule = "\n\n" + "-" * 60 + "\n\n"
    mail.text = rule.join(f"{subject}\n\n{text.strip()}" for subject, text in parts)
    headers = {"Message-ID": mail.message_id}
    message = EmailMessage(mail.subject, mail.text, mail.sender, [mail.recipient], headers=headers)
    mail.content = message.message(policy=email.policy.SMTP).as_bytes()


def _open(transport: BaseEmailBackend) -> None:
    """Connect to the mail server and sign in.

    Raises:
        TransportDownError: That failed; nothing has been handed over.
    """
    try:
        transport.open()
    except TRANSPORT_ERRORS as error:
        raise TransportDownError(_described(error)) from error


def _hand_over(transport: BaseEmailBackend, mail: OutgoingMail) -> None:
    """Hand one mail to the server."""
    # From here on a crash leaves open whether it arrived.
    OutgoingMail.objects.filter(pk=mail.pk).update(may_have_arrived=True)
    transport.send_messages([StoredMessage(mail)])


def _close(transport: BaseEmailBackend) -> None:
    """Say goodbye; a server that doesn't answer to that changes nothing any more."""
    try:
        with time_limit(5):
            transport.close()
    except TRANSPORT_ERRORS as error:
        log.warning("mail server didn't close the connection", error=_described(error))


def _note_success(mail: OutgoingMail) -> None:
    """Note that the server has accepted a mail, and drop its content."""
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=DatabaseNow(), content=b"", text="", last_error="")
    log.info("mail sent", mail=mail.pk, topic=mail.topic)


def _note_failure(mail: OutgoingMail, error: Exception) -> None:
    """Keep the error and try again after pauses that grow up to an hour."""
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(mail.attempts, 10))
    was_refused = isinstance(error, (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, ValueError))
    OutgoingMail.objects.filter(pk=mail.pk).update(
        attempts=mail.attempts + 1,
        due_at=DatabaseNow() + pause,
        last_error=_described(error),
        may_have_arrived=mail.may_have_arrived or not was_refused,
    )
    log.warning("mail not sent", mail=mail.pk, attempts=mail.attempts + 1, error=type(error).__name__)


def _described(error: Exception) -> str:
    """Return an error for administrators; the log gets no text of it, which may hold an address."""
    if isinstance(error, TimeLimitError):
        return _("The mail server took longer than %(seconds)d seconds.") % {"seconds": MAX_SECONDS}
    return f"{type(error).__name__}: {error}"[:1000]
