"""The calendar feed: private, revocable, correct iCalendar."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from schedule import moving
from schedule.feeds.ical import Event, write
from schedule.models import Action, CalendarFeed
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory

AT = dt.datetime(2019, 3, 23, 9, tzinfo=dt.UTC)


def an_event(**values: Any) -> Event:
    start = {"uid": "1@here", "at": AT, "summary": "Goes live", "url": "https://here/", "changed_at": AT}
    return Event(**start | {"is_certain": True} | values)


def unfolded(content: bytes) -> list[str]:
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_lines_are_folded_at_75_octets_and_break_no_character() -> None:
    summary = "Goes live: الحياة بعد داعش " * 10
    content = write("Coalition", [an_event(summary=summary)])
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    for line in content.split(b"\r\n"):
        line.decode()
    assert f"SUMMARY:{summary}" in unfolded(content)


def test_what_has_a_meaning_of_its_own_is_escaped() -> None:
    hostile = "One, two; three\\four\r\nBEGIN:VEVENT\x00\x1b"
    lines = unfolded(write("Coalition", [an_event(summary=hostile)]))
    assert "SUMMARY:One\\, two\\; three\\\\four\\nBEGIN:VEVENT" in lines
    assert lines.count("BEGIN:VEVENT") == 1


def test_an_event() -> None:
    lines = unfolded(write("Coalition", [an_event(is_certain=False)]))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert {"UID:1@here", "DTSTART:20190323T090000Z", "DTSTAMP:20190323T090000Z", "STATUS:TENTATIVE"} < set(lines)
    assert lines[-2:] == ["END:VCALENDAR", ""]


@pytest.fixture
def editor(people: SimpleNamespace) -> Client:
    client = Client()
    client.login(username="editor", password=PASSWORD)
    return client


def test_the_feed_holds_the_schedule_and_can_be_renewed_and_revoked(
    editor: Client, site: SimpleNamespace, people: SimpleNamespace
) -> None:
    for title, approve in (("Approved, and more", True), ("Proposed", False)):
        page = NewsPageFactory(parent=site.news, title=title, live=False)
        page.save_revision()
        moving.set_time(page, timezone.now() + dt.timedelta(days=3), user=people.moderator, approve=approve)
    live = NewsPageFactory(parent=site.news, title="Leaving")
    at = timezone.now() + dt.timedelta(days=4)
    moving.set_time(live, at, user=people.moderator, action=Action.UNPUBLISH)
    assert "Make my address" in editor.get("/admin/schedule/feed/").content.decode()
    editor.post("/admin/schedule/feed/", {"make": ""})
    path = CalendarFeed.objects.get().path
    assert path in editor.get("/admin/schedule/feed/").content.decode()
    response = Client().get(path)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert not response.cookies
    lines = unfolded(response.content)
    summaries = [line for line in lines if line.startswith("SUMMARY:")]
    assert any("Goes live: Approved\\, and more" in line for line in summaries)
    assert any("Comes down: Leaving" in line for line in summaries)
    assert lines.count("STATUS:TENTATIVE") == 1
    uids = [line for line in lines if line.startswith("UID:")]
    assert len(uids) == len(set(uids))
    assert unfolded(Client().get(path).content) == lines  # an unchanged schedule is an unchanged file
    editor.post("/admin/schedule/feed/", {"make": ""})
    assert Client().get(path).status_code == 404
    path = CalendarFeed.objects.get().path
    assert Client().get(path).status_code == 200
    people.editor.is_active = False
    people.editor.save()
    assert Client().get(path).status_code == 404
    people.editor.is_active = True
    people.editor.save()
    editor.login(username="editor", password=PASSWORD)
    editor.post("/admin/schedule/feed/", {"revoke": ""})
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 5000, "%00", ":", "0" * 32 + ":0", "☃", "..%2f"])
def test_wrong_tokens_open_nothing(people: SimpleNamespace, client: Client, token: str) -> None:
    assert client.get(f"/-/calendar/{token}.ics").status_code == 404


def test_the_uid_of_an_entry_stays(people: SimpleNamespace, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, live=False)
    page.save_revision()
    feed = CalendarFeed.objects.create(user=people.editor)
    found = []
    for days in (3, 5):
        moving.set_time(page, timezone.now() + dt.timedelta(days=days), user=people.moderator, approve=True)
        content = Client().get(feed.path).content.decode()
        found.append((re.findall(r"UID:(\S+)", content), re.findall(r"DTSTART:(\S+)", content)))
    assert found[0][0] == found[1][0]
    assert found[0][1] != found[1][1]
