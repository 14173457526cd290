"""Releases: all pages at one instant or none, held back, stopped, moved."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from news.models import NewsPage
from publishing import hold, jobs
from publishing.models import Job
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Action, Outcome, Release, ReleaseMember
from schedule.releases import building, planning, undoing
from tests.conftest import PASSWORD
from tests.factories import (
    NewsPageFactory,
)
from tests.schedule.releasing import HOUR, State, a_draft, fresh, pages_in_three_languages, plan, scheduled, state_of


def test_twenty_pages_in_three_languages_go_live_at_one_instant(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    pages = pages_in_three_languages(20)
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(minutes=59), tick=False)
    assert scheduler.run_due() == 0
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert Page.objects.live().filter(pk__in=[page.pk for page in pages]).count() == 20
    assert fresh(release).state == State.DONE
    entries = PageLogEntry.objects.filter(action="schedule.release_done")
    assert entries.count() == 20
    assert "The ministers' meeting" in entries[0].message
    assert Outcome.objects.count() == 20
    assert scheduler.run_due() == 0


def test_where_one_of_twenty_raises_none_is_live_and_the_others_are_untouched(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pages = pages_in_three_languages(20)
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    before, publish = state_of(pages), NewsPage.publish

    def refuse(self: NewsPage, *args: Any, **kwargs: Any) -> None:
        if self.pk == pages[13].pk:
            raise ValueError("the printer is on fire")
        publish(self, *args, **kwargs)

    monkeypatch.setattr(NewsPage, "publish", refuse)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 0
    assert state_of(pages) == before
    held = fresh(release)
    assert held.state == State.HELD
    assert "News 13" in held.held_because
    assert "the printer is on fire" in held.held_because
    scheduler.run_due()
    jobs.run_due_jobs(timed=False)
    assert len(mail.outbox) == 1
    assert "News 13" in mail.outbox[0].body
    time_machine.move_to(now + dt.timedelta(hours=3), tick=False)
    assert scheduler.run_due() == 0
    assert state_of(pages) == before


def test_a_release_is_not_done_late(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1, seconds=61), tick=False)
    assert scheduler.run_due() == 0
    assert fresh(release).state == State.HELD
    assert not fresh(page).live
    plan(release, timezone.now() + dt.timedelta(minutes=5), people.moderator)
    time_machine.move_to(timezone.now() + dt.timedelta(minutes=5), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).live


def test_a_hold_stops_releases(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    hold.hold_everything(people.moderator, "Wait")
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 0
    hold.lift(people.moderator)
    assert scheduler.run_due() == 1
    assert fresh(page).live


def test_new_pages_changes_and_removals_go_together_and_are_undone_together(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    new = a_draft(site)
    changed = NewsPageFactory(parent=site.news, title="As it was")
    changed.title = "As it is now"
    changed.save_revision()
    leaving = NewsPageFactory(parent=site.news, title="Out of date")
    for page, action in ((new, Action.PUBLISH), (changed, Action.PUBLISH), (leaving, Action.UNPUBLISH)):
        building.add(release, page, action, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert [fresh(new).live, fresh(changed).title, fresh(leaving).live] == [True, "As it is now", False]
    with pytest.raises(PermissionDenied):
        undoing.undo(release, user=people.editor, reason="No")
    undoing.undo(release, user=people.moderator, reason="The wrong day")
    assert [fresh(new).live, fresh(changed).title, fresh(leaving).live] == [False, "As it was", True]
    assert fresh(changed).live
    assert fresh(release).state == State.UNDONE
    assert "The wrong day" in {entry.comment for entry in PageLogEntry.objects.filter(page_id=new.pk)}
    with pytest.raises(ValidationError):
        undoing.undo(release, user=people.moderator, reason="Again")


def test_a_page_has_one_plan_at_a_time(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    page, timed = a_draft(site), a_draft(site)
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    other = Release.objects.create(name="Another")
    with pytest.raises(ValidationError, match="The ministers' meeting"):
        building.add(other, page, Action.PUBLISH, user=people.moderator)
    with pytest.raises(ValidationError, match="release"):
        moving.set_time(page, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    moving.set_time(timed, now + dt.timedelta(hours=1), user=people.moderator, approve=True)
    with pytest.raises(ValidationError, match="go-live of its own"):
        building.add(release, timed, Action.PUBLISH, user=people.moderator)


def test_a_release_that_somebody_else_has_moved_is_not_moved(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    seen = fresh(release).version
    plan(release, now + dt.timedelta(hours=1), people.second_moderator)
    with pytest.raises(ValidationError, match="second_moderator"):
        planning.schedule(release, now + dt.timedelta(hours=2), user=people.moderator, expected=seen)
    assert fresh(release).go_live_at == now + dt.timedelta(hours=1)
    with pytest.raises(ValidationError, match="past"):
        plan(release, now, people.moderator)


def test_in_the_admin(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    django_assert_max_num_queries: Any,
) -> None:
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    assert client.post("/admin/schedule/releases/", {"name": ""}).status_code == 422
    address = client.post("/admin/schedule/releases/", {"name": "The <b>launch</b>"})["Location"]
    pages = [a_draft(site) for _ in range(20)]
    for page in pages:
        assert client.post(address, {"add": "", "page": page.pk, "action": "publish"}).status_code == 302
    again = client.post(address, {"add": "", "page": pages[0].pk, "action": "publish"})
    assert again.status_code == 409
    for hostile in ("", "x", "9" * 30, "²", "1;--"):
        assert client.post(address, {"remove": hostile}).status_code == 409
        assert client.post(address, {"add": "", "page": hostile, "action": "publish"}).status_code == 422
    assert client.post(address, {}).status_code == 422
    with django_assert_max_num_queries(30):
        detail = client.get(address)
    assert "The &lt;b&gt;launch" in detail.content.decode()
    expected = detail.context["time_form"].initial["expected"]
    day = f"{now + dt.timedelta(days=30):%Y-%m-%d}"
    time = {"schedule": "", "day": day, "time": "09:00"}
    assert client.post(address, time | {"expected": "-1"}).status_code == 409
    assert client.post(address, time | {"expected": expected, "time": "nine"}).status_code == 422
    assert client.post(address, time | {"expected": expected}).status_code == 302
    month = client.get(f"/admin/schedule/month/{day[:7]}/")
    assert [entry.state for entry in month.context["found"].dated if not entry.page.live] == ["release"] * 20
    assert client.post(address, {"stop": "", "reason": " "}).status_code == 409
    assert client.post(address, {"stop": "", "reason": "Too early"}).status_code == 302
    assert Release.objects.get(name="The <b>launch</b>").state == State.CANCELLED
    editor = Client()
    editor.login(username="editor", password=PASSWORD)
    from_page = f"/admin/schedule/releases/page/{pages[0].pk}/"
    assert editor.get(from_page).status_code == 200
    assert editor.post(from_page, {"release": "", "name": "", "action": "publish"}).status_code == 422
    assert editor.post(from_page, {"release": release.pk, "name": "", "action": "publish"}).status_code == 302
    assert ReleaseMember.objects.filter(release=release).count() == 1
    assert editor.get("/admin/schedule/releases/").status_code == 200
    assert editor.post(f"/admin/schedule/releases/{release.pk}/", {"stop": "", "reason": "x"}).status_code == 403
    assert Job.objects.filter(kind=planning.CHECK).count() == 0


def test_the_database_keeps_a_page_in_one_open_release(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    page = a_draft(site)
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    other = Release.objects.create(name="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReleaseMember.objects.create(release=other, page=page)
    planning.stop(release, user=people.moderator, reason="Given up")
    building.add(other, page, Action.PUBLISH, user=people.moderator)


def test_it_can_be_held_back_by_hand_and_given_another_time(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    time_machine.move_to(now + HOUR - dt.timedelta(seconds=1), tick=False)
    with pytest.raises(PermissionDenied):
        planning.hold(release, user=people.editor, reason="No")
    planning.hold(release, user=people.second_moderator, reason="The minister is late")
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 0
    held = fresh(release)
    assert held.state == State.HELD
    assert "The minister is late" in held.held_because
    assert "second_moderator" in held.held_because
    plan(release, now + HOUR * 2, people.moderator)
    time_machine.move_to(now + HOUR * 2, tick=False)
    assert scheduler.run_due() == 1
    with pytest.raises(ValidationError):
        planning.hold(release, user=people.moderator, reason="Too late")


def test_a_move_that_is_refused_says_what_the_other_has_done(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    seen = fresh(release).version
    plan(release, now + HOUR, people.second_moderator)
    with pytest.raises(ValidationError, match=r"second_moderator.*was set to") as refused:
        planning.schedule(release, now + HOUR * 2, user=people.moderator, expected=seen)
    assert "Nothing was done" in refused.value.messages[0]


def test_a_hold_stops_no_release_that_only_takes_down(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = NewsPageFactory(parent=site.news)
    scheduled(release, [page], people.moderator, now + HOUR, Action.UNPUBLISH)
    hold.hold_everything(people.moderator, "Wait")
    time_machine.move_to(now + HOUR, tick=False)
    assert scheduler.run_due() == 1
    assert not fresh(page).live


def test_a_hold_that_lasts_past_its_time_holds_it_back(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    scheduled(release, [a_draft(site)], people.moderator, now + HOUR)
    hold.hold_everything(people.moderator, "Wait")
    time_machine.move_to(now + HOUR + dt.timedelta(seconds=61), tick=False)
    assert scheduler.run_due() == 0
    assert "on hold" in fresh(release).held_because


def test_the_reason_stands_in_the_pages_history(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.moderator, reason="For the meeting")
    building.remove(member, user=people.moderator, reason="Not for the meeting")
    entries = PageLogEntry.objects.filter(page_id=page.pk, action__startswith="schedule.release").order_by("pk")
    assert [entry.comment for entry in entries] == ["For the meeting", "Not for the meeting"]
