"""Scheduled pages can't disappear: every way to delete one, by whom, and what it leaves behind."""

import datetime as dt
import re
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.test import Client
from wagtail.models import GroupPagePermission, ModelLogEntry, Page, PageLogEntry, Revision

from news.models import NewsPage
from schedule.clock import scheduler
from schedule.deletion.plans import cancel_plans, plans_for
from schedule.models import Action, Overdue, Release
from schedule.releases import building
from stories.models import StoryPage
from tests.factories import NewsPageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.schedule.releasing import HOUR, fresh, plan, signed_in
from tests.schedule.test_golive import schedule
from users.roles import EDITORS


@pytest.fixture
def planned(site: SimpleNamespace, people: SimpleNamespace, release: Release, now: dt.datetime) -> SimpleNamespace:
    """A section with a page for each way to be planned; another release has no time yet."""
    section = StorySeriesPageFactory(parent=site.stories, title="Section")
    pages = {
        name: StoryPageFactory(parent=section, title=name, live=name == "change")
        for name in ("scheduled", "change", "release", "draft release", "free")
    }
    for page in pages.values():
        page.save_revision()
    pages["change"].get_latest_revision().publish()
    pages["change"].refresh_from_db()
    for name in ("scheduled", "change"):
        schedule(pages[name], now + HOUR)
    building.add(release, Page.objects.get(pk=pages["release"].pk), Action.PUBLISH, user=people.moderator)
    plan(release, now + 2 * HOUR, people.moderator)
    other = Release.objects.create(name="Undated", made_by=people.moderator)
    building.add(other, Page.objects.get(pk=pages["draft release"].pk), Action.PUBLISH, user=people.moderator)
    return SimpleNamespace(section=section, pages=pages, release=release, other=other)


def exists(page: Any) -> bool:
    return Page.objects.filter(pk=page.pk).exists()


def children_of(page: Any) -> tuple[int, int]:
    return Page.objects.get(pk=page.pk).numchild, page.get_children().count()


PLANNED = ["scheduled", "change", "release", "draft release"]
IN_CODE: dict[str, Callable[[Any], Any]] = {
    "page": lambda page: page.delete(),
    "bare page": lambda page: Page.objects.get(pk=page.pk).delete(),
    "queryset": lambda page: type(page).objects.filter(pk=page.pk).delete(),
    "queryset of pages": lambda page: Page.objects.filter(pk=page.pk).delete(),
    "parent": lambda page: page.get_parent().delete(),
    "section": lambda page: page.get_parent().get_parent().specific.delete(),
    "whole tree": lambda _page: Page.objects.filter(depth__gt=1).delete(),
}


@pytest.mark.parametrize("way", IN_CODE)
def test_code_cannot_delete_a_planned_page(planned: SimpleNamespace, way: str) -> None:
    rows, entries = list(Page.objects.order_by("pk").values()), PageLogEntry.objects.count()
    for name in PLANNED:
        with pytest.raises(PermissionDenied) as refused, transaction.atomic():
            IN_CODE[way](planned.pages[name])
        assert isinstance(refused.value, ProtectedError)
        assert re.search("scheduled|change|release", str(refused.value))
        assert "\n" not in str(refused.value)
    assert list(Page.objects.order_by("pk").values()) == rows
    assert PageLogEntry.objects.count() == entries
    cancel_plans(plans_for([planned.section]), user=None, reason="Given up")
    IN_CODE[way](planned.pages["change"])
    assert not exists(planned.pages["change"])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
@pytest.mark.parametrize("way", ["page", "queryset of pages"])
def test_a_refusal_leaves_no_trace_outside_a_transaction(planned: SimpleNamespace, way: str) -> None:
    page = planned.pages["scheduled"]
    before, entries = children_of(planned.section), PageLogEntry.objects.count()
    with pytest.raises(ProtectedError):
        IN_CODE[way](page)
    assert children_of(planned.section) == before == (5, 5)
    assert PageLogEntry.objects.count() == entries


def addresses(planned: SimpleNamespace, name: str) -> dict[str, str]:
    page = planned.pages[name]
    return {
        "delete": f"/admin/pages/{page.pk}/delete/",
        "ancestor": f"/admin/pages/{planned.section.pk}/delete/",
        "bulk": f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={page.pk}&id={planned.pages['free'].pk}",
        "bulk ancestor": f"/admin/bulk/wagtailcore/page/delete/?next=/admin/&id={planned.section.pk}",
    }


WAYS = ["delete", "ancestor", "bulk", "bulk ancestor"]
SAID = {
    "scheduled": "“scheduled” is scheduled to go live on ",
    "change": "“change” is scheduled to go live on ",
    "release": "“release” is in the release “The ministers&#x27; meeting” of ",
    "draft release": "“draft release” is in the release “Undated”",
}


@pytest.mark.parametrize("way", WAYS)
def test_an_editor_is_refused_and_told_why(planned: SimpleNamespace, way: str) -> None:
    # Editors can't delete live pages or whole sections anyway; here they can.
    Page.objects.filter(path__startswith=planned.section.path).update(live=False)
    permission = Permission.objects.get(codename="bulk_delete_page")
    root = Page.get_first_root_node()
    GroupPagePermission.objects.create(group=Group.objects.get(name=EDITORS), page=root, permission=permission)
    # The rest of a bulk goes on: the page that nobody planned is deleted.
    pages = Page.objects.order_by("pk").exclude(pk__in=[planned.section.pk, planned.pages["free"].pk] * (way == "bulk"))
    before, client = list(pages.values()), signed_in("editor")
    for name in PLANNED:
        answer = client.post(addresses(planned, name)[way], {"confirm_planned": "on"}, follow=True).content.decode()
        assert SAID[name] in answer, name
        assert "Europe/London" in answer or name == "draft release"
    assert list(pages.values()) == before
    assert Page.objects.filter(pk=planned.pages["free"].pk).exists() == (way != "bulk")


@pytest.mark.parametrize("way", WAYS)
def test_whoever_may_publish_confirms_and_the_histories_say_so(
    planned: SimpleNamespace, people: SimpleNamespace, way: str
) -> None:
    who = "admin" if "ancestor" in way else "moderator"  # moderators don't delete whole sections
    client, deleted = signed_in(who), set[str]()
    for name in PLANNED:
        if name in deleted:
            continue
        address = addresses(planned, name)[way]
        asked = client.post(address, {"next": "/admin/"}).content.decode()
        assert exists(planned.pages[name])
        assert SAID[name] in asked
        assert '<input type="hidden" name="next" value="/admin/">' in asked
        assert client.post(address, {"next": "/admin/", "confirm_planned": "on"}).status_code == 302
        deleted |= {other for other in PLANNED if not exists(planned.pages[other])}
        assert name in deleted
    for name in ("scheduled", "change"):
        entries = PageLogEntry.objects.filter(page_id=planned.pages[name].pk)
        assert entries.get(action="schedule.cancel").user.username == who
        assert entries.filter(action="wagtail.delete").exists()
    for name, release in (("release", planned.release), ("draft release", planned.other)):
        entry = ModelLogEntry.objects.for_instance(release).get(action="schedule.release_delete_page")
        assert entry.user.username == who
        assert f"“{name}”, part of the release “{release.name}”, was deleted" in entry.message
        assert "It has been deleted" in release.members.get(title=name).problems[0]


def test_the_confirmation_is_announced(planned: SimpleNamespace) -> None:
    shown = signed_in().get(addresses(planned, "scheduled")["delete"]).content.decode()
    assert SAID["scheduled"] in shown


def test_without_the_sites_name_nothing_is_given_up(planned: SimpleNamespace, settings: Any) -> None:
    settings.WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 1
    address = addresses(planned, "scheduled")["delete"]
    signed_in().post(address, {"confirm_planned": "on", "confirm_site_name": "Not its name"})
    assert exists(planned.pages["scheduled"])
    assert plans_for([planned.pages["scheduled"]])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_purging_revisions_keeps_those_that_are_to_go_live(planned: SimpleNamespace) -> None:
    kept = [
        Revision.objects.get(approved_go_live_at__isnull=False, object_id=str(planned.pages["scheduled"].pk)),
        planned.release.members.get().revision,
    ]
    for name in ("scheduled", "release"):
        planned.pages[name].specific.save_revision()
    call_command("purge_revisions")
    assert Revision.objects.filter(pk__in=[revision.pk for revision in kept]).count() == 2
    for revision in kept:
        with pytest.raises(ProtectedError), transaction.atomic():
            revision.delete()
        with pytest.raises(ProtectedError), transaction.atomic():
            Revision.objects.filter(pk=revision.pk).delete()


@pytest.mark.parametrize(("name", "status"), [("editor", 302), ("moderator", 302)])
def test_only_those_who_may_publish_take_a_schedule_back(planned: SimpleNamespace, name: str, status: int) -> None:
    revision = Revision.objects.get(approved_go_live_at__isnull=False, object_id=str(planned.pages["scheduled"].pk))
    address = f"/admin/pages/{planned.pages['scheduled'].pk}/revisions/{revision.pk}/unschedule/"
    assert signed_in(name).post(address).status_code == status
    revision.refresh_from_db()
    assert (revision.approved_go_live_at is None) == (name == "moderator")


def test_saving_moving_and_cancelling_by_an_editor_leave_the_schedule(
    planned: SimpleNamespace, people: SimpleNamespace, site: SimpleNamespace
) -> None:
    page, client = planned.pages["scheduled"], signed_in("editor")
    other = StorySeriesPageFactory(parent=site.stories, title="Elsewhere")
    for address, data in (
        (f"/admin/pages/{page.pk}/move/{other.pk}/confirm/", {}),
        (f"/admin/pages/{page.pk}/copy/", {"new_title": "Copy", "new_slug": "copy", "new_parent_page": other.pk}),
    ):
        client.post(address, data)
    StoryPage.objects.get(pk=page.pk).save_revision()
    assert Revision.page_revisions.filter(approved_go_live_at__isnull=False, object_id=str(page.pk)).count() == 1


def test_a_page_with_a_scheduled_change_is_not_unpublished(planned: SimpleNamespace) -> None:
    page, client = planned.pages["change"], signed_in()
    for address in (f"/admin/pages/{page.pk}/unpublish/", f"/admin/bulk/wagtailcore/page/unpublish/?id={page.pk}"):
        client.post(address)
    assert fresh(page).live
    assert plans_for([page])


def test_an_expiry_leaves_a_later_change_scheduled(
    site: SimpleNamespace, now: dt.datetime, time_machine: Any, client: Client
) -> None:
    page = NewsPageFactory(parent=site.news)
    schedule(page, expire_at=now + HOUR)
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Later"
    schedule(page, now + 2 * HOUR)
    for hours, is_live in ((1, False), (2, True)):
        time_machine.move_to(now + hours * HOUR, tick=False)
        assert scheduler.run_due() == 1
        assert NewsPage.objects.get(pk=page.pk).live == is_live
    assert NewsPage.objects.get(pk=page.pk).title == "Later"
    assert not Overdue.objects.exists()
