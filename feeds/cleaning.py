"""Nothing goes into a feed that a reader's program must not get: our own HTML, reduced to what is text."""

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Comment, Tag
from bs4.element import PreformattedString

# What has no place in XML, and the controls that steer a terminal.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# They turn round what stands after a title in a list of titles; marks of direction are left, they do not.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Not the spaces that must not break, which French puts before its question marks.
_SPACES = re.compile(r"[ \t\r\n\f]+")

KEPT = frozenset(
    [
        "a",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "q",
        "small",
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
        "ul",
    ]
)
ATTRIBUTES = frozenset(["cite", "colspan", "datetime", "dir", "href", "lang", "rowspan", "scope"])
ADDRESSES = ("href", "cite")
SCHEMES = {"http", "https", "mailto", "tel"}
# Not even what is in it is text.
GONE = (
    "script, style, template, iframe, frame, object, embed, applet, form, button, input, select, textarea, svg, math, "
    "img, picture, video, audio, canvas, noscript, base, link, meta, title, [hidden], [aria-hidden=true]"
)


def clean_text(text: str) -> str:
    """Returns a text in one line, without characters that are no text and without those that turn text round.

    Args:
        text: A title, a summary, a name.
    """
    return _SPACES.sub(" ", _TURNING.sub("", _NO_TEXT.sub("", text))).strip()


def clean_html(html: str, address: str) -> str:
    """Returns HTML reduced to text and its order, with full addresses.

    Args:
        html: What a template made.
        address: The full address to which relative ones belong.
    """
    soup = BeautifulSoup(html, "html.parser")
    for unwanted in soup.select(GONE):
        if not unwanted.decomposed:
            unwanted.decompose()
    for hidden in soup.find_all(string=lambda text: isinstance(text, Comment | PreformattedString)):
        hidden.extract()
    for element in soup.select("*"):
        _reduce(element, address)
    return _NO_TEXT.sub("", _SPACES.sub(" ", soup.decode(formatter="minimal"))).strip()


def _reduce(element: Tag, address: str) -> None:
    """Leaves of an element what is kept; of one that is not, what is in it."""
    element.attrs = {name: value for name, value in element.attrs.items() if name in ATTRIBUTES}
    for name in ADDRESSES:
        if name in element.attrs and not (full := _full_address(str(element[name]), address)):
            del element[name]
        elif name in element.attrs:
            element[name] = full
    if element.name not in KEPT or (element.name == "a" and "href" not in element.attrs):
        element.unwrap()


def _full_address(found: str, address: str) -> str:
    """Returns the full address of a link; empty where it is none that may be followed."""
    try:
        full = urljoin(address, _NO_TEXT.sub("", found).strip())
        return full if urlsplit(full).scheme in SCHEMES else ""
    except ValueError:
        return ""
