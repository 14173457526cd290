"""Mail about something that staff must act on, in one place for everybody who raises an alarm."""

from collections.abc import Iterable

from django.core.mail import EmailMessage

from outbox.backend import TOPIC_HEADER


def mail_alarm(topic: str, subject: str, text: str, recipients: Iterable[str]) -> None:
    """Queue an alarm. Alarms of one topic to one person are combined, and no hold keeps them back.

    Args:
        topic: What kind of alarm it is, such as ``schedule.overdue``.
        subject: The subject if it arrives alone.
        text: What happened and what to do.
        recipients: E-mail addresses; without any, nothing is queued.
    """
    EmailMessage(subject, text, None, list(recipients), headers={TOPIC_HEADER: topic}).send(using="alarms")
