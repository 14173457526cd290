"""Sitemaps: every page that can be read, once, in its own language's part."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, PageViewRestriction

from crawlers import sitemap
from pages import places
from tests.crawlers.reading import HOST, addresses, find, parts, read
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory, TimelineEventPageFactory


def live_addresses() -> list[str]:
    return list(Page.objects.live().filter(depth__gt=1).values_list("url_path", flat=True))


def in_language(page: Any, code: str) -> Any:
    """Returns the live translation of a page, with the pages above it."""
    locale, _created = Locale.objects.get_or_create(language_code=code)
    translation = page.copy_for_translation(locale, copy_parents=True)
    for above in translation.get_ancestors(inclusive=True).filter(depth__gt=1, live=False).specific():
        above.save_revision().publish()
    return Page.objects.get(pk=translation.pk).specific


def entry(client: Client, path: str) -> Any:
    """Returns the entry of a page, from whichever sitemap has it."""
    for part in parts(client):
        tree = read(client, part)
        for found in tree:
            if find(found, "s:loc") == [HOST + path]:
                return found
    return None


def test_every_live_page_is_there_once(client: Client, site: SimpleNamespace) -> None:
    for number in range(3):
        NewsPageFactory(parent=site.news, slug=f"news-{number}")
    found = addresses(client)
    assert sorted(found) == sorted(live_addresses())
    assert all(client.get(address).status_code == 200 for address in found)


def test_a_page_is_said_to_have_changed_when_it_was_published(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug="first")
    page.save_revision().publish()
    page = Page.objects.get(pk=page.pk)
    assert find(entry(client, page.url_path), "s:lastmod")[0][:19] == page.last_published_at.isoformat()[:19]
    Page.objects.filter(pk=page.pk).update(last_published_at=None)
    assert find(entry(client, page.url_path), "s:lastmod") == []


def test_the_index_says_when_each_part_changed(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    NewsPageFactory(parent=site.news).save_revision().publish()
    index = read(client, "/sitemap.xml", "sitemapindex")
    latest = max(filter(None, Page.objects.live().values_list("last_published_at", flat=True)))
    assert max(find(index, "s:sitemap/s:lastmod"))[:19] == latest.isoformat()[:19]


def test_a_new_page_changes_its_own_part_alone(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "IDS_A_PART", 4)
    pages = [NewsPageFactory(parent=site.news, slug=f"news-{number}") for number in range(10)]
    before = {part: client.get(part).content for part in parts(client)}
    assert len(before) > 3
    assert all(len(read(client, part)) <= 4 for part in before)
    new = NewsPageFactory(parent=site.news, slug="new")
    pages[4].unpublish()
    gone = f"/sitemap-en-{pages[4].pk // 4 + 1}.xml"
    own = f"/sitemap-en-{new.pk // 4 + 1}.xml"
    changed = {part for part in parts(client) if client.get(part).content != before.get(part)}
    assert changed == {gone, own}
    assert sorted(addresses(client)) == sorted(live_addresses())


def test_pages_in_several_languages_name_each_other(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="plain")
    only_here = StandardPageFactory(parent=site.home, slug="contact")
    arabic = in_language(page, "ar")
    assert arabic.url_path == "/ar/plain/"
    for path in (page.url_path, arabic.url_path):
        found = entry(client, path)
        links = dict(zip(find(found, "xhtml:link/@hreflang"), find(found, "xhtml:link/@href"), strict=True))
        assert links == {
            "en": f"{HOST}/en/plain/",
            "ar": f"{HOST}/ar/plain/",
            "x-default": f"{HOST}/en/plain/",
        }
    assert find(entry(client, only_here.url_path), "xhtml:link") == []
    assert {part.split("-")[1] for part in parts(client)} == {"en", "ar"}
    assert sorted(addresses(client)) == sorted(live_addresses())
    page.unpublish()
    assert find(entry(client, arabic.url_path), "xhtml:link") == []


def test_without_the_first_language_others_are_led_to_the_next(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="plain")
    french, arabic = in_language(page, "fr"), in_language(page, "ar")
    page.unpublish()
    found = entry(client, french.url_path)
    assert find(found, "xhtml:link[@hreflang='x-default']/@href") == [HOST + arabic.url_path]
    assert f'hreflang="x-default" href="{HOST}{arabic.url_path}"' in client.get(french.url_path).content.decode()


def test_a_page_below_a_restriction_is_not_there(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="first")
    PageViewRestriction.objects.create(page=site.news, restriction_type=PageViewRestriction.LOGIN)
    assert not [address for address in addresses(client) if "/news/" in address]


def test_pictures_are_named_as_far_as_they_can_be_had(client: Client, site: SimpleNamespace) -> None:
    image = ImageFactory()
    page = NewsPageFactory(parent=site.news, slug="first", lead_image=image, lead_image_decorative=True)
    assert (
        find(entry(client, page.url_path), "image:image/image:loc") == []
    )  # nobody has seen it yet, so it is not made
    client.get(page.url_path)
    (address,) = find(entry(client, page.url_path), "image:image/image:loc")
    assert client.get(address.removeprefix(HOST)).status_code == 200
    image.rights_expire_on = "2019-01-01"
    image.save()
    assert client.get(address.removeprefix(HOST)).status_code == 404
    assert find(entry(client, page.url_path), "image:image/image:loc") == []


def test_addresses_are_written_as_crawlers_need_them(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="مرحبا")
    assert "/en/news/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7/" in addresses(client)


def test_places_are_there_when_their_room_says_so(
    client: Client, site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "_to_index", [])
    assert "/sitemap-places.xml" not in parts(client)
    assert client.get("/sitemap-places.xml").status_code == 404
    places.register_to_index("data/")
    in_language(site.home, "fr")
    assert "/sitemap-places.xml" in parts(client)
    tree = read(client, "/sitemap-places.xml")
    assert find(tree, "s:url/s:loc") == [f"{HOST}/en/data/", f"{HOST}/fr/data/"]
    assert find(tree[1], "xhtml:link/@hreflang") == ["en", "fr", "x-default"]
    site.home.unpublish()
    assert find(read(client, "/sitemap-places.xml"), "s:url/s:loc") == [f"{HOST}/fr/data/"]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-xx-1.xml",
        "/sitemap-en-0.xml",
        "/sitemap-en-99.xml",
        "/sitemap-ar-1.xml",
        "/sitemap-en--1.xml",
        "/sitemap-en.xml",
        "/sitemap-EN-1.xml",
        "/sitemap-en%00-1.xml",
        "/sitemap-en-1.xml%00",
        "/sitemap-en-1.xml/",
        "/sitemap-en'--1.xml",
        "/sitemap-en-9999999999999999999.xml",
        f"/sitemap-en-{'9' * 5000}.xml",
        f"/sitemap-{'e' * 5000}-1.xml",
        "/sitemap-en-١.xml",
        "/sitemap-en-1.xml\u202e",
    ],
)
def test_a_part_that_is_none_is_not_found(client: Client, site: SimpleNamespace, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-en-1.xml", "/sitemap-news.xml", "/robots.txt"])
def test_it_is_answered_as_machines_need_it(
    client: Client, site: SimpleNamespace, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemap, "IDS_A_PART", 100_000)
    answer = client.get(path, headers={"accept-language": "fr"})
    assert answer["Cache-Control"] == "public, no-cache"
    assert answer["Content-Language"] == "en"
    assert not answer.cookies
    assert "Vary" not in answer or "Cookie" not in answer["Vary"]
    assert client.get(path, headers={"if-none-match": answer["ETag"]}).status_code == 304
    head = client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert client.post(path).status_code == 405


def test_it_costs_the_same_however_many_pages_there_are(client: Client, site: SimpleNamespace) -> None:
    def count() -> list[int]:
        found = []
        for path in ("/sitemap.xml", parts(client)[-1], "/sitemap-news.xml"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            found.append(len(queries))
        return found

    image = ImageFactory()
    for _number in range(5):
        client.get(NewsPageFactory(parent=site.news, lead_image=image, lead_image_decorative=True).url_path)
    few = count()
    for _number in range(500):
        TimelineEventPageFactory(parent=site.timeline) if _number % 2 else NewsPageFactory(
            parent=site.news, lead_image=image, lead_image_decorative=True
        )
    assert count() == few
    assert max(few) <= 8


def test_robots_txt_names_the_sitemaps_and_hides_nothing_that_must_be_read(
    client: Client, site: SimpleNamespace
) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    named = [line.removeprefix("Sitemap: ") for line in lines if line.startswith("Sitemap: ")]
    assert named == [f"{HOST}/sitemap.xml", f"{HOST}/sitemap-news.xml"]
    assert all(client.get(url.removeprefix(HOST)).status_code == 200 for url in named)
    closed = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    assert closed == ["/admin/", "/preview/", "/-/", "/*/search/?"]
    # What says noindex must be open to be read: the editions, and cards for other sites.
    assert not any(path.startswith(rule) for rule in closed for path in ("/text/en/", "/lite/en/", "/embed/en/"))
