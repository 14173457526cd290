"""What can be kept: which pages, how much they take, and what an address cannot make of it."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.models import PageViewRestriction

from home.start import start_site
from offline.weight import needed_files
from pages.models import SiteSettings
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory, TimelineEventPageFactory
from tests.html import elements, parse, text_of


def offered(client: Client, address: str = "/offline/en/") -> list[str]:
    return re.findall(r'data-offer="([^"]*)"', client.get(address).content.decode())


def choose(*pages: Any) -> None:
    row = SiteSettings.objects.get(locale__language_code="en")
    row.offline_pages = [("page", page) for page in pages]
    row.save()


def test_the_timeline_comes_first_then_what_staff_chose(client: Client, site: SimpleNamespace) -> None:
    first, second = (StandardPageFactory(parent=site.home, slug=slug) for slug in ("first", "second"))
    choose(second, site.timeline, first, second)
    assert offered(client) == ["/en/timeline/", "/en/second/", "/en/first/"]


def test_only_what_can_be_read_is_offered(client: Client, site: SimpleNamespace) -> None:
    gone, draft, closed = (StandardPageFactory(parent=site.home, slug=slug) for slug in ("gone", "draft", "closed"))
    choose(gone, draft, closed)
    gone.delete()
    draft.unpublish()
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    assert offered(client) == ["/en/timeline/"]
    site.timeline.unpublish()
    assert "nothing to suggest" in client.get("/offline/en/").content.decode()


def test_what_was_weighed_once_costs_no_more_than_an_article(client: Client, site: SimpleNamespace) -> None:
    choose(*(StandardPageFactory(parent=site.home) for _ in range(12)))
    client.get("/offline/en/")
    with CaptureQueriesContext(connection) as queries:
        assert len(offered(client)) == 13
    assert len(queries) <= 12


def test_the_page_a_reader_came_from_is_offered_first(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug="first", title="<b>Water</b>")
    assert offered(client, "/offline/en/?page=/en/news/first/") == ["/en/news/first/", "/en/timeline/"]
    assert "&lt;b&gt;Water&lt;/b&gt;" in client.get("/offline/en/?page=/en/news/first/").content.decode()
    page.unpublish()
    assert offered(client, "/offline/en/?page=/en/news/first/") == ["/en/timeline/"]
    assert offered(client, "/offline/en/?page=/en/timeline/") == ["/en/timeline/"]


@pytest.mark.parametrize(
    "asked",
    [
        "%00",
        "/en/%00/",
        "/en/" + "a/" * 5000,
        "//evil.example/en/",
        "https://evil.example/en/news/",
        "javascript:alert(1)",
        "/admin/",
        "/xx/news/",
        "/en/../admin/",
        "/offline/en/",
        "%ff%fe",
        "/en/news/?page=999999999",
        "<script>alert(1)</script>",
    ],
)
def test_a_hostile_address_offers_nothing(client: Client, site: SimpleNamespace, asked: str) -> None:
    response = client.get(f"/offline/en/?page={asked}")
    assert response.status_code == 200
    assert re.findall(r'data-offer="([^"]*)"', response.content.decode()) == ["/en/timeline/"]
    assert b"<script>alert" not in response.content
    assert b"evil" not in response.content


def test_a_page_weighs_itself_and_what_it_names(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug="first")
    before = weight_of(client, page.url_path)
    assert before * 1000 > len(client.get(page.url_path).content) + 2 * 20_000
    page.lead_image, page.lead_image_decorative = ImageFactory(), True
    page.save()
    cache.clear()
    assert weight_of(client, page.url_path) > before
    together = int(re.search(r"Together about ([\d,]+) kB", client.get("/offline/en/").content.decode())[1])
    assert together < 2 * before


def weight_of(client: Client, address: str) -> int:
    tree = parse(client.get(f"/offline/en/?page={address}").content)
    entry = next(item for item in elements(tree, "li") if item.get("data-offer") == address)
    return int(re.search(r"about ([\d,]+) kB", text_of(entry))[1].replace(",", ""))


def test_weighing_ignores_the_parameters_of_the_question(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(parent=site.timeline)
    assert offered(client, "/offline/en/?page=/en/news/&year=x&kind=y") == ["/en/news/", "/en/timeline/"]


def test_of_a_picture_one_size_is_kept() -> None:
    needed = needed_files(
        '<link rel="stylesheet" href="/a.css"><link rel="icon" href="/no.ico"><script src="/a.js"></script>'
        '<picture><source type="image/avif" srcset="/400.avif 400w"><source type="image/webp" srcset="/300.webp 300w, /400.webp 400w, /800.webp 800w">'
        '<img src="/300.jpg" srcset="/300.jpg 300w"></picture>'
        '<img srcset="/160.jpg 160w, /320.jpg 320w" src="/160.jpg"><img src="/flag.svg">'
        "<img srcset='broken' src='/whole.jpg'><img><script>no()</script>"
        '<svg><use href="/drawings.svg#land"/></svg><svg><use href="/drawings.svg#iq"/></svg>'
    )
    assert needed == {"/a.css", "/a.js", "/400.webp", "/320.jpg", "/flag.svg", "/whole.jpg", "/drawings.svg"}


def test_a_language_without_a_home_page_has_nothing_to_keep(client: Client, site: SimpleNamespace) -> None:
    for address in ("/offline/fr/", "/offline/xx/", "/offline/fr/not-kept/", "/offline/", "/offline/en/x/"):
        assert client.get(address).status_code == 404


def test_what_staff_chose_is_kept_in_the_readers_language(client: Client, site: SimpleNamespace) -> None:
    arabic = start_site("ar")
    contact, press = (StandardPageFactory(parent=site.home, slug=slug) for slug in ("contact", "press"))
    own = StandardPageFactory.build(title="اتصال", slug="اتصال", translation_key=contact.translation_key)
    own.locale = arabic.locale
    arabic.add_child(instance=own)
    row = SiteSettings.objects.get(locale=arabic.locale)
    row.offline_pages = [("page", contact), ("page", press)]
    row.save()
    offers = offered(client, "/offline/ar/")
    assert len(offers) == 3
    assert offers[1].startswith("/ar/")
    assert offers[2] == "/en/press/"


def test_each_language_has_its_own(client: Client, site: SimpleNamespace) -> None:
    start_site("ar")
    response = client.get("/offline/ar/", headers={"Accept-Language": "fr"})
    assert response["Content-Language"] == "ar"
    assert '<html lang="ar" dir="rtl">' in response.content.decode()
    assert "plex-arabic-400" in response.content.decode()
    assert offered(client, "/offline/ar/") == ["/ar/timeline/"]
    assert translation.get_language() != "ar"
    assert "plex-arabic" not in client.get("/offline/en/").content.decode()
