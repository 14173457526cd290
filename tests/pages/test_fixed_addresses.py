"""No page gets an address at which the site shows something of its own."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pages.fixed_addresses import TAKEN, is_taken
from pages.models import StandardPage
from tests.conftest import PASSWORD
from tests.factories import StandardPageFactory


@pytest.fixture
def staff(client: Client, people: SimpleNamespace) -> Client:
    client.login(username="admin", password=PASSWORD)
    return client


def form(slug: str) -> dict[str, Any]:
    comments = {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}
    return {"title": "A page", "slug": slug, "summary": "", "lead_image": "", "body-count": "0"} | comments


@pytest.mark.parametrize("slug", ["data", "search", "api"])
def test_a_slug_that_hides_the_page_is_refused(staff: Client, site: SimpleNamespace, slug: str) -> None:
    address = reverse("wagtailadmin_pages:add", args=["pages", "standardpage", site.home.pk])
    response = staff.post(address, form(slug) | {"action-publish": "1"})
    assert str(TAKEN) in response.content.decode()
    # A draft is never lost: it gets the next free slug.
    staff.post(address, form(slug))
    assert not StandardPage.objects.filter(slug=slug).exists()
    page = StandardPage.objects.get(slug=f"{slug}-2")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert str(TAKEN) in staff.post(edit, form(slug) | {"action-publish": "1"}).content.decode()
    staff.post(edit, form(slug))
    assert page.get_latest_revision_as_object().slug == f"{slug}-2"


def test_a_page_does_not_move_to_where_it_would_be_hidden(staff: Client, site: SimpleNamespace) -> None:
    about = StandardPage.objects.get(slug="about")
    page = StandardPageFactory(parent=about, slug="data")
    response = staff.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, site.home.pk]), follow=True)
    assert str(TAKEN) in response.content.decode()
    page.refresh_from_db()
    assert page.url_path == "/en/about/data/"


def test_a_page_is_not_copied_to_where_it_would_be_hidden(staff: Client, site: SimpleNamespace) -> None:
    about = StandardPage.objects.get(slug="about")
    address = reverse("wagtailadmin_pages:copy", args=[about.pk])
    asked = {"new_title": "A copy", "new_parent_page": site.home.pk, "publish_copies": "on"}
    response = staff.post(address, asked | {"new_slug": "data"}, follow=True)
    assert str(TAKEN) in response.content.decode()
    assert not StandardPage.objects.filter(title="A copy").exists()
    staff.post(address, asked | {"new_slug": "figures"})
    assert StandardPage.objects.get(title="A copy").slug == "figures"


@pytest.mark.parametrize("slug", ["about", "data-2", "données", "العراق", "en", "admin"])
def test_other_slugs_are_free(site: SimpleNamespace, slug: str) -> None:
    assert not is_taken(site.home, slug)


@pytest.mark.parametrize("slug", ["", " ", "a b", "\x00", "a/b", "feed.atom", "%2e", "data?", "x" * 5000])
def test_what_is_no_slug_is_left_to_the_slugs_own_rules(site: SimpleNamespace, slug: str) -> None:
    assert not is_taken(site.home, slug)


def test_the_same_slug_deeper_in_the_tree_is_free(site: SimpleNamespace) -> None:
    assert is_taken(site.home, "data")
    assert not is_taken(site.news, "data")
    assert not is_taken(site.home.get_parent(), "data")
