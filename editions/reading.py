"""What both editions do alike: links that stay in the edition, what only the full page has, and what scripts would show."""

from collections.abc import Iterator
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter
from django.utils.translation import gettext as _

from pages import editions

# Letters stay letters: named entities would make French and Arabic longer.
_WRITER = HTMLFormatter(
    entity_substitution=EntitySubstitution.substitute_xml,
    void_element_close_prefix="",
    empty_attributes_are_booleans=True,
)


def read(html: str) -> BeautifulSoup:
    """Reads a page of ours."""
    return BeautifulSoup(html, "html.parser")


def write(element: Tag, *, whole: bool = False) -> str:
    """Returns what is in an element as HTML, or with ``whole`` the element itself."""
    return element.decode(formatter=_WRITER) if whole else element.decode_contents(formatter=_WRITER)


def select(soup: Tag, selector: str) -> Iterator[Tag]:
    """Yields the elements that match a selector, but for those that were removed with an element around them."""
    return (found for found in soup.select(selector) if not found.decomposed)


def remove(soup: Tag, selector: str) -> None:
    """Removes every element that matches a selector."""
    for found in select(soup, selector):
        found.decompose()


def stay_within(soup: Tag, edition: str, address: str) -> None:
    """Makes links and filters stay in the edition; what a form sends goes to the ordinary page.

    Args:
        soup: The page, or a part of it.
        edition: The edition's name.
        address: The page's ordinary path, with its parameters.
    """
    for link in soup.find_all("a", href=True):
        link["href"] = editions.within(edition, str(link["href"]))
    for form in soup.find_all("form"):
        action = str(form.get("action", ""))
        is_filter = str(form.get("method", "get")).lower() == "get"
        form["action"] = editions.within(edition, action or "./") if is_filter else urljoin(address, action)


def leave_to_full_page(soup: Tag, address: str) -> None:
    """Puts a link to the full page in the place of what only that has, and removes what scripts would show.

    A template marks such a part by ``data-full-only``, which says what it is: "Map". Where it says nothing, the part
    goes without a word.

    Args:
        soup: The page, or a part of it.
        address: The page's ordinary path, with its parameters.
    """
    for part in select(soup, "[data-full-only]"):
        if name := str(part["data-full-only"]):
            link = Tag(name="a", attrs={"href": address})
            link.string = _("On the full page: %(name)s") % {"name": name}
            paragraph = Tag(name="p")
            paragraph.append(link)
            part.insert_before(paragraph)
        part.decompose()
    remove(soup, "[hidden], script, iframe")
