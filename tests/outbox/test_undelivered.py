"""Administrators see what couldn't be delivered, and nobody sees what a mail says."""

from types import SimpleNamespace

import pytest
from django.core import mail
from django.test import Client

from outbox import loop, sending
from outbox.models import OutgoingMail
from publishing import heartbeat
from publishing.models import Heartbeat
from tests.outbox.conftest import later
from tests.outbox.smtp_server import SmtpServer
from users.roles import install_roles

ADDRESS = "/admin/reports/undelivered-mail/"


@pytest.fixture
def admin(people: SimpleNamespace) -> Client:
    install_roles()
    client = Client()
    client.force_login(people.admin)
    return client


def test_the_dashboard_and_the_report_show_what_is_undelivered(
    admin: Client, server: SmtpServer, people: SimpleNamespace
) -> None:
    assert "isn't running" in admin.get("/admin/").content.decode().replace("&#x27;", "'")
    heartbeat.beat("mail 1", process=Heartbeat.Process.MAIL)
    assert "Outgoing mail" not in admin.get("/admin/").content.decode()
    server.mode = "refusing"
    mail.send_mail("The subject", "The secret link", None, ["m@example.org"])
    loop.send_due()
    assert "1 mail couldn" in admin.get("/admin/").content.decode()
    later(24 * 3600 + 60)
    sending.give_up()
    heartbeat.beat("mail 1", process=Heartbeat.Process.MAIL)
    assert "was given up" in admin.get("/admin/").content.decode()
    page = admin.get(ADDRESS).content.decode()
    assert "The subject" in page
    assert "m@example.org" in page
    assert "No such mailbox" in page
    assert "The secret link" not in page


def test_an_undelivered_mail_is_sent_again_or_deleted(admin: Client, server: SmtpServer) -> None:
    server.mode = "refusing"
    for subject in ("Again", "Never"):
        mail.send_mail(subject, "Text", None, ["m@example.org"])
    loop.send_due()
    later(24 * 3600 + 60)
    assert sending.give_up() == 2
    rows = {row.subject: row.pk for row in OutgoingMail.objects.all()}
    server.mode = "good"
    admin.post(ADDRESS, {"mail": ["no", "9" * 40, "-1", str(rows["Never"])], "delete": "on"})
    admin.post(ADDRESS, {"mail": [str(rows["Again"])], "again": "on"})
    loop.send_due()
    assert [message["Subject"] for _to, message in server.received] == ["Again"]
    assert "Everything has been delivered" in admin.get(ADDRESS).content.decode()


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_others_see_nothing_of_it(people: SimpleNamespace, role: str, server: SmtpServer) -> None:
    install_roles()
    client = Client()
    client.force_login(getattr(people, role))
    assert client.get(ADDRESS).status_code in {302, 403, 404}
    assert "Outgoing mail" not in client.get("/admin/").content.decode()
