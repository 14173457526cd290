"""Nothing that is not live is in any file, from the moment of the change."""

import datetime as dt
import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests.factories import PartnerPageFactory, PartnerSpotlightPageFactory, TimelineEventPageFactory
from tests.opendata.asking import FILES, everything, fresh, translated

MARK = "Zerzevan"


def an_event(site: SimpleNamespace, **values: Any) -> Any:
    values = {"place": values["title"], "country": values["title"]} | values
    return TimelineEventPageFactory(parent=site.timeline, **values)


def a_spotlight(site: SimpleNamespace, **values: Any) -> Any:
    figure = {"label": values["title"], "value": "1", "unit": "", "source": "A ministry", "source_url": ""}
    return PartnerSpotlightPageFactory(parent=site.partners, contributions=[("contribution", figure)], **values)


def a_partner(site: SimpleNamespace, **values: Any) -> Any:
    return PartnerPageFactory(parent=site.partners, official_name=values["title"], **values)


KINDS = [an_event, a_spotlight, a_partner]


def a_draft(page: Any) -> None:
    page.save_revision()


def scheduled(page: Any) -> None:
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()


def expired(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).unpublish(set_expired=True)


def taken_down(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).unpublish()


def deleted(page: Any) -> None:
    page.save_revision().publish()
    fresh(page).delete()


def closed(page: Any) -> None:
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=Page.objects.get(pk=page.pk), restriction_type="login")


@pytest.mark.parametrize("state", [a_draft, scheduled, expired, taken_down, deleted, closed])
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_live_is_in_no_file(client: Client, site: SimpleNamespace, kind: Any, state: Any) -> None:
    kind(site, title="A neighbour", slug="neighbour")
    page = kind(site, title=MARK, slug=MARK.lower(), summary=f"{MARK} in short.", live=False)
    key = str(page.translation_key)
    state(page)
    found = everything(client)
    assert "neighbour" in found
    assert MARK.lower() not in found.lower()
    assert key not in found


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_live_is_there(client: Client, site: SimpleNamespace, kind: Any) -> None:
    """So that the test above can fail."""
    kind(site, title=MARK, slug=MARK.lower()).save_revision().publish()
    assert MARK.lower() in everything(client).lower()


@pytest.mark.parametrize("kind", KINDS)
def test_the_draft_of_a_live_page_is_in_no_file(client: Client, site: SimpleNamespace, kind: Any) -> None:
    page = kind(site, title="As it is", slug="as-it-is")
    page.save_revision().publish()
    before = everything(client)
    page = fresh(page)
    page.title = page.summary = page.official_name = page.place = MARK
    page.slug = MARK.lower()
    page.save_revision()
    assert everything(client) == before
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()
    assert everything(client) == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_happens_to_a_draft_changes_no_byte(client: Client, site: SimpleNamespace, kind: Any) -> None:
    member = a_partner(site, title="A neighbour", slug="neighbour").membership
    before = everything(client)
    values = {} if kind is an_event else {"membership": member}
    page = kind(site, title=MARK, slug=MARK.lower(), live=False, **values)
    page.save_revision()
    page.slug = "another"
    page.save_revision()
    fresh(page).delete()
    assert everything(client) == before


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_that_moved_is_told_at_its_new_address_only(client: Client, site: SimpleNamespace, kind: Any) -> None:
    page = kind(site, title=MARK, slug="old-address")
    other = translated(page, "fr", slug="elsewhere")
    parent = other.get_parent()
    other.delete()
    began = timezone.now()
    fresh(page).move(fresh(parent), pos="last-child")
    name = {"an_event": "timeline", "a_spotlight": "spotlights", "a_partner": "partners"}[kind.__name__]
    assert times_of(client, name) >= began
    found = everything(client)
    assert "/en/partners/old-address" not in found
    assert "/en/timeline/old-address" not in found
    assert fresh(page).url_path in found
    assert client.get(fresh(page).url_path).status_code == 200


def test_a_language_that_is_not_live_is_left_out(client: Client, site: SimpleNamespace) -> None:
    page = an_event(site, title="As it is", slug="as-it-is")
    other = translated(page, "fr", title=MARK, slug=MARK.lower())
    assert MARK in everything(client)
    other.unpublish()
    assert MARK.lower() not in everything(client).lower()
    assert "As it is" in everything(client)


def times(client: Client) -> dict[str, dt.datetime]:
    found = {}
    for name in FILES:
        if not name.endswith(".csv"):
            updated = json.loads(client.get(f"/data/{name}").content)["updated"]
            found[name.partition(".")[0]] = dt.datetime.fromisoformat(updated)
    return found


CHANGES = {
    "published": lambda page: page.save_revision().publish(),
    "unpublished": lambda page: page.unpublish(),
    "deleted": lambda page: page.delete(),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_time_of_a_change_is_told_even_of_what_is_gone(
    client: Client, site: SimpleNamespace, kind: Any, change: str
) -> None:
    pages = {one.__name__: one(site, title=f"One {one.__name__}") for one in KINDS}
    for one in KINDS:
        one(site, title=f"Two {one.__name__}")
    before = times(client)
    began = timezone.now()
    CHANGES[change](fresh(pages[kind.__name__]))
    after = times(client)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {{"an_event": "timeline", "a_spotlight": "spotlights", "a_partner": "partners"}[kind.__name__]}
    (name,) = changed
    assert began <= after[name] <= timezone.now()


def test_deleting_a_section_is_told_of_all_in_it(client: Client, site: SimpleNamespace) -> None:
    an_event(site, title="One")
    began = timezone.now()
    Page.objects.get(pk=site.timeline.pk).delete()
    assert json.loads(client.get("/data/timeline.json").content)["records"] == []
    assert times_of(client, "timeline") >= began


def test_new_addresses_are_told(client: Client, site: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    an_event(site, title="One")
    began = timezone.now()
    section = fresh(site.timeline)
    section.slug = "the-timeline"
    with django_capture_on_commit_callbacks(execute=True):
        section.save_revision().publish()
    assert "/en/the-timeline/" in everything(client)
    assert times_of(client, "timeline") >= began


def test_changes_of_the_table_of_members_are_told(client: Client, site: SimpleNamespace) -> None:
    member = a_partner(site, title="One").membership
    for change in (
        lambda: member.save(),
        lambda: member.lines_of_effort.clear(),
        lambda: type(member).objects.create(name="New", region="mena", joined_by=dt.date(2018, 1, 1)).delete(),
    ):
        began = timezone.now()
        change()
        assert times_of(client, "partners") >= began


def times_of(client: Client, name: str) -> dt.datetime:
    return dt.datetime.fromisoformat(json.loads(client.get(f"/data/{name}.json").content)["updated"])
