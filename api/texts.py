"""The running text of a page as others can use it: HTML without what only this site understands, and the words alone."""

import re
from typing import Any
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Comment, Tag
from django.conf import settings
from django.utils import translation

from pages.models import BasePage

# Elements that mean something by themselves. Every other one goes, and what is in it stays.
KEPT = frozenset(
    [
        "a",
        "abbr",
        "aside",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "del",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "li",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "s",
        "small",
        "source",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
    ]
)
ATTRIBUTES = frozenset(
    [
        "alt",
        "cite",
        "colspan",
        "datetime",
        "dir",
        "height",
        "href",
        "id",
        "lang",
        "media",
        "rowspan",
        "scope",
        "sizes",
        "src",
        "srcset",
        "type",
        "width",
    ]
)
ADDRESSES = ("cite", "href", "src")
# What only works on the page itself: controls, and what says something about them.
NOTHING_TO_READ = "script, style, template, svg, form, input, select, .embed button + p, button, [data-full-only]"
LINES = (
    "aside",
    "blockquote",
    "br",
    "caption",
    "dd",
    "dt",
    "figcaption",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "p",
    "pre",
    "tr",
)
CELLS = ("td", "th")


class Body:
    """The body of a page."""

    def __init__(self, page: BasePage) -> None:
        """Renders the body in the language of its page.

        Args:
            page: A page with a body.
        """
        body: Any = page.body
        with translation.override(page.locale.language_code):
            rendered = "".join(block.render() for block in body)
        self._soup = BeautifulSoup(rendered, "html.parser")
        _clean(self._soup, f"{settings.SITE_URL}{page.url_path}")

    @property
    def html(self) -> str:
        """The text as HTML."""
        return re.sub(r"\s*\n\s*", "\n", str(self._soup)).strip()

    @property
    def text(self) -> str:
        """The words, a line each paragraph."""
        return words_of(self.html)


def words_of(html: str) -> str:
    """Returns the words of a text, a line each paragraph.

    Args:
        html: The text as HTML.
    """
    soup = BeautifulSoup(re.sub(r"\s+", " ", html), "html.parser")
    for element in soup.find_all(LINES):
        element.insert_before("\n")
        element.insert_after("\n")
    for element in soup.find_all(CELLS):
        element.insert_after(" ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in soup.get_text().split("\n"))
    return "\n".join(filter(None, lines))


def _clean(soup: BeautifulSoup, address: str) -> None:
    """Takes out what others cannot use, and gives every address in full."""
    for element in soup.select(NOTHING_TO_READ):
        element.decompose()
    for comment in soup.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()
    for element in reversed(soup.select("*")):
        element.attrs = {name: value for name, value in element.attrs.items() if name in ATTRIBUTES}
        for name in ADDRESSES:
            if name in element.attrs:
                element[name] = _full(str(element[name]), address)
        if "srcset" in element.attrs:
            element["srcset"] = _full_srcset(str(element["srcset"]), address)
        if element.name not in KEPT or _leads_nowhere(element):
            element.unwrap()


def _leads_nowhere(element: Tag) -> bool:
    """Returns whether an element is a link to a page that is not there, or one from a heading to itself."""
    return element.name == "a" and (not element.get("href") or element.find_parent("h2") is not None)


def _full_srcset(srcset: str, address: str) -> str:
    """Returns a ``srcset`` with full addresses."""
    candidates = (candidate.strip().partition(" ") for candidate in srcset.split(","))
    return ", ".join(f"{_full(url, address)} {width}" for url, _space, width in candidates)


def _full(url: str, address: str) -> str:
    """Returns an address in full; empty where it is none."""
    try:
        return urljoin(address, url)
    except ValueError:
        return ""
