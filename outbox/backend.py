"""The mail backend that every mailer of the project uses: it writes rows and talks to nobody.

``MAILERS`` names three of them, for ``send_mail(…, using=…)``: ``default``; ``alarms``, whose mails are combined by
topic; and ``public``, whose mails wait while everything is on hold. ``transport`` is the real mail server, which only
``outbox.sending`` uses.
"""

import datetime as dt
import email.policy
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, make_msgid
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Max

from outbox.models import MAX_ADDRESS_LENGTH, OutgoingMail
from publishing import clock

TOPIC_HEADER = "X-Topic"
# Alarms wait this long for others of their topic, and this long after the last mail on it.
COMBINE_AFTER, COMBINE_EVERY = dt.timedelta(seconds=5), dt.timedelta(minutes=10)
_MAX_SUBJECT_LENGTH = 200

log = structlog.get_logger("coalition.outbox")


class OutboxBackend(BaseEmailBackend):
    """Queues each message in the current transaction."""

    def __init__(self, *, is_public: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_public = is_public

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Queue messages and return how many there were.

        Raises:
            ValueError: A header is malformed.
        """
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> bool:
        """Queue one message; return whether it has anybody to go to."""
        recipients = [address for address in dict.fromkeys(message.recipients()) if _is_storable(address)]
        if not recipients:
            return False
        # Titles end up in subjects and texts: an odd character in one must not stop an alarm.
        message.subject = " ".join(_storable(message.subject).split())[:_MAX_SUBJECT_LENGTH]
        message.body = _storable(message.body)
        headers = dict(message.extra_headers)
        topic = str(headers.pop(TOPIC_HEADER, ""))
        headers.setdefault("Message-ID", new_message_id())
        original, message.extra_headers = message.extra_headers, headers
        try:
            content = message.message(policy=email.policy.SMTP)
        finally:
            message.extra_headers = original
        shared = {
            "message_id": str(content["Message-ID"]),
            "sender": message.from_email,
            "subject": message.subject,
            "text": message.body,
            "content": content.as_bytes(),
            "topic": topic,
            "is_public": self.is_public,
        }
        rows = [OutgoingMail(recipient=recipient, **shared, **_due(topic, recipient)) for recipient in recipients]
        OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
        return True


def _is_storable(address: str) -> bool:
    """Return whether an address is one at all; nothing longer than this can be delivered."""
    if len(address) > MAX_ADDRESS_LENGTH:
        log.error("mail not queued: its address is too long", length=len(address))
    return 0 < len(address) <= MAX_ADDRESS_LENGTH


def _storable(text: object) -> str:
    """Return a text without what neither PostgreSQL nor a mail can hold: NUL and halves of surrogate pairs."""
    return str(text or "").replace("\0", "").encode("utf-8", "replace").decode()


def new_message_id() -> str:
    """Return a new Message-ID in the sender's domain; the machine's own name is nobody's business."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return make_msgid(domain=domain)


def _due(topic: str, recipient: str) -> dict[str, Any]:
    """Return when an alarm is due; other mail is due at once."""
    if not topic:
        return {}
    sent = OutgoingMail.objects.filter(topic=topic, recipient=recipient)
    last = sent.aggregate(last=Max("sent_at"))["last"]
    soon = clock.now() + COMBINE_AFTER
    return {"due_at": max(soon, last + COMBINE_EVERY) if last else soon}
