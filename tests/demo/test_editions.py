"""Every page of the demo in its two editions: what they weigh, and that nothing is in them that should not be."""

import itertools
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from wagtail.models import Page

from coalition.checks import page_kinds
from pages.frame import HOME_DEPTH
from tests.html import elements, parse, text_of

pytestmark = pytest.mark.django_db

WIRE = {"Accept-Encoding": "gzip"}
HEADERS = 1_000  # bytes, more than any answer's
TEXT_LIMIT, STYLE_LIMIT = 15_000, 2_000


def live_pages() -> list[Page]:
    return list(Page.objects.live().filter(depth__gte=HOME_DEPTH).order_by("path"))


@pytest.fixture(scope="module")
def texts(demo: None) -> dict[str, Any]:
    """The text-only edition of every live page, by the page's address."""
    return {page.url_path: Client().get(f"/text{page.url_path}") for page in live_pages()}


@pytest.fixture(scope="module")
def trees(texts: dict[str, Any]) -> dict[str, Any]:
    """The same as trees: each is valid HTML."""
    return {address: parse(answer.content) for address, answer in texts.items()}


@pytest.fixture(scope="module")
def lites(demo: None) -> dict[str, Any]:
    """The low-data edition of one page of each kind, and of the longest lists."""
    chosen = {page.specific_class: page.url_path for page in live_pages()}
    assert set(chosen) == set(page_kinds())
    return {address: parse(Client().get(f"/lite{address}").content) for address in chosen.values()}


def test_every_text_is_light_over_the_wire(texts: dict[str, Any]) -> None:
    style = len(open(finders.find("css/text.css"), "rb").read())  # noqa: PTH123, SIM115
    assert style <= STYLE_LIMIT
    found = {a: len(Client().get(f"/text{a}", headers=WIRE).content) + style + HEADERS for a in texts}
    heavy = sorted(((size, address) for address, size in found.items()), reverse=True)[:3]
    print(heavy, len(texts))
    assert heavy[0][0] <= TEXT_LIMIT, heavy
