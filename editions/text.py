"""The text-only edition: the words of a page and their order, its links and its filters, and nothing else."""

import re

from bs4 import BeautifulSoup, Comment, NavigableString, Tag
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editions.reading import leave_to_full_page, remove, select, stay_within, write
from pages import editions


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Elements that say something by themselves. Every other one goes, and what is in it stays.
KEPT = _names(
    "a abbr aside b bdi blockquote br button caption cite code dd del details div dl dt em fieldset figcaption figure "
    "form h1 h2 h3 h4 h5 h6 hr i input ins label legend li nav ol optgroup option p pre q s section select small span "
    "strong sub summary sup table tbody td textarea tfoot th thead time tr u ul"
)
ATTRIBUTES = _names(
    "action aria-current aria-label aria-labelledby checked cite colspan datetime dir for href hreflang id lang maxlength "
    "method name open placeholder rel required rowspan scope selected type value"
)
# Elements that a name may be given to; a role is lost with its attribute, so that others could not carry one.
NAMED = _names("a aside button form input nav ol section select table textarea ul")
WITHOUT_CONTENT = _names("br hr input select textarea td th option optgroup button")
INLINE = _names("a abbr b bdi em i span strong time")
NOTHING_TO_READ = "style, template, svg, object, embed, video, audio, canvas, dialog, button[type=button], [aria-hidden=true], [data-editions]"
SEPARATOR = " · "


def make_text(page: BeautifulSoup, address: str) -> str:
    """Makes the text-only edition of a page.

    Args:
        page: The ordinary page.
        address: Its ordinary path, with its parameters.

    Returns:
        The edition.
    """
    parts = {
        "banner": page.select_one(".banner:not([hidden])"),
        "main": page.main,
        "menu": page.select_one("header .menu__list"),
        "search": page.select_one("header .site-search"),
        "languages": page.select_one("header .languages"),
        "footer": page.select_one("body > footer"),
    }
    context = {
        "language": _attribute(page, "html", "lang"),
        "direction": _attribute(page, "html", "dir"),
        "title": page.title.get_text(strip=True) if page.title else "",
        "description": _attribute(page, "meta[name=description]", "content"),
        "canonical": _attribute(page, "link[rel=canonical]", "href"),
        "editions": editions.links(address, without=editions.TEXT),
    }
    return render_to_string(
        "editions/text.html", context | {name: _words(part, address) for name, part in parts.items() if part}
    )


def _attribute(page: Tag, selector: str, name: str) -> str:
    """Returns an attribute of the first element that matches a selector; empty where there is none."""
    found = page.select_one(selector)
    return str(found.get(name, "")) if found else ""


def _words(part: Tag, address: str) -> SafeString:
    """Returns what is to be read in a part of a page, as HTML without anything that only adorns."""
    stay_within(part, editions.TEXT, address)
    leave_to_full_page(part, address)
    remove(part, NOTHING_TO_READ)
    _tell_pictures(part)
    _keep_apart(part)
    _strip(part)
    return SafeString(re.sub(r"\s+", " ", write(part)).strip())


def _tell_pictures(part: Tag) -> None:
    """Puts what a picture shows in its place. Of decoration only a caption is told, where it has one."""
    for image in select(part, "img"):
        shown = str(image.get("alt", ""))
        figure = image.find_parent("figure")
        if shown:
            image.replace_with(_("[Picture: %(shown)s]") % {"shown": shown} + " ")
        elif figure and figure.figcaption:
            image.replace_with(_("[Picture]") + " ")
        else:
            image.decompose()


def _keep_apart(part: Tag) -> None:
    """Puts a separator where only the style sheet kept two words apart."""
    for element in part.find_all(INLINE):
        following = element.next_sibling
        beside = element.find_next_sibling() if isinstance(following, NavigableString) and following.isspace() else None
        is_element = isinstance(following, Tag) and following.name in INLINE
        is_label = element.name == "span" and isinstance(following, NavigableString) and following[:1].isalnum()
        are_parts = (
            beside is not None and beside.name in INLINE and element.has_attr("class") and beside.has_attr("class")
        )
        if is_element or is_label or are_parts:
            element.insert_after(SEPARATOR)


def _strip(part: Tag) -> None:
    """Removes elements and attributes that say nothing, innermost first."""
    for element in reversed(part.select("*")):
        element.attrs = {name: value for name, value in element.attrs.items() if _says_something(element, name)}
        is_empty = not element.contents or (not element.get_text(strip=True) and not element.find(WITHOUT_CONTENT))
        if is_empty and element.name not in WITHOUT_CONTENT and not element.get("id"):
            element.decompose()
        elif element.name not in KEPT or (element.name in {"div", "span"} and _adds_nothing(element)):
            element.unwrap()
    for comment in part.find_all(string=lambda text: isinstance(text, Comment)):
        comment.extract()


def _says_something(element: Tag, attribute: str) -> bool:
    return attribute in ATTRIBUTES and (not attribute.startswith("aria-label") or element.name in NAMED)


def _adds_nothing(element: Tag) -> bool:
    """Whether a division can go: no place in the page is named by it, and it holds no words of its own."""
    if element.attrs:
        return False
    return element.name == "span" or not any(
        isinstance(child, NavigableString) and child.strip() for child in element.contents
    )
