"""Every page of the demo in its two editions: what they weigh, and that nothing is in them that should not be."""

import gzip
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Page

from coalition.checks import page_kinds
from pages.frame import HOME_DEPTH
from tests.demo.conftest import all_pages, swept
from tests.html import XHTML, elements, parse, text_of

pytestmark = pytest.mark.django_db

HEADERS = 1_000  # bytes, more than any answer's
TEXT_LIMIT, STYLE_LIMIT = 15_000, 2_000
NO_TEXT = ("img", "picture", "svg", "script", "style", "iframe", "video", "audio", "canvas", "object", "source")


@pytest.fixture(scope="module")
def answers(demo: None) -> dict[str, Any]:
    """The text-only edition of every live page as it goes over the wire, by the page's address."""
    addresses = swept().values_list("url_path", flat=True)
    return {address: Client().get(f"/text{address}", headers={"accept-encoding": "gzip"}) for address in addresses}


@pytest.fixture(scope="module")
def texts(answers: dict[str, Any]) -> dict[str, Any]:
    """The same as trees; anything that is not valid HTML fails."""
    return {address: parse(gzip.decompress(answer.content)) for address, answer in answers.items()}


@pytest.fixture(scope="module")
def lites(demo: None) -> dict[str, Any]:
    """The low-data edition of one page of each kind."""
    pages = Page.objects.live().filter(depth__gte=HOME_DEPTH)
    chosen = {page.specific_class: page.url_path for page in pages.order_by("-path")}
    assert set(chosen) == set(page_kinds())
    return {address: parse(Client().get(f"/lite{address}").content) for address in chosen.values()}


def links_of(tree: Any) -> Iterator[str]:
    return (link.get("href") for link in elements(tree, "a") if link.get("href"))


def words_of(tree: Any) -> set[str]:
    return {word for text in tree.itertext() for word in re.findall(r"\w+", text)}


def test_every_text_is_light_over_the_wire(answers: dict[str, Any]) -> None:
    style = Path(finders.find("css/text.css")).stat().st_size
    assert style <= STYLE_LIMIT
    assert len(answers) > 150
    assert {answer.status_code for answer in answers.values()} == {200}
    heavy = {a: size for a, r in answers.items() if (size := len(r.content) + style + HEADERS) > TEXT_LIMIT}
    assert not heavy


def test_a_text_holds_words_and_nothing_else(texts: dict[str, Any]) -> None:
    for address, tree in texts.items():
        assert not [element.tag for element in elements(tree, *NO_TEXT)], address
        sheets = [link.get("href") for link in elements(tree, "link") if link.get("rel") == "stylesheet"]
        assert sheets == ["/static/css/text.css"], address
        attributes = {name for element in tree.iter() for name in element.attrib}
        assert not {
            n for n in attributes if n in {"style", "srcset", "src", "tabindex"} or n.startswith(("on", "data-"))
        }


def test_a_text_says_all_that_the_page_says(answers: dict[str, Any], texts: dict[str, Any]) -> None:
    """Word for word, but for what names a picture, a map or the way to another edition."""
    chosen = [a for a in texts if a.count("/") <= 3] + list(texts)[:: len(texts) // 12]
    for address in chosen:
        full = parse(Client().get(address).content)
        main = next(elements(full, "main"))
        left_out = [e for e in main.iter() if e.tag.endswith("}svg") or e.get("data-full-only") is not None]
        for element in [*left_out, *(e for e in main.iter() if "hidden" in e.attrib), *elements(main, "script")]:
            element.clear()
        assert words_of(main) <= words_of(next(elements(texts[address], "main"))), address


def test_links_stay_in_the_edition_and_say_where_the_page_is(texts: dict[str, Any], lites: dict[str, Any]) -> None:
    for edition, trees in (("text", texts), ("lite", lites)):
        for address, tree in trees.items():
            # What does not end in a slash, such as a feed, is no page.
            ordinary = [unquote(href) for href in links_of(tree) if href[:4] == address[:4] and href.endswith("/")]
            assert set(ordinary) <= {address}, f"/{edition}{address}"
            assert address in ordinary
            meta = {m.get("name"): m.get("content") for m in elements(tree, "meta")}
            assert meta["robots"] == "noindex"
            canonical = [link.get("href") for link in elements(tree, "link") if link.get("rel") == "canonical"]
            assert canonical == [f"http://testserver{address}"]


def test_links_within_an_edition_resolve(texts: dict[str, Any]) -> None:
    ids = {address: {e.get("id") for e in tree.iter() if e.get("id")} for address, tree in texts.items()}
    known = set(all_pages().values_list("url_path", flat=True))  # an edition is made of whatever page there is
    for address, tree in texts.items():
        for href in links_of(tree):
            if href.startswith("/text/") and "?" not in href:
                target, _hash, place = href.removeprefix("/text").partition("#")
                if unquote(target) not in known:
                    assert Client().get(f"/text{target}").status_code == 200, href
                    known.add(unquote(target))
                assert not place or target not in ids or place in ids[target], href
            elif href.startswith("#"):
                assert href[1:] in ids[address], f"{address} {href}"


def test_headings_of_a_text_are_in_order(texts: dict[str, Any]) -> None:
    for address, tree in texts.items():
        levels = [int(heading.tag[-1]) for heading in elements(tree, "h1", "h2", "h3", "h4", "h5", "h6")]
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels)), address


def test_a_lite_page_asks_for_no_picture_typeface_or_foreign_script(lites: dict[str, Any]) -> None:
    for address, tree in lites.items():
        assert not list(elements(tree, "img", "picture", "source", "iframe")), address
        assert not [e for e in tree.iter() if e.tag == "{http://www.w3.org/2000/svg}svg"], address
        assert [script.get("src") for script in elements(tree, "script")] == ["/static/js/lite.js"]
        assert not [link for link in elements(tree, "link") if link.get("rel") in {"preload", "apple-touch-icon"}]


def test_a_lite_picture_is_a_link_that_says_what_it_costs(lites: dict[str, Any]) -> None:
    offers = [e for tree in lites.values() for e in elements(tree, "a") if e.get("data-picture") is not None]
    assert len(offers) > 20
    for offer in offers:
        assert re.match(r"Show picture \(≈ \d+ kB\): \w", text_of(offer))
        assert offer.get("href").startswith("/media/images/")
        assert Client().get(offer.get("href")).status_code == 200
        assert XHTML + "span" in {child.tag for child in offer}
