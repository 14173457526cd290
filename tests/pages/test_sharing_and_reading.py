"""Passing a page on, how long it takes to read, and when it was last looked over."""

import datetime as dt
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from pages.reading import reading_minutes
from pages.sharing import share_links
from pages.templatetags.site_tags import spoken_address
from tests.factories import (
    DigestPageFactory,
    NewsPageFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.html import elements, parse, text_of

TITLE = "Bread & “roses” + 100 %\r\nBcc: x@example.org"
ADDRESS = "https://example.org/ar/أخبار/?a=1&b=2#c"


def test_what_is_shared_arrives_whole_and_can_add_nothing() -> None:
    for link in share_links(TITLE, ADDRESS):
        parts = urlsplit(link.url)
        assert parts.scheme in {"https", "mailto"}
        assert not parts.fragment
        given = {name: values[0] for name, values in parse_qs(parts.query, strict_parsing=True).items()}
        assert set(given) <= {"subject", "body", "text", "url", "u"}
        assert any(ADDRESS in value for value in given.values())
        assert "+" not in parts.query
        assert not any(character in link.url for character in "\r\n <>\"'")


def test_the_parts_of_an_address_keep_their_places_beside_one_another() -> None:
    shown = spoken_address("https://example.org/ar/الأخبار/الأول/?<b>")
    (whole,) = [
        bdi
        for bdi in elements(parse(f"<!doctype html><title>A</title>{shown}".encode()), "bdi")
        if bdi.get("dir") == "ltr"
    ]
    assert text_of(whole) == "https://example.org/ar/الأخبار/الأول/?<b>", "it is copied as it is"
    parts = [text_of(part) for part in elements(whole, "bdi") if not part.get("dir")]
    assert parts[-3:] == ["الأخبار", "الأول", "?<b>"], "each by itself"


@pytest.fixture
def shared(site: SimpleNamespace) -> list[Any]:
    series = StorySeriesPageFactory(parent=site.stories)
    return [
        NewsPageFactory(parent=site.news, title='A "quoted" <title>'),
        StoryPageFactory(parent=series),
        PartnerSpotlightPageFactory(parent=site.partners),
        TimelineEventPageFactory(parent=site.timeline),
        DigestPageFactory(parent=site.digest),
    ]


def test_articles_can_be_passed_on_by_plain_links(client: Client, shared: list[Any]) -> None:
    for page in shared:
        tree = parse(client.get(page.url_path).content)
        section = next(s for s in elements(tree, "section") if s.get("aria-labelledby") == "share")
        links = list(elements(section, "a"))
        assert [link.text for link in links] == ["E-mail", "WhatsApp", "Telegram", "X", "Facebook"]
        assert all({"noopener", "noreferrer"} <= set(link.get("rel").split()) for link in links)
        assert "".join(section.itertext()).count(page.full_url) == 1


@pytest.mark.parametrize(
    ("words", "language", "minutes"),
    [(0, "en", 0), (1, "en", 1), (228, "en", 1), (500, "en", 2), (500, "fr", 3), (500, "ar", 4), (500, "xx", 2)],
)
def test_minutes_follow_the_language(words: int, language: str, minutes: int) -> None:
    assert reading_minutes("كلمة " * words, language) == minutes


def test_reading_time_is_of_the_body_and_costs_no_query(
    client: Client, site: SimpleNamespace, django_assert_num_queries: Any
) -> None:
    text = "<p>" + "word " * 1140 + "</p>"
    page = NewsPageFactory(parent=site.news, body=[("paragraph", text), ("heading", {"text": "More"})])
    assert "<span>5 min read</span>" in client.get(page.url_path).content.decode()
    fresh = type(page).for_display().get(pk=page.pk)
    with django_assert_num_queries(0):
        assert fresh.reading_minutes == 5
    empty = StandardPageFactory(parent=site.home, body=[])
    assert "min read" not in client.get(empty.url_path).content.decode()


def test_pages_that_speak_of_the_present_say_when_they_were_looked_over(client: Client, site: SimpleNamespace) -> None:
    day = dt.date(2019, 4, 3)
    about = StandardPageFactory(parent=site.home, last_reviewed=day)
    partner = PartnerPageFactory(parent=site.partners, last_reviewed=day)
    for page in (about, partner):
        shown = client.get(page.url_path).content.decode()
        assert 'Last reviewed <time datetime="2019-04-03">3 April 2019</time>' in shown
    never = StandardPageFactory(parent=site.home)
    assert "Last reviewed" not in client.get(never.url_path).content.decode()


@pytest.mark.parametrize(("days", "is_taken"), [(-400, True), (0, True), (1, False)])
def test_a_review_cannot_be_in_the_future(site: SimpleNamespace, days: int, is_taken: bool) -> None:
    page = StandardPageFactory(parent=site.home)
    page.last_reviewed = timezone.localdate() + dt.timedelta(days=days)
    if is_taken:
        page.full_clean()
        return
    with pytest.raises(ValidationError) as caught:
        page.full_clean()
    assert set(caught.value.error_dict) == {"last_reviewed"}


def test_the_offer_to_save_data_waits_for_the_browser(client: Client, site: SimpleNamespace) -> None:
    tree = parse(client.get("/en/news/?kind=article").content)
    offer = next(s for s in elements(tree, "section") if s.get("data-save-data") is not None)
    assert "hidden" in offer.attrib
    assert next(elements(offer, "a")).get("href") == "/lite/en/news/?kind=article"
    assert b"data-save-data" not in client.get("/text/en/").content + client.get("/lite/en/").content
