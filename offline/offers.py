"""Which pages readers can keep, and how much each takes: the timeline, what staff chose, the page a reader came from."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import get_language_info
from wagtail.models import Page

from offline.weight import weigh
from pages import routing
from pages.models import SiteSettings
from pages.own_language import live_translations
from timeline.models import TimelinePage

ADDRESS = re.compile(r"/([a-z-]{2,10})/((?:[\w-]+/)*)")
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class Offer:
    """A page that can be kept.

    Attributes:
        title: Its title.
        url: Its address.
        language: The code of its language.
        weights: How many bytes it takes, by the address of each of its parts.
    """

    title: str
    url: str
    language: str
    weights: dict[str, int]

    @property
    def dir(self) -> str:
        """In which direction its title is read."""
        return "rtl" if get_language_info(self.language)["bidi"] else "ltr"

    @property
    def kilobytes(self) -> int:
        """How much it takes by itself, with all its parts."""
        return kilobytes([self])


def kilobytes(offers: Iterable[Offer]) -> int:
    """Returns how much some pages take together; what they share counts once."""
    parts: dict[str, int] = {}
    for offer in offers:
        parts |= offer.weights
    return -(-sum(parts.values()) // 1000)


class Offers:
    """What one reader can keep, in one language."""

    def __init__(self, request: HttpRequest, language: str, asked: str = "") -> None:
        """Takes the question.

        Args:
            request: The request that asks.
            language: The language of the page that shows the offers.
            asked: The address of the page from which the reader came, as the browser gave it; empty for none.
        """
        self._request = request
        self._language = language
        self._asked = asked

    @cached_property
    def chosen(self) -> list[Offer]:
        """The timeline and the pages that staff chose, in their order, as far as they can be read.

        Each in this language where it is translated.
        """
        timeline = TimelinePage.objects.filter(locale__language_code=self._language).values_list("pk", flat=True)
        row = SiteSettings.objects.filter(locale__language_code=self._language).first()
        chosen = [block["value"] for block in row.offline_pages.raw_data if block["value"]] if row else []
        ids = list(dict.fromkeys([*timeline, *chosen]))
        found = Page.objects.live().public().select_related("locale").in_bulk(ids)
        found |= live_translations(found.values(), row.locale_id) if row else {}
        return [offer for pk in ids if pk in found and (offer := self._offer(found[pk]))]

    @cached_property
    def asked(self) -> Offer | None:
        """The page from which the reader came, where it is one that can be kept and is not among the chosen ones."""
        if len(self._asked) > LONGEST_ADDRESS or not (match := ADDRESS.fullmatch(self._asked)):
            return None
        if any(offer.url == self._asked for offer in self.chosen):
            return None
        page = routing.find_live_page(match[1], match[2])
        return self._offer(page) if page else None

    @property
    def kilobytes(self) -> int:
        """How much the chosen pages take together."""
        return kilobytes(self.chosen)

    def _offer(self, page: Page) -> Offer | None:
        """Returns the offer of a page; None where it is of a kind that is not shown by itself."""
        weights = weigh(page, self._request)
        return Offer(page.title, page.url_path, page.locale.language_code, weights) if weights else None
