"""The cards: where each stands, and how it is put into another site's page."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_from_path
from wagtail.contrib.redirects.models import Redirect

from pages.models import BasePage
from pages.routing import find_live_page

PREFIX = "/embed"
WIDTH, HEIGHT = 600, 340
"""The size of a card in pixels, where nobody asks for another."""

# Links leave the frame as a click on any link does; everything else stays forbidden.
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"


@dataclass(frozen=True)
class Card:
    """A live page that has a card.

    Attributes:
        page: The page.
    """

    page: BasePage

    @property
    def path(self) -> str:
        """The address of the card on this site."""
        return f"{PREFIX}{self.page.url_path}"

    @property
    def url(self) -> str:
        """The full address of the card."""
        return f"{settings.SITE_URL}{self.path}"

    def frame(self, width: int = WIDTH, height: int = HEIGHT) -> SafeString:
        """Returns the HTML that shows the card in another site's page.

        Args:
            width: Its width in pixels.
            height: Its height in pixels.
        """
        return format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" referrerpolicy="no-referrer" sandbox="{}" '
            'style="border:0;max-width:100%"></iframe>',
            self.url,
            self.page.title,
            width,
            height,
            SANDBOX,
        )


def card_at(language: str, path: str) -> Card | None:
    """Finds the card of the live page at an address, or of the one that has moved from there.

    Args:
        language: The code at the beginning of the address.
        path: What comes after it, with a slash at the end.
    """
    if language not in dict(settings.LANGUAGES):
        return None
    page = find_live_page(language, path) or _moved_from(language, path)
    return Card(page) if page is not None and page.embed_template else None


def card_of_address(address: str) -> Card | None:
    """Finds the card of the page that has a full address of this site.

    Args:
        address: An address as another site sends it, whatever it is.
    """
    try:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        path = unquote(parts.path, errors="strict")
    except ValueError:
        return None
    language = get_language_from_path(path)
    if origin != settings.SITE_URL.lower() or not language:
        return None
    begin = f"/{language}/"
    rest = path.removeprefix(begin)
    return card_at(language, rest if rest.endswith("/") else f"{rest}/") if path.startswith(begin) else None


def _moved_from(language: str, path: str) -> BasePage | None:
    """Finds the live page to which a redirect leads from an address."""
    if "\x00" in path:
        return None  # no address holds it, and the database refuses to be asked for it
    old_path = Redirect.normalise_path(f"/{language}/{path}")
    addresses = Redirect.objects.filter(old_path=old_path, redirect_page__live=True)
    address = addresses.values_list("redirect_page__url_path", flat=True).first()
    if not address:
        return None
    _root, code, rest = address.split("/", 2)
    return find_live_page(code, rest)
