"""The low-data edition: the page as it looks, with the device's own type, and each picture only when it is asked for."""

from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _

from editions.reading import leave_to_full_page, read, remove, select, stay_within
from editions.sizes import sizes_of
from pages import editions

NOT_NEEDED = "link[rel=preload], link[rel=alternate], link[rel=apple-touch-icon], meta[property], meta[name^='twitter:'], [data-editions]"


def make_lite(html: str, address: str) -> str:
    """Makes the low-data edition of a page.

    Args:
        html: The ordinary page.
        address: Its ordinary path, with its parameters.

    Returns:
        The edition.
    """
    page = read(html)
    leave_to_full_page(page, address)
    remove(page, NOT_NEEDED)
    _offer_pictures(page)
    stay_within(page, editions.LITE, address)
    page.head.append(_part("editions/_lite_head.html"))
    links = editions.links(address, without=editions.LITE)
    bar = _part("editions/_links.html", editions=links, here=_("Low-data page"))
    start = page.select_one(".skip-link")
    start.insert_after(bar) if start else page.body.insert(0, bar)
    return str(page)


def _part(template: str, **context: object) -> BeautifulSoup:
    return read(render_to_string(template, context))


def _offer_pictures(page: Tag) -> None:
    """Puts a link in the place of each picture; what only adorns the frame, such as a flag, goes without one."""
    pictures = [image for image in select(page, "img") if image.find_parent("picture")]
    remove(page, "img:not(picture img)")
    sizes = sizes_of([str(image["src"]) for image in pictures])
    for image in pictures:
        picture, source = image.find_parent("picture"), str(image["src"])
        offer = {
            "address": source,
            "webp": _smallest(picture.select_one("source[type='image/webp']")),
            "alt": image.get("alt", ""),
            "subject": image.get("alt") or _heading_near(picture),
            "width": image.get("width"),
            "height": image.get("height"),
            "size": sizes.get(source),
        }
        picture.replace_with(_part("editions/_picture.html", **offer))


def _smallest(source: Tag | None) -> str:
    """Returns the address of the smallest picture of a source: the first in its list."""
    return str(source["srcset"]).split(",")[0].split()[0] if source else ""


def _heading_near(picture: Tag) -> str:
    """Returns the heading of the card in which a picture stands, since a card's picture says no more than that."""
    around = picture.find_parent(["article", "section"])
    heading = around.find(["h1", "h2", "h3"]) if around else None
    return heading.get_text(" ", strip=True) if heading else ""
