"""What search engines are to find: every page that anybody may read, in every language, in parts.

A part holds the pages of one language whose ids lie in one range. So a page that comes or goes changes its own part and
no other, and no part takes more than its share to answer.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.models import Page

from pages.alternates import address_for_others
from pages.frame import HOME_DEPTH
from pages.models import BasePage, CoalitionImage, CoalitionRendition
from pages.pictures import OPEN_GRAPH
from pages.places import places_to_index
from pages.schema import full_address
from pages.shown_pictures import has_address
from publishing.models import LiveUse

IDS_A_PART = 1000
OTHERS = "x-default"


@dataclass(frozen=True)
class Part:
    """One sitemap of the index."""

    url: str
    modified: dt.datetime | None = None


@dataclass(frozen=True)
class Entry:
    """One address of a sitemap.

    Attributes:
        url: The full address.
        modified: When the page was last published, or None where that is not known.
        alternates: The full address in each language, by code, where there is more than one.
        images: The full addresses of its pictures.
    """

    url: str
    modified: dt.datetime | None = None
    alternates: dict[str, str] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)


def parts() -> list[Part]:
    """Returns every sitemap that has something in it."""
    number = F("pk") / IDS_A_PART + 1
    rows = (
        _readable()
        .annotate(language=F("locale__language_code"), number=number)
        .values_list("language", "number")
        .annotate(modified=Max("last_published_at"))
        .order_by("language", "number")
    )
    found = [Part(_address(f"/sitemap-{language}-{number}.xml"), modified) for language, number, modified in rows]
    return [*found, Part(_address("/sitemap-places.xml"))] if found and places_to_index() else found


def entries(language: str, number: int) -> list[Entry]:
    """Returns the pages of one part, in the order in which they were made.

    Args:
        language: A language's code.
        number: The number of the part, from 1.
    """
    ids = Q(pk__gte=(number - 1) * IDS_A_PART, pk__lt=number * IDS_A_PART)
    pages = _readable().filter(ids, locale__language_code=language).order_by("pk")
    rows = list(pages.values_list("pk", "url_path", "last_published_at", "translation_key"))
    translations = _translations(key for *_row, key in rows)
    images = _images(pk for pk, *_row in rows)
    return [
        Entry(_address(path), modified, _alternates(translations[key]), images.get(pk, []))
        for pk, path, modified, key in rows
    ]


def place_entries() -> list[Entry]:
    """Returns the pages that no editor writes, in each language that has a home page."""
    homes = _readable().filter(depth=HOME_DEPTH).order_by("pk").values_list("locale__language_code", "url_path")
    found = []
    for place in places_to_index():
        addresses = {language: f"{path}{place}" for language, path in homes}
        found += [Entry(_address(path), None, _alternates(addresses)) for path in addresses.values()]
    return found


def _readable() -> Any:
    """Returns the pages that anybody may read."""
    return Page.objects.live().public().type(BasePage)


def _address(path: str) -> str:
    return str(iri_to_uri(full_address(path)))


def _translations(keys: Iterable[Any]) -> dict[Any, dict[str, str]]:
    """Returns the path of each page in each language, by translation key."""
    found: dict[Any, dict[str, str]] = {key: {} for key in keys}
    rows = _readable().filter(translation_key__in=list(found)).order_by("pk")
    for key, language, path in rows.values_list("translation_key", "locale__language_code", "url_path"):
        found[key][language] = path
    return found


def _alternates(paths: dict[str, str]) -> dict[str, str]:
    """Returns the full address in each language, and for readers of all others; none where there is one language."""
    if len(paths) < 2:
        return {}
    known = [code for code in dict(settings.WAGTAIL_CONTENT_LANGUAGES) if code in paths]
    return {code: _address(paths[code]) for code in known} | {OTHERS: _address(address_for_others(paths))}


def _images(page_ids: Iterable[int]) -> dict[int, list[str]]:
    """Returns the pictures of pages as far as their large size has been made and the public may have it.

    The table asked is the one by which a picture is opened, so that none is named here and refused there.
    """
    kind = ContentType.objects.get_for_model(CoalitionImage)
    uses = LiveUse.objects.filter(file_type=kind, page_id__in=list(page_ids)).order_by("pk")
    pairs = list(uses.values_list("page_id", "file_id"))
    rights = Q(image__rights_expire_on__isnull=True) | Q(image__rights_expire_on__gte=timezone.localdate())
    wanted = CoalitionRendition.objects.filter(rights, filter_spec=OPEN_GRAPH, image_id__in={pk for _page, pk in pairs})
    addresses = {r.image_id: _address(r.url) for r in wanted.order_by("pk") if has_address(r)}
    found: dict[int, list[str]] = {}
    for page, image in pairs:
        if image in addresses:
            found.setdefault(page, []).append(addresses[image])
    return found
