"""Releases: all or none, held back, moved, stopped, undone."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale, Page, PageLogEntry, Revision, TaskState, Workflow

from home.start import start_site
from news.models import NewsIndexPage, NewsPage
from publishing import hold
from publishing.models import Job
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Action, Outcome, Release, ReleaseMember
from schedule.releases import building, planning, undoing
from tests.conftest import PASSWORD
from tests.factories import (
    PARAGRAPH,
    ImageFactory,
    NewsPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
)

State = Release.State


@pytest.fixture
def now(time_machine: Any) -> dt.datetime:
    moment = timezone.now().replace(microsecond=0)
    time_machine.move_to(moment, tick=False)
    return moment


@pytest.fixture
def release(now: dt.datetime, people: SimpleNamespace) -> Release:
    return Release.objects.create(name="The ministers' meeting", made_by=people.moderator)


def a_draft(site: SimpleNamespace, **values: Any) -> Page:
    page = NewsPageFactory(parent=site.news, live=False, **values)
    page.save_revision()
    return Page.objects.get(pk=page.pk)


def fresh(thing: Any) -> Any:
    return type(thing).objects.get(pk=thing.pk)


def plan(release: Release, at: dt.datetime, user: Any) -> None:
    planning.schedule(fresh(release), at, user=user, expected=fresh(release).version)


def pages_in_three_languages(count: int) -> list[Page]:
    for language in ("ar", "fr"):
        Locale.objects.get_or_create(language_code=language)
        start_site(language)
    indexes = list(NewsIndexPage.objects.order_by("locale__language_code"))
    assert len(indexes) == 3
    pages = []
    for number in range(count):
        index = indexes[number % 3]
        page = NewsPage(title=f"News {number}", summary="In short.", date=dt.date(2019, 4, 17), live=False)
        page.body = PARAGRAPH
        page.locale = index.locale
        index.add_child(instance=page)
        page.save_revision()
        pages.append(Page.objects.get(pk=page.pk))
    return pages


def state_of(pages: list[Page]) -> list[Any]:
    """Returns every row that a release could change."""
    ids = [page.pk for page in pages]
    return [
        list(Page.objects.filter(pk__in=ids).order_by("pk").values()),
        list(Revision.page_revisions.filter(object_id__in=map(str, ids)).order_by("pk").values("pk", "content")),
        list(PageLogEntry.objects.filter(page_id__in=ids).order_by("pk").values()),
        list(Outcome.objects.values()),
        list(Job.objects.exclude(kind__startswith="schedule.").values()),
        list(TaskState.objects.values()),
    ]


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


def gone_image(site: SimpleNamespace) -> Page:
    image = ImageFactory()
    page = a_draft(site, lead_image=image, lead_image_alt="A bridge")
    image.file.storage.delete(image.file.name)
    return page


def ended_rights(site: SimpleNamespace) -> Page:
    image = ImageFactory(rights_expire_on=timezone.localdate() - dt.timedelta(days=1))
    return a_draft(site, lead_image=image, lead_image_alt="A bridge")


def broken_link(site: SimpleNamespace) -> Page:
    other = StandardPageFactory(parent=site.home, title="Not yet", live=False)
    return a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{other.pk}">there</a></p>')])


def incomplete(site: SimpleNamespace) -> Page:
    page = a_draft(site)
    revision = page.get_latest_revision()
    revision.content["title"] = ""
    revision.save()
    return page


def without_consent(site: SimpleNamespace) -> Page:
    story = StoryPageFactory(parent=StorySeriesPageFactory(parent=site.stories), live=False, is_sample=False)
    story.save_revision()
    return Page.objects.get(pk=story.pk)


def below_a_draft(site: SimpleNamespace) -> Page:
    series = StorySeriesPageFactory(parent=site.stories, title="Series to come", live=False)
    story = StoryPageFactory(parent=series, live=False)
    story.save_revision()
    return Page.objects.get(pk=story.pk)


def expired_by_then(site: SimpleNamespace) -> Page:
    page = NewsPageFactory(parent=site.news, live=False)
    page.expire_at = timezone.now() + dt.timedelta(minutes=30)
    page.save_revision()
    return Page.objects.get(pk=page.pk)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (gone_image, "The file of"),
        (ended_rights, "rights of"),
        (broken_link, "It links to “Not yet”"),
        (incomplete, "cannot be"),
        (without_consent, "consent"),
        (below_a_draft, "“Series to come”, will not be live"),
        (expired_by_then, "would have come down by then"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_page_that_fails_its_check_is_not_scheduled(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, make: Any, says: str
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    failing = make(site)
    member = building.add(release, failing, Action.PUBLISH, user=people.moderator)
    if make is not expired_by_then:
        assert says in " ".join(member.problems)
    with pytest.raises(ValidationError) as refused:
        plan(release, now + dt.timedelta(hours=1), people.moderator)
    assert says in " ".join(refused.value.messages)
    assert fresh(release).state == State.DRAFT


def test_what_breaks_afterwards_is_found_a_quarter_of_an_hour_ahead(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    target = StandardPageFactory(parent=site.home, title="The list")
    page = a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{target.pk}">there</a></p>')])
    building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    target.unpublish()
    time_machine.move_to(now + dt.timedelta(minutes=45), tick=False)
    scheduler.run_due()
    assert "It links to “The list”" in fresh(release).held_because
    scheduler.run_due()
    assert "The list" in mail.outbox[0].body


def test_links_between_pages_of_one_release_are_whole(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    first = a_draft(site, title="First")
    second = a_draft(site, body=[("paragraph", f'<p><a linktype="page" id="{first.pk}">there</a></p>')])
    member = building.add(release, second, Action.PUBLISH, user=people.moderator)
    assert "First" in " ".join(member.problems)
    building.add(release, first, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(second).live


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


def test_what_somebody_has_changed_since_is_not_undone(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    pages = [a_draft(site), a_draft(site, title="Corrected since")]
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    scheduler.run_due()
    fresh(pages[1]).specific.save_revision().publish()
    with pytest.raises(ValidationError, match="Corrected since"):
        undoing.undo(release, user=people.moderator, reason="Why not")
    assert fresh(pages[0]).live


def test_in_its_last_minute_nothing_is_edited_and_it_can_be_stopped(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.moderator)
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    assert "about to happen" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    time_machine.move_to(now + dt.timedelta(minutes=59, seconds=1), tick=False)
    assert "about to happen" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    for change in (
        lambda: building.remove(member, user=people.moderator),
        lambda: building.take_newest(member, user=people.moderator),
        lambda: building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator),
        lambda: plan(release, now + dt.timedelta(hours=2), people.moderator),
    ):
        with pytest.raises(ValidationError, match="last minute"):
            change()
    planning.stop(release, user=people.moderator, reason="A threat")
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 0
    assert fresh(release).state == State.CANCELLED
    assert not fresh(page).live
    assert "about to happen" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    with pytest.raises(ValidationError, match="too late"):
        planning.stop(release, user=people.moderator, reason="Again")


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


def test_a_newer_draft_is_said_and_can_be_taken_in(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site, title="First words")
    member = building.add(release, page, Action.PUBLISH, user=people.moderator)
    draft = page.specific
    draft.title = "Better words"
    draft.save_revision()
    assert fresh(member).has_newer_draft
    building.take_newest(fresh(member), user=people.moderator)
    assert not fresh(member).has_newer_draft
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).title == "Better words"


def test_what_an_editor_puts_in_waits_for_its_approval_and_its_approval_waits_for_the_release(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime, time_machine: Any
) -> None:
    page = a_draft(site)
    member = building.add(release, page, Action.PUBLISH, user=people.editor)
    assert member.problems == ["It is not approved."]
    with pytest.raises(PermissionDenied):
        plan(release, now + dt.timedelta(hours=1), people.editor)
    with pytest.raises(ValidationError, match="not approved"):
        plan(release, now + dt.timedelta(hours=1), people.moderator)
    state = Workflow.objects.first().start(page.specific, people.editor)
    state.current_task_state.approve(user=people.moderator)
    assert not fresh(page).live
    assert fresh(member).problems == []
    plan(release, now + dt.timedelta(hours=1), people.moderator)
    with pytest.raises(PermissionDenied):
        building.remove(fresh(member), user=people.editor)
    time_machine.move_to(now + dt.timedelta(hours=1), tick=False)
    assert scheduler.run_due() == 1
    assert fresh(page).live


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
