"""Every address that changes pages, under every lock and while everything is on hold."""

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page, Revision

from coalition.admin_access.locks import PERSON, RELEASE, SCHEDULE, SCHEDULE_FOR_EDITORS, WORKFLOW
from coalition.admin_access.table import Address, addresses
from publishing import hold
from schedule.models import Action, Release, ReleaseMember
from tests.admin.arguments import ROUTES, Route, method_of, path_of, query_of
from tests.admin.browser import Browser
from tests.admin.forms import data_of, rewound
from tests.admin.state import Watch, taken_back
from tests.admin.test_addresses import roles_of
from tests.admin.world import ROLES, fresh

STAFF = ROLES[1:]
LOCKING = [route for route in ROUTES if addresses()[route.name].pages]


def by_person(page: Page, world: SimpleNamespace) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True, locked_by=world.people["locker"], locked_at=timezone.now())


def by_workflow(page: Page, world: SimpleNamespace) -> None:
    if not page.workflow_in_progress:
        world.workflow.start(page, world.people["editor"])


def by_schedule(page: Page, world: SimpleNamespace) -> None:
    revision = page.latest_revision or page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() + dt.timedelta(days=9))


def by_release(page: Page, world: SimpleNamespace) -> None:
    ReleaseMember.objects.filter(page=page).delete()
    at = timezone.now() + dt.timedelta(seconds=30)
    release = Release.objects.create(name="At once", state=Release.State.SCHEDULED, go_live_at=at)
    ReleaseMember.objects.create(
        release=release, page=page, revision=page.latest_revision, action=Action.PUBLISH, is_open=True, title=page.title
    )


LOCKS: dict[str, tuple[Callable[[Page, SimpleNamespace], None], set[str]]] = {
    PERSON: (by_person, set(STAFF)),
    WORKFLOW: (by_workflow, {"editor", "administrator"}),
    SCHEDULE: (by_schedule, set(STAFF)),
    RELEASE: (by_release, set(STAFF)),
}


def excluded(row: Address, lock: str) -> set[str]:
    """Return whom a lock keeps from what an address does."""
    if lock == SCHEDULE and lock not in row.locks:
        return {"editor"} if SCHEDULE_FOR_EDITORS in row.locks else set()
    return LOCKS[lock][1] if lock in row.locks else set()


class Case:
    """One address, about a page that it can change, with what is sent to it."""

    def __init__(self, route: Route, world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
        self.row = addresses()[route.name]
        self.page, self.path, data = self._prepare(route, world)
        if data is None:
            with taken_back():
                data = data_of(route.name, world, browsers["superuser"].get(self.path))
        if route.name.endswith("delete"):
            data |= {"confirm_planned": "on"}  # without it nobody deletes a page that is planned
        self.data, self.method = data, method_of(route)

    def _prepare(self, route: Route, world: SimpleNamespace) -> tuple[Any, str, dict[str, Any] | None]:
        """Return the page that is to be locked, the address, and what is sent where it is no form's."""
        path = path_of(route, world) + query_of(route, world)
        if self.row.pages in {"translated", "followers"}:
            return world.translated, path, None
        if self.row.pages == "edited":  # wagtail-localize's form in place of Wagtail's
            page, other = world.translated, world.live
            path = path.replace(f"/{other.pk}/", f"/{page.pk}/")
            path = path.replace(f"/revisions/{other.latest_revision_id}/", f"/revisions/{page.latest_revision_id}/")
            return page, path, {"action": "publish"}
        if self.row.pages == "aliases":
            alias = world.other_live.copy_for_translation(world.locale, alias=True)
            return alias, path.replace(f"/{world.live.pk}/", f"/{world.other_live.pk}/"), None
        key = int(re.search(r"\d+", path)[0])  # type: ignore[index]
        return next(page for page in world.pages if page.pk == key), path, None

    def attempt(self, browser: Browser, watch: Watch) -> set[str]:
        """Send it, take back what it did, and return which tables it changed."""
        return browser.attempt(watch, self.method, self.path, rewound(self.data))[1]


@pytest.mark.parametrize("route", LOCKING, ids=lambda route: route.name)
def test_a_lock_keeps_a_page_as_it_is(world: SimpleNamespace, browsers: dict[str, Browser], route: Route) -> None:
    case, wrong = Case(route, world, browsers), []
    may = roles_of(case.row.post) - {"anonymous"}
    for lock, (put_on, _roles) in LOCKS.items():
        if case.page.alias_of_id and lock in {WORKFLOW, SCHEDULE}:
            continue  # an alias has no versions that could be submitted or scheduled
        with taken_back():
            put_on(fresh(case.page), world)
            watch = Watch()
            for role in may:
                changed = case.attempt(browsers[role], watch)
                if bool(changed) == (role in excluded(case.row, lock)):
                    wrong.append((lock, role, sorted(changed)))
    assert wrong == []


@pytest.mark.parametrize("route", LOCKING, ids=lambda route: route.name)
def test_a_hold_keeps_readers_from_anything_new(
    world: SimpleNamespace, browsers: dict[str, Browser], route: Route
) -> None:
    case = Case(route, world, browsers)
    hold.hold_everything(world.people["superuser"], "A test")
    if case.row.hold == "changes":
        assert case.attempt(browsers["superuser"], Watch())
        return
    before = seen(case.page)
    browsers["superuser"].send(case.method, case.path, rewound(case.data))
    assert seen(case.page) == before


def seen(page: Page) -> Any:
    """Return what readers have of a page."""
    names = ("live", "title", "url_path", "live_revision_id", "last_published_at")
    return Page.objects.filter(pk=page.pk).values(*names).get()
