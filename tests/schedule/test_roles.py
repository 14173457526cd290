"""Every role against every action of the schedule. An address, or a function that acts for a user, without a row fails."""

import datetime as dt
import inspect
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone
from wagtail.models import Page

from publishing import hold
from schedule import moving
from schedule.models import Action, CalendarFeed, Outcome, PreviewLink, Release, ReleaseMember
from schedule.previews import links
from schedule.releases import building, planning, undoing
from schedule.releases.perform import perform
from schedule.slots import slots
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory
from tests.schedule.test_slots import a_rule
from users.roles import ADMINISTRATORS

NOBODY, STRANGER, EDITOR, MODERATOR, ADMINISTRATOR, SUPERUSER = (
    "nobody",
    "stranger",
    "editor",
    "moderator",
    "administrator",
    "admin",
)
ROLES = (NOBODY, STRANGER, EDITOR, MODERATOR, ADMINISTRATOR, SUPERUSER)
STAFF = {EDITOR, MODERATOR, ADMINISTRATOR, SUPERUSER}
PUBLISHERS = STAFF - {EDITOR}


class World:
    """What the actions act on."""

    def __init__(self, site: SimpleNamespace, people: SimpleNamespace) -> None:
        self.site, self.people = site, people
        self.day = f"{timezone.now() + dt.timedelta(days=40):%Y-%m-%d}"
        self.at = timezone.now() + dt.timedelta(days=30)
        a_rule(from_date=timezone.localdate()).save()

    def draft(self, **values: Any) -> Page:
        page = NewsPageFactory(parent=self.site.news, live=False, **values)
        page.save_revision()
        return Page.objects.get(pk=page.pk)

    def scheduled(self) -> Page:
        page = self.draft()
        moving.set_time(page, self.at, user=self.people.moderator, approve=True)
        return Page.objects.get(pk=page.pk)

    def live(self) -> Page:
        page = NewsPageFactory(parent=self.site.news)
        page.save_revision().publish()
        return Page.objects.get(pk=page.pk)

    def release(self, state: str = "draft", user: Any = None) -> Release:
        release = Release.objects.create(name="Together")
        building.add(release, self.draft(), Action.PUBLISH, user=user or self.people.moderator)
        release.refresh_from_db()
        if state != "draft":
            at = timezone.now() + dt.timedelta(days=30)
            planning.schedule(release, at, user=self.people.moderator, expected=release.version)
        if state == "done":
            Release.objects.filter(pk=release.pk).update(go_live_at=timezone.now())
            assert perform(release.pk)
        return Release.objects.get(pk=release.pk)

    def time_of(self, page: Page) -> Any:
        return moving.current_time(Page.objects.get(pk=page.pk))


# What an action needs: its address, what is posted (None: it is only looked at), and how to see that it was done.
Asked = tuple[str, dict[str, Any] | None, Callable[[], Any]]


def plan(page: Page, action: str = "publish") -> str:
    return f"/admin/schedule/pages/{page.pk}/{action}/"


def propose(world: World) -> Asked:
    page = world.draft()
    return plan(page), {"day": world.day, "time": "09:00", "propose": ""}, lambda: world.time_of(page)


def approve(world: World) -> Asked:
    page = world.draft()
    data = {"day": world.day, "time": "09:00", "approve": ""}
    return plan(page), data, lambda: Page.objects.get(pk=page.pk).scheduled_revision


def move(world: World) -> Asked:
    page = world.scheduled()
    return plan(page), {"day": world.day, "time": "09:00"}, lambda: world.time_of(page) != world.at


def cancel(world: World) -> Asked:
    page = world.scheduled()
    return plan(page), {"cancel": ""}, lambda: world.time_of(page) is None


def set_expiry(world: World) -> Asked:
    page = world.live()
    data = {"day": world.day, "time": "09:00"}
    return plan(page, "unpublish"), data, lambda: Page.objects.get(pk=page.pk).expire_at


def drag(world: World) -> Asked:
    page = world.scheduled()
    data = {"page": page.pk, "action": "publish", "day": world.day, "expected": moving.version(page)}
    return "/admin/schedule/move/", data, lambda: world.time_of(page) != world.at


def take_slot(world: World) -> Asked:
    page = world.draft()
    slot = slots.next_free(page)
    assert slot
    return plan(page), {"slot": slot.at.isoformat()}, lambda: world.time_of(page)


def begin_hold(world: World) -> Asked:
    return "/admin/schedule/hold/", {"reason": "A threat"}, hold.current


def lift_hold(world: World) -> Asked:
    hold.hold_everything(world.people.admin, "A threat")
    return "/admin/schedule/hold/", {"lift": ""}, lambda: hold.current() is None


def make_release(world: World) -> Asked:
    return "/admin/schedule/releases/", {"name": "New"}, lambda: Release.objects.filter(name="New").exists()


def on_release(button: str, done: Callable[[Release], Any], state: str = "draft", by: str = "moderator") -> Any:
    def asked(world: World) -> Asked:
        release = world.release(state, getattr(world.people, by))
        values = {"expected": str(release.version), "reason": "Why"}
        if button in {"remove", "newest", "approve"}:
            values[button] = str(release.members.get().pk)
        elif button == "add":
            values |= {"add": "", "page": world.draft().pk, "action": "publish"}
        else:
            values[button] = ""
        if button == "newest":
            release.members.get().page.specific.save_revision()
        if button == "rename":
            values["name"] = "Renamed"
        if button == "schedule":
            values |= {"day": world.day, "time": "09:00"}
        address = f"/admin/schedule/releases/{release.pk}/"
        return address, values, lambda: done(Release.objects.get(pk=release.pk))

    return asked


def is_renamed(release: Release) -> bool:
    return release.name == "Renamed"


def add_from_page(world: World) -> Asked:
    release, page = world.release(), world.draft()
    data = {"release": release.pk, "name": "", "action": "publish"}
    return f"/admin/schedule/releases/page/{page.pk}/", data, lambda: ReleaseMember.open_for(page)


def make_link(world: World) -> Asked:
    page = world.draft()
    return f"/admin/schedule/previews/{page.pk}/", {"reviewer": "Sana", "days": "3"}, PreviewLink.objects.exists


def revoke_link(world: World) -> Asked:
    link = links.make(world.draft(), user=world.people.admin, reviewer="Sana", organisation="", days=3)
    data = {"revoke": str(link.pk)}
    return f"/admin/schedule/previews/{link.page_id}/", data, lambda: not PreviewLink.objects.get().is_open


def make_feed(world: World) -> Asked:
    return "/admin/schedule/feed/", {"make": ""}, CalendarFeed.objects.exists


def look(address: str) -> Any:
    return lambda world: (address.format(page=world.draft().pk, release=world.release().pk), None, bool)


def is_gone(release: Release) -> bool:
    return not release.members.exists()


def has_two(release: Release) -> bool:
    return release.members.count() == 2


def has_newest(release: Release) -> bool:
    member = release.members.select_related("page").get()
    return bool(member.revision_id == member.page.latest_revision_id)


def is_approved(release: Release) -> bool:
    return bool(release.members.get().is_approved)


def is_in(state: str) -> Callable[[Release], bool]:
    return lambda release: release.state == state


# Action: who may, and which function or address it stands for.
TABLE: dict[str, tuple[set[str], Any, str]] = {
    "today": (STAFF, look("/admin/schedule/"), "schedule:today"),
    "month": (STAFF, look("/admin/schedule/month/2019-03/"), "schedule:month"),
    "week": (STAFF, look("/admin/schedule/week/2019-W12/"), "schedule:week"),
    "agenda": (STAFF, look("/admin/schedule/agenda/2019-03-13/"), "schedule:agenda"),
    "the form of a time": (STAFF, look("/admin/schedule/pages/{page}/publish/"), "schedule:plan"),
    "propose a time": (STAFF, propose, "schedule.moving.set_time"),
    "approve for a time": (PUBLISHERS, approve, "schedule.moving.set_time"),
    "move": (PUBLISHERS, move, "schedule.moving.set_time"),
    "cancel": (PUBLISHERS, cancel, "schedule.moving.set_time"),
    "set an expiry": (PUBLISHERS, set_expiry, "schedule.moving.set_time"),
    "drag": (PUBLISHERS, drag, "schedule:move"),
    "take a slot": (STAFF, take_slot, "schedule.slots.slots.take"),
    "the form of the hold": (PUBLISHERS, look("/admin/schedule/hold/"), "schedule:hold"),
    "hold everything": (PUBLISHERS, begin_hold, "publishing.hold.hold_everything"),
    "lift the hold": (PUBLISHERS, lift_hold, "publishing.hold.lift"),
    "the list of releases": (STAFF, look("/admin/schedule/releases/"), "schedule_releases:list"),
    "a release": (STAFF, look("/admin/schedule/releases/{release}/"), "schedule_releases:detail"),
    "make a release": (STAFF, make_release, "schedule.releases.building.begin"),
    "rename a release": (STAFF, on_release("rename", is_renamed), "schedule.releases.building.rename"),
    "rename a scheduled release": (
        PUBLISHERS,
        on_release("rename", is_renamed, "scheduled"),
        "schedule.releases.building.rename",
    ),
    "add to a release": (STAFF, on_release("add", has_two), "schedule.releases.building.add"),
    "add to a scheduled release": (
        PUBLISHERS,
        on_release("add", has_two, "scheduled"),
        "schedule.releases.building.add",
    ),
    "add from the page": (STAFF, add_from_page, "schedule_releases:add_page"),
    "take the newest draft in": (STAFF, on_release("newest", has_newest), "schedule.releases.building.take_newest"),
    "take a page out": (STAFF, on_release("remove", is_gone), "schedule.releases.building.remove"),
    "take a page out of a scheduled release": (
        PUBLISHERS,
        on_release("remove", is_gone, "scheduled"),
        "schedule.releases.building.remove",
    ),
    "schedule a release": (
        PUBLISHERS,
        on_release("schedule", is_in("scheduled")),
        "schedule.releases.planning.schedule",
    ),
    "stop a release": (
        PUBLISHERS,
        on_release("stop", is_in("cancelled"), "scheduled"),
        "schedule.releases.planning.stop",
    ),
    "undo a release": (PUBLISHERS, on_release("undo", is_in("undone"), "done"), "schedule.releases.undoing.undo"),
    "approve what is in a release": (
        PUBLISHERS,
        on_release("approve", is_approved, by="editor"),
        "schedule.releases.building.approve",
    ),
    "hold a release back": (
        PUBLISHERS,
        on_release("hold", is_in("held"), "scheduled"),
        "schedule.releases.planning.hold",
    ),
    "a page's preview links": (STAFF, look("/admin/schedule/previews/{page}/"), "schedule_previews"),
    "make a preview link": (STAFF, make_link, "schedule.previews.links.make"),
    "revoke a preview link": (STAFF, revoke_link, "schedule.previews.links.revoke"),
    "the calendar feed": (STAFF, make_feed, "schedule_feed"),
    "the report": (PUBLISHERS, look("/admin/reports/went-live/"), "schedule_report"),
    "the report's rows": (PUBLISHERS, look("/admin/reports/went-live/results/"), "schedule_report_results"),
}


@pytest.fixture
def world(site: SimpleNamespace, people: SimpleNamespace) -> World:
    users = get_user_model().objects
    users.create_user(STRANGER, "stranger@example.org", PASSWORD)
    administrator = users.create_user(ADMINISTRATOR, "administrator@example.org", PASSWORD)
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return World(site, people)


@pytest.mark.parametrize("name", TABLE)
def test_each_role(world: World, name: str) -> None:
    allowed, prepare, _stands_for = TABLE[name]
    for role in ROLES:
        client = Client()
        if role != NOBODY:
            assert client.login(username=role, password=PASSWORD)
        for model in (ReleaseMember, Release, PreviewLink, CalendarFeed, Outcome):
            model.objects.all().delete()
        hold.lift(world.people.admin)
        address, data, is_done = prepare(world)
        if data is None:
            response = client.get(address, follow=False)
            was_done = response.status_code == 200 or response.get("Location", "").startswith("/admin/schedule/month/")
        else:
            client.post(address, data)
            was_done = bool(is_done())
        assert was_done == (role in allowed), f"{role}: {name}"


def addresses() -> Iterator[str]:
    """Yields the name of every address of the schedule in the admin."""
    admin = next(pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/")

    def inside(patterns: Any, space: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                module = getattr(pattern.callback, "view_class", pattern.callback).__module__
                if module.startswith("schedule."):
                    yield f"{space}:{pattern.name}" if space else str(pattern.name)
            else:
                yield from inside(pattern.url_patterns, pattern.namespace or space)

    yield from inside(admin.url_patterns, "")


def functions() -> Iterator[str]:
    """Yields every public function that does something for a user."""
    for module in (moving, slots, building, planning, undoing, links, hold):
        for name, function in inspect.getmembers(module, inspect.isfunction):
            is_ours = function.__module__ == module.__name__ and not name.startswith("_")
            if is_ours and "user" in inspect.signature(function).parameters:
                yield f"{module.__name__}.{name}"


def test_every_address_and_every_function_has_a_row() -> None:
    have = {stands_for for _allowed, _prepare, stands_for in TABLE.values()}
    assert set(addresses()) | set(functions()) == have
