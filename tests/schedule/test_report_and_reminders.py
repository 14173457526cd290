"""What was published when and how late; and what the moderators are reminded of."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from publishing import jobs
from schedule import moving
from schedule.clock import reminders, scheduler
from schedule.models import Outcome
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory
from tests.schedule.test_overdue import approve


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


@pytest.fixture
def done(site: SimpleNamespace, people: SimpleNamespace, time_machine: Any) -> list[Page]:
    """Three pages that went live 0, 2 and 600 seconds late."""
    now = timezone.now().replace(microsecond=0)
    time_machine.move_to(now, tick=False)
    pages = []
    for late in (0, 2, 600):
        page = NewsPageFactory(parent=site.news, title=f"Late by {late}", live=False)
        page.save_revision()
        at = timezone.now() + dt.timedelta(hours=1)
        moving.set_time(page, at, user=people.moderator, approve=True)
        time_machine.move_to(at + dt.timedelta(seconds=late), tick=False)
        assert scheduler.run_due() == 1
        pages.append(page)
    return pages


def test_the_report(done: list[Page], django_assert_max_num_queries: Any) -> None:
    moderator = signed_in("moderator")
    moderator.get("/admin/reports/went-live/")
    with django_assert_max_num_queries(20):
        response = moderator.get("/admin/reports/went-live/")
    text = response.content.decode()
    assert "Median lateness 2.0 s, largest 10 min" in text
    assert all(f"/admin/pages/{page.pk}/edit/" in text for page in done)
    late = moderator.get("/admin/reports/went-live/?late=5").content.decode()
    assert "Late by 600" in late
    assert "Late by 2<" not in late
    csv = moderator.get("/admin/reports/went-live/?export=csv")
    lines = b"".join(csv.streaming_content).decode().splitlines()
    assert lines[0] == "Title,What was done,Due at,Done at,Seconds late"
    assert lines[1].startswith("Late by 600,publish,")
    assert lines[1].endswith(",600.0")
    assert moderator.get("/admin/reports/went-live/?export=xlsx").status_code == 200
    for hostile in ("late=x", "late=-1", "late=1e400", "late=" + "9" * 400, "done_at_from=x", "action=x", "p=99999"):
        assert moderator.get(f"/admin/reports/went-live/?{hostile}").status_code in {200, 404}
    Outcome.objects.all().delete()
    assert moderator.get("/admin/reports/went-live/").status_code == 200


def test_editors_do_not_see_the_report(done: list[Page]) -> None:
    assert signed_in("editor").get("/admin/reports/went-live/").status_code == 302


@pytest.fixture
def draft(site: SimpleNamespace, people: SimpleNamespace, time_machine: Any) -> Page:
    time_machine.move_to(dt.datetime(2019, 3, 13, 12, tzinfo=dt.UTC), tick=False)
    reminders.plan_next()
    page = NewsPageFactory(parent=site.news, title="Not approved", live=False)
    page.save_revision(user=people.editor)
    return page


def at(day: int, hour: int = 12) -> dt.datetime:
    return dt.datetime(2019, 3, day, hour, tzinfo=dt.UTC)


def run_until(end: dt.datetime, time_machine: Any) -> None:
    """Lets the scheduler work hour by hour."""
    while timezone.now() < end:
        time_machine.move_to(timezone.now() + dt.timedelta(hours=1), tick=False)
        scheduler.run_due()
        jobs.run_due_jobs(timed=False)


def test_what_is_due_within_a_day_and_not_approved_is_mailed_once(
    draft: Page, people: SimpleNamespace, time_machine: Any
) -> None:
    moving.set_time(draft, at(16), user=people.editor)
    run_until(at(15, 11), time_machine)
    assert mail.outbox == []
    run_until(at(15, 20), time_machine)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == ["moderator@example.org", "second_moderator@example.org"]
    assert "Not approved: 16 March 2019, 12:00 UTC" in mail.outbox[0].body
    moving.set_time(draft, at(17), user=people.editor)
    run_until(at(16, 20), time_machine)
    assert len(mail.outbox) == 2
    assert "17 March" in mail.outbox[1].body


@pytest.mark.parametrize("settled", ["approved", "withdrawn", "deleted"])
def test_what_is_settled_is_not_mailed(draft: Page, people: SimpleNamespace, time_machine: Any, settled: str) -> None:
    moving.set_time(draft, at(16), user=people.editor)
    run_until(at(15, 2), time_machine)
    page = Page.objects.get(pk=draft.pk).specific
    if settled == "approved":
        approve(page, people)
        mail.outbox.clear()  # Wagtail's own, of the workflow
    elif settled == "withdrawn":
        moving.set_time(page, None, user=people.editor)
    else:
        page.delete()
    run_until(at(16, 20), time_machine)
    assert mail.outbox == []
