"""The project's own mailers, with a mail server on loopback as their transport."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from coalition.settings import base
from outbox.models import OutgoingMail
from tests.outbox.smtp_server import SmtpServer, smtp_server


@pytest.fixture
def server(settings: Any, db: None) -> Iterator[SmtpServer]:
    with smtp_server() as running:
        options = {"host": "127.0.0.1", "port": running.port, "timeout": 2}
        transport = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
        settings.MAILERS = {**base.MAILERS, "transport": transport}
        yield running


def later(seconds: float) -> None:
    """Let time pass for the mails in the outbox, by the database's clock."""
    fields = [f.column for f in OutgoingMail._meta.fields if f.get_internal_type() == "DateTimeField"]
    shifted = ", ".join(f"{field} = {field} - interval '{seconds} seconds'" for field in fields)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE outbox_outgoingmail SET {shifted}")
