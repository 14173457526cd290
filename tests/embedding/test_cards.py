"""Cards that other sites show, and their descriptions: of live pages alone, open to frames and to nothing else."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from demo.hostile import searches
from tests.factories import (
    PARAGRAPH,
    NewsPageFactory,
    PartnerSpotlightPageFactory,
    TimelineEventPageFactory,
    TimelinePageFactory,
)
from tests.html import elements, parse, text_of

SITE = "http://testserver"
FIGURES = [("contribution", {"value": "2,015", "unit": "km²", "label": "cleared", "source": "A report"})]


@pytest.fixture
def event(site: SimpleNamespace) -> Any:
    return TimelineEventPageFactory(
        parent=site.timeline, title="Zerzevan", slug="zerzevan", date=dt.date(2015, 6, 9), precision="month"
    )


def describe(client: Client, address: str, **parameters: str) -> Any:
    return client.get("/oembed/", {"url": address, **parameters})


def answers(client: Client, page: Any) -> tuple[int, int, int]:
    """Returns the status of the card, and of its description in both formats."""
    return (
        client.get(f"/embed{page.url_path}").status_code,
        describe(client, f"{SITE}{page.url_path}").status_code,
        describe(client, f"{SITE}{page.url_path}", format="xml").status_code,
    )


def test_the_card_says_what_happened_and_leads_on(client: Client, event: Any) -> None:
    response = client.get("/embed/en/timeline/zerzevan/")
    tree = parse(response.content)
    said = text_of(next(elements(tree, "body")))
    assert "Zerzevan" in said
    assert "June 2015" in said
    assert "9 June" not in response.content.decode()
    assert "Mosul, Iraq" in said
    (link,) = elements(tree, "a")
    assert (link.get("href"), link.get("target")) == (f"{SITE}/en/timeline/zerzevan/", "_blank")
    assert not list(elements(tree, "script", "form", "iframe"))
    assert [meta.get("content") for meta in elements(tree, "meta") if meta.get("name") == "robots"] == ["noindex"]


def test_the_card_of_a_spotlight_has_its_figures(client: Client, site: SimpleNamespace) -> None:
    page = PartnerSpotlightPageFactory(parent=site.partners, title="Mines", contributions=FIGURES)
    tree = parse(client.get(f"/embed{page.url_path}").content)
    assert text_of(next(elements(tree, "dl"))) == "cleared A report 2,015 km²"


def test_only_cards_may_be_framed(client: Client, event: Any) -> None:
    card, page = client.get("/embed/en/timeline/zerzevan/"), client.get("/en/timeline/zerzevan/")
    assert "frame-ancestors *" in card["Content-Security-Policy"]
    assert "default-src 'none'" in card["Content-Security-Policy"]
    assert "script-src" not in card["Content-Security-Policy"]
    assert "X-Frame-Options" not in card
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


@pytest.mark.parametrize(("language", "shown"), [("en", "en"), ("ar", "ar"), ("xx", "en")])
def test_where_a_card_was_a_line_says_that_it_is_gone(client: Client, event: Any, language: str, shown: str) -> None:
    missing = client.get(f"/embed/{language}/timeline/none/", headers={"Accept-Language": "fr"})
    assert missing.status_code == 404
    assert "frame-ancestors *" in missing["Content-Security-Policy"]
    assert missing["Content-Language"] == shown
    assert f'lang="{shown}"' in missing.content.decode()
    (link,) = elements(parse(missing.content), "a")
    assert link.get("href") == f"{SITE}/{shown}/"


@pytest.mark.parametrize("code", ["xx", "EN", "en-GB", "e" * 300, "%00"])
def test_there_is_no_card_in_an_unknown_language(client: Client, event: Any, code: str) -> None:
    assert client.get(f"/embed/{code}/timeline/zerzevan/").status_code == 404


def test_oembed_describes_the_card(client: Client, event: Any) -> None:
    described = describe(client, f"{SITE}/en/timeline/zerzevan/").json()
    assert described["version"] == "1.0"
    assert described["type"] == "rich"
    assert described["title"] == "Zerzevan"
    assert f'src="{SITE}/embed/en/timeline/zerzevan/"' in described["html"]
    assert 'title="Zerzevan"' in described["html"]
    xml = ET.fromstring(describe(client, f"{SITE}/en/timeline/zerzevan/", format="xml").content)
    assert {child.tag: child.text for child in xml} == {name: str(value) for name, value in described.items()}


def test_a_page_tells_where_its_card_is_described(client: Client, event: Any) -> None:
    tree = parse(client.get("/en/timeline/zerzevan/").content)
    links = {link.get("type"): link.get("href") for link in elements(tree, "link") if link.get("rel") == "alternate"}
    for media_type in ("application/json+oembed", "text/xml+oembed"):
        response = client.get(links[media_type].removeprefix(SITE))
        assert response.status_code == 200
        assert b"Zerzevan" in response.content


def test_people_find_the_code(client: Client, event: Any) -> None:
    tree = parse(client.get("/en/timeline/zerzevan/").content)
    (field,) = elements(tree, "textarea")
    assert text_of(field).startswith(f'<iframe src="{SITE}/embed/en/timeline/zerzevan/"')


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"maxwidth": "300"}, (300, 340)),
        ({"maxwidth": "120"}, (120, 340)),
        ({"maxheight": "250"}, (600, 250)),
        ({"maxwidth": "5000"}, (600, 340)),
    ],
)
def test_a_card_keeps_within_what_is_asked(client: Client, event: Any, asked: dict[str, str], size: Any) -> None:
    described = describe(client, f"{SITE}/en/timeline/zerzevan/", **asked).json()
    assert (described["width"], described["height"]) == size
    assert f'width="{size[0]}" height="{size[1]}"' in described["html"]


@pytest.mark.parametrize("size", ["0", "-1", "x", "9" * 50, "3.5", "٣٠٠", "\x00"])
def test_a_size_that_is_none_is_refused(client: Client, event: Any, size: str) -> None:
    response = describe(client, f"{SITE}/en/timeline/zerzevan/", maxwidth=size)
    assert response.status_code == 400
    assert response.content.decode().count("\n") == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/en/timeline/zerzevan/",
        "http://testserver@example.org/en/timeline/zerzevan/",
        "http://testserver.example.org/en/timeline/zerzevan/",
        "http://testserver:81/en/timeline/zerzevan/",
        "https://testserver/en/timeline/zerzevan/",
        "//testserver/en/timeline/zerzevan/",
        "/en/timeline/zerzevan/",
        "javascript:alert(1)",
        "http://[",
        "http://testserver/embed/en/timeline/zerzevan/",
        "http://testserver/en/%00",
        "http://testserver/en/%ff/",
        "http://testserver/en/timeline/",
        "http://testserver//en/timeline/zerzevan/",
        "http://testserver/",
        "\x00",
        "x" * 10_000,
    ],
)
def test_an_address_without_a_card_is_not_found(client: Client, event: Any, address: str) -> None:
    assert describe(client, address).status_code == 404


def test_what_is_asked_badly_is_told_in_a_line(client: Client, event: Any) -> None:
    assert client.get("/oembed/").status_code == 400
    assert describe(client, f"{SITE}/en/timeline/zerzevan/", format="yaml").status_code == 501
    assert client.post("/oembed/").status_code == client.post("/embed/en/timeline/zerzevan/").status_code == 405


def test_hostile_addresses_break_nothing(client: Client, event: Any) -> None:
    for text in searches(300, seed="embedding"):
        sent = text.encode("utf-8", "surrogatepass")
        assert client.get(f"/oembed/?url={quote(sent)}").status_code in {400, 404}
        assert client.get(f"/oembed/?url={SITE}/en/{quote(sent)}").status_code == 404
        assert client.get(f"/embed/en/{quote(sent[:300], safe='')}/x").status_code == 404


@pytest.mark.parametrize(
    "title", ["a ]]> b", "<b>&amp;\x0b\x00</b>".replace("\x00", ""), "\u202egnp.exe", '" onload="x']
)
def test_any_title_is_shown_as_text(client: Client, site: SimpleNamespace, title: str) -> None:
    page = TimelineEventPageFactory(parent=site.timeline, title=title, slug="odd")
    content = client.get(f"/embed{page.url_path}").content.decode()
    assert "<b>" not in content
    assert ET.fromstring(describe(client, f"{SITE}{page.url_path}", format="xml").content).find("title") is not None
    assert 'title="" onload' not in describe(client, f"{SITE}{page.url_path}").json()["html"]


def test_a_page_of_another_kind_has_no_card(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)
    assert answers(client, page) == (404, 404, 404)
    assert b"oembed" not in client.get(page.url_path).content


def a_draft(page: Any) -> None:
    page.save_revision()


def scheduled(page: Any) -> None:
    page.go_live_at = timezone.now() + dt.timedelta(hours=1)
    page.save_revision().publish()


def taken_down(page: Any) -> None:
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).specific.unpublish()


def expired(page: Any) -> None:
    page.save_revision().publish()
    Page.objects.get(pk=page.pk).specific.unpublish(set_expired=True)


@pytest.mark.parametrize("make", [a_draft, scheduled, taken_down, expired], ids=lambda make: make.__name__)
@pytest.mark.parametrize("kind", ["event", "spotlight"])
def test_what_is_not_live_has_no_card(client: Client, site: SimpleNamespace, kind: str, make: Any) -> None:
    parents = {"event": site.timeline, "spotlight": site.partners}
    factory = {"event": TimelineEventPageFactory, "spotlight": PartnerSpotlightPageFactory}[kind]
    page = factory(parent=parents[kind], title="Zerzevan", live=False)
    make(page)
    assert answers(client, page) == (404, 404, 404)
    Page.objects.get(pk=page.pk).specific.save_revision().publish() if make is a_draft else None
    if make is a_draft:
        assert answers(client, page) == (200, 200, 200)


def test_a_moved_a_deleted_and_a_changed_page(
    client: Client, site: SimpleNamespace, event: Any, django_capture_on_commit_callbacks: Any
) -> None:
    page = Page.objects.get(pk=event.pk).specific
    page.title = "Not yet"
    page.save_revision()
    assert b"Not yet" not in client.get("/embed/en/timeline/zerzevan/").content
    page.slug = "elsewhere"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    moved = client.get("/embed/en/timeline/zerzevan/")
    assert (moved.status_code, moved["Location"]) == (302, "/embed/en/timeline/elsewhere/")
    assert "frame-ancestors *" in moved["Content-Security-Policy"]
    assert client.get("/embed/en/timeline/elsewhere/").status_code == 200
    described = describe(client, f"{SITE}/en/timeline/zerzevan/").json()
    assert f'src="{SITE}/embed/en/timeline/elsewhere/"' in described["html"]
    Page.objects.get(pk=event.pk).specific.unpublish()
    assert answers(client, page) == (404, 404, 404)
    assert client.get("/embed/en/timeline/zerzevan/").status_code == 404
    Page.objects.get(pk=event.pk).delete()
    assert client.get("/embed/en/timeline/elsewhere/").status_code == 404


def test_a_card_is_asked_again_and_answered_shortly(client: Client, event: Any) -> None:
    first = client.get("/embed/en/timeline/zerzevan/")
    assert first["Cache-Control"] == "public, no-cache"
    assert client.get("/embed/en/timeline/zerzevan/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    event.title = "Another"
    event.save()
    assert client.get("/embed/en/timeline/zerzevan/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_card_in_arabic_reads_from_the_right(client: Client, site: SimpleNamespace) -> None:
    from tests.search.asking import start_in

    there = start_in("ar")
    timeline = TimelinePageFactory._meta.model.objects.child_of(there.home).get()
    page = TimelineEventPageFactory._meta.model(
        title="تحرير الموصل",
        slug="mosul",
        locale=there.locale,
        date="2017-07-10",
        place="الموصل",
        country="العراق",
        latitude="36.3",
        longitude="43.1",
        body=PARAGRAPH,
        sources=[("source", {"url": "https://example.org/report"})],
    )
    timeline.add_child(instance=page)
    response = client.get("/embed/ar/timeline/mosul/")
    assert b'lang="ar" dir="rtl"' in response.content
    assert response["Content-Language"] == "ar"
    assert describe(client, f"{SITE}/ar/timeline/mosul/").json()["author_url"] == f"{SITE}/ar/"


def test_costs(client: Client, site: SimpleNamespace, event: Any) -> None:
    def count() -> list[int]:
        found = []
        for address in ("/embed/en/timeline/zerzevan/", f"/oembed/?url={SITE}/en/timeline/zerzevan/"):
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.append(len(captured))
        return found

    before = count()
    for number in range(20):
        TimelineEventPageFactory(parent=site.timeline, title=f"Event {number}")
    assert count() == before
    assert max(before) <= 8


def test_other_sites_may_read_also_that_nothing_changed(client: Client, event: Any) -> None:
    address = f"/oembed/?url={SITE}/en/timeline/zerzevan/"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    for response in (first, again):
        assert response["Access-Control-Allow-Origin"] == "*"
        assert response["Cache-Control"] == "public, no-cache"
        assert response["ETag"] == first["ETag"]
