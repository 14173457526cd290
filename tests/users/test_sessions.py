"""How long sessions last, what ends them, and what their owners see of them."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from tests.conftest import PASSWORD
from tests.users.conftest import NEW_PASSWORD, is_in, mails, sign_in
from users.roles import MODERATORS

HOUR = dt.timedelta(hours=1)


def test_an_idle_session_ends_after_two_hours(client: Client, people: SimpleNamespace, still: Any) -> None:
    sign_in(client, "editor")
    for _ in range(3):
        still.shift(1.9 * HOUR)
        assert is_in(client)
    still.shift(2 * HOUR)
    page = client.get("/admin/", follow=True)
    assert "You were signed out" in page.content.decode()
    assert not is_in(client)


def test_no_session_lasts_longer_than_twelve_hours(client: Client, people: SimpleNamespace, still: Any) -> None:
    sign_in(client, "editor")
    for _ in range(11):
        still.shift(HOUR)
        assert is_in(client)
    still.shift(HOUR)
    assert not is_in(client)


def test_an_open_page_keeps_no_session_alive(client: Client, people: SimpleNamespace, still: Any, site: Any) -> None:
    sign_in(client, "moderator")
    ping = reverse("wagtailadmin_editing_sessions:ping", args=["wagtailcore", "page", site.news.pk, 1])
    for _ in range(5):
        still.shift(0.5 * HOUR)
        client.post(ping)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(people: SimpleNamespace) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "editor")
    data = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert here.post(reverse("account_change_password"), data).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    assert "Your password was changed" in {message.subject for message in mails()}


@pytest.mark.parametrize("change", ["group", "superuser"])
def test_another_role_ends_every_session(client: Client, people: SimpleNamespace, change: str) -> None:
    sign_in(client, "editor")
    assert is_in(client)
    if change == "group":
        people.editor.groups.add(Group.objects.get(name=MODERATORS))
    else:
        people.editor.is_superuser = True
        people.editor.save()
    assert not is_in(client)


def test_people_see_and_end_their_sessions(people: SimpleNamespace) -> None:
    here, there, other = Client(HTTP_USER_AGENT="Here"), Client(HTTP_USER_AGENT="There"), Client()
    sign_in(here, "editor")
    sign_in(there, "editor")
    sign_in(other, "moderator")
    page = here.get(reverse("usersessions_list")).content.decode()
    assert "Here" in page
    assert "There" in page
    assert UserSession.objects.filter(user=people.editor).count() == 2
    here.post(reverse("usersessions_list"))
    assert is_in(here)
    assert not is_in(there)
    assert is_in(other)


def test_signing_in_and_out_is_recorded(client: Client, people: SimpleNamespace) -> None:
    sign_in(client, "editor", "wrong")
    sign_in(client, "editor")
    client.post("/admin/logout/")
    mails()
    actions = ModelLogEntry.objects.filter(object_id=str(people.editor.pk)).values_list("action", flat=True)
    assert sorted(actions) == ["users.sign_in", "users.sign_in_failed", "users.sign_out"]


def test_administrators_read_filter_and_export_the_record(client: Client, people: SimpleNamespace) -> None:
    sign_in(Client(), "editor")
    sign_in(client, "admin")
    report = reverse("wagtailadmin_reports:site_history")
    assert "Signed in" in client.get(report).content.decode()
    assert "Signed in" in client.get(f"{report}?action=users.sign_in").content.decode()
    exported = b"".join(client.get(f"{report}?export=csv").streaming_content).decode()
    assert "Sign in" in exported
    assert ModelLogEntry.objects.get(action="users.exported").data["list"] == "wagtailadmin_reports:site_history"
    editor = Client()
    sign_in(editor, "editor")
    assert "Signed in" not in editor.get(report).content.decode()


def test_a_new_device_is_mailed_about_once(people: SimpleNamespace) -> None:
    client = Client(HTTP_USER_AGENT="Firefox %(name)s <b>")
    for _ in range(2):
        sign_in(client, "editor")
        client.post("/admin/logout/")
    told = [message for message in mails() if message.subject == "A sign-in with a new device"]
    assert len(told) == 1
    assert told[0].to == ["editor@example.org"]
    assert "Firefox %(name)s <b>" in told[0].body
    sign_in(Client(), "editor")
    assert len([message for message in mails() if message.subject == "A sign-in with a new device"]) == 2
