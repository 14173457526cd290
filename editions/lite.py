"""The low-data edition: the page as it looks, with the device's own type, and each picture only when it is asked for."""

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from editions.reading import leave_to_full_page, read, remove, select, stay_within, write
from editions.sizes import sizes_of
from pages import editions

NOT_NEEDED = (
    "link[rel=preload], link[rel=alternate], link[rel=apple-touch-icon], meta[property], meta[name^='twitter:'], "
    "[data-editions], .brand svg, .flag, .search-link svg"
)


def make_lite(page: BeautifulSoup, address: str) -> str:
    """Makes the low-data edition of a page.

    Args:
        page: The ordinary page.
        address: Its ordinary path, with its parameters.

    Returns:
        The edition.
    """
    stay_within(page, editions.LITE, address)
    leave_to_full_page(page, address)
    remove(page, NOT_NEEDED)
    _offer_pictures(page)
    links = editions.links(address, without=editions.LITE)
    bar = _part("editions/_links.html", editions=links, here=_("Low-data page"))
    for head in page.select("head"):
        head.append(_part("editions/_lite_head.html"))
    for start in page.select(".skip-link"):
        start.insert_after(bar)
    return write(page, whole=True)


def _part(template: str, **context: object) -> BeautifulSoup:
    return read(render_to_string(template, context))


def _offer_pictures(page: Tag) -> None:
    """Puts a link in the place of each picture; what comes with the design, such as a flag, goes without one."""
    remove(page, f"img[src^='{settings.STATIC_URL}']")
    images = [(image, image.find_parent("picture") or image) for image in select(page, "img")]
    sizes = sizes_of([str(image["src"]) for image, _picture in images])
    for image, picture in images:
        source = str(image["src"])
        offer = {
            "address": source,
            "webp": _smallest(picture),
            "alt": image.get("alt", ""),
            "subject": image.get("alt") or _heading_near(picture),
            "width": image.get("width"),
            "height": image.get("height"),
            "size": sizes.get(source),
        }
        picture.replace_with(_part("editions/_picture.html", **offer))


def _smallest(picture: Tag) -> str:
    """Returns the address of a picture's smallest WebP: the first in its list."""
    source = picture.select_one("source[type='image/webp']")
    return str(source["srcset"]).split(",")[0].split()[0] if source else ""


def _heading_near(picture: Tag) -> str:
    """Returns the heading of the card, the section or the page in which a picture stands: it names one that only adorns."""
    around = picture.find_parent(["article", "section", "main"])
    heading = around.find(["h1", "h2", "h3"]) if around else None
    return heading.get_text(" ", strip=True) if heading else ""
