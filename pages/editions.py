"""The addresses at which every page has its editions; the room ``editions`` makes what is there."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import get_language_from_path
from django.utils.translation import gettext as _

LITE, TEXT = "lite", "text"


@dataclass(frozen=True)
class EditionLink:
    """A link to the page in another edition."""

    title: str
    url: str


def split(path: str) -> tuple[str, str]:
    """Splits the path of an edition.

    Args:
        path: A path as it was asked for, such as ``/text/en/about/``.

    Returns:
        The edition's name and the page's ordinary path; an empty name and the path as it is where it is no edition's.
    """
    _empty, edition, rest = [*path.split("/", 2), "", ""][:3]
    ordinary = f"/{rest}"
    if edition not in {LITE, TEXT} or not get_language_from_path(ordinary):
        return "", path
    return edition, ordinary


def within(edition: str, url: str) -> str:
    """Returns an address of this site's pages as it is in an edition; every other address as it is.

    A page's address ends in a slash. What does not, such as a feed, has no editions.

    Args:
        edition: The edition's name.
        url: A path from the root, or a full address.
    """
    own = url.removeprefix(str(settings.SITE_URL))
    # An address of another site may be none at all, such as https://[link] in a post.
    if not own.startswith("/") or own.startswith("//"):
        return url
    path = urlsplit(own).path
    return f"/{edition}{own}" if path.endswith("/") and get_language_from_path(path) else url


def links(address: str, *, without: str = "") -> list[EditionLink]:
    """Returns the editions of what is at an address; none where there are none.

    Args:
        address: The ordinary path, with what may follow it after a question mark.
        without: The edition in which the links stand: the ordinary page is linked in its place.
    """
    if not get_language_from_path(urlsplit(address).path):
        return []
    found = {LITE: _("Low-data page"), TEXT: _("Text-only page")}
    others = [EditionLink(title, f"/{name}{address}") for name, title in found.items() if name != without]
    return [EditionLink(_("Full page"), address), *others] if without else others
