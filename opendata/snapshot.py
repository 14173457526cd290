"""What the datasets hold at one moment: what is live, in the languages in which it is live, and nothing else."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import Any

from django.conf import settings
from django.db.models import Q
from wagtail.models import Page

from opendata.changes import PARTNERS, SPOTLIGHTS, TIMELINE
from opendata.models import LastChange
from opendata.records import LANGUAGES, Contribution, Event, Partner, Source, Spotlight
from pages.collation import sort_by_name
from pages.description import HOME_DEPTH
from partners.models import Membership, PartnerPage, PartnerSpotlightPage
from partners.weeks import ZONE, today
from timeline.models import TimelineEventPage

Translations = list[Any]


class Snapshot:
    """The datasets as they are now. Each part is asked for once, when it is used."""

    def __init__(self) -> None:
        """Asks when the datasets last changed before it asks for what they hold.

        The other way round, a change between the two questions would be told as older than it is.
        """
        self._noted = dict(LastChange.objects.values_list("dataset", "at"))

    @cached_property
    def partners(self) -> list[Partner]:
        """Those who are or were members, in the order of their English names."""
        pages: dict[int | None, list[PartnerPage]] = {}
        for page in self._partner_pages:
            pages.setdefault(page.membership_id, []).append(page)
        rows = Membership.objects.prefetch_related("lines_of_effort").order_by("key")
        return [
            self._partner(row, pages.get(row.pk, [])) for row in sort_by_name(rows, lambda membership: membership.name)
        ]

    @cached_property
    def events(self) -> list[Event]:
        """The events of the timeline, oldest first."""
        return [_event(pages) for pages in self._event_pages]

    @cached_property
    def spotlights(self) -> list[Spotlight]:
        """The spotlights, the newest week first."""
        return [_spotlight(pages) for pages in self._spotlight_pages]

    def updated(self, dataset: str) -> dt.datetime | None:
        """Returns when a dataset last changed; None where it never held anything.

        Args:
            dataset: Its name.
        """
        told = {PARTNERS: self._partners_told, TIMELINE: self._events_told, SPOTLIGHTS: self._spotlights_told}
        return max(filter(None, [self._noted.get(dataset), *told[dataset]()]), default=None)

    def _partners_told(self) -> Iterable[dt.datetime | None]:
        """Yields when pages about members were published, and when each language was opened, with names in it."""
        return chain((page.last_published_at for page in self._partner_pages), self._languages.values())

    def _events_told(self) -> Iterable[dt.datetime | None]:
        return (page.last_published_at for pages in self._event_pages for page in pages)

    def _spotlights_told(self) -> Iterable[dt.datetime | None]:
        """Yields when spotlights were published, and when their weeks began: before that they are not in the file."""
        pages = list(chain.from_iterable(self._spotlight_pages))
        begun = (dt.datetime.combine(page.week, dt.time.min, tzinfo=ZONE) for page in pages)
        return chain((page.last_published_at for page in pages), begun)

    @cached_property
    def _languages(self) -> dict[str, dt.datetime | None]:
        """The languages that have a live home page, in the site's order, with when each was opened."""
        homes = Page.objects.live().filter(depth=HOME_DEPTH, slug__in=LANGUAGES)
        opened = dict(homes.values_list("slug", "first_published_at"))
        return {code: opened[code] for code in LANGUAGES if code in opened}

    @cached_property
    def _partner_pages(self) -> list[PartnerPage]:
        return list(self._public(PartnerPage).filter(membership__isnull=False).defer("body"))

    @cached_property
    def _event_pages(self) -> list[Translations]:
        events = _as_records(self._public(TimelineEventPage).defer("body"))
        return sorted(events, key=lambda pages: (pages[0].date, pages[0].path))

    @cached_property
    def _spotlight_pages(self) -> list[Translations]:
        """Those whose week has begun, as in the lists of the member and the home page."""
        begun = self._public(PartnerSpotlightPage).filter(week__lte=today())
        spotlights = _as_records(begun.select_related("membership", "locale").defer("body"))
        return sorted(spotlights, key=lambda pages: (pages[0].week, pages[0].path), reverse=True)

    @cached_property
    def _closed(self) -> Q:
        """Matches pages below a view restriction: the site does not show them, so nor do the files."""
        closed: Q = Page.objects.get_queryset().private_q()
        return closed

    def _public(self, kind: type[Any]) -> Any:
        """Returns the pages of a kind that anybody can read, in the languages of the site."""
        pages = kind.objects.live().filter(locale__language_code__in=LANGUAGES).exclude(self._closed)
        return pages.select_related("locale").order_by("path")

    def _partner(self, row: Membership, pages: Sequence[PartnerPage]) -> Partner:
        pages = _in_order(pages)
        same = ("kind", "region", "joined_from", "joined_by", "left_from", "left_by")
        return Partner.model_validate(
            {name: getattr(row, name) for name in same}
            | {
                "id": row.key,
                "name": {language: row.name_in(language) for language in self._languages},
                "official_name": _texts(pages, lambda page: page.official_name),
                "iso_code": row.iso_code or None,
                "is_member": row.is_current,
                "lines_of_effort": list(dict.fromkeys(line.key for line in row.lines_of_effort.all())),
                "urls": _urls(pages),
            }
        )


def _event(pages: Translations) -> Event:
    """Makes the record of an event. What no language changes is taken from the first in the site's order."""
    first = pages[0]
    return Event(
        id=str(first.translation_key),
        date=first.machine_date,
        precision=first.precision,
        kind=first.kind,
        title=_texts(pages, lambda page: page.title),
        summary=_texts(pages, lambda page: page.summary),
        place=_texts(pages, lambda page: page.place),
        country=_texts(pages, lambda page: page.country),
        sources=[Source(title=block.value.name, url=block.value["url"]) for block in first.sources],
        urls=_urls(pages),
        latitude=float(first.latitude),
        longitude=float(first.longitude),
    )


def _spotlight(pages: Translations) -> Spotlight:
    """Makes the record of a spotlight, as for an event."""
    first = pages[0]
    return Spotlight(
        id=str(first.translation_key),
        week=first.week,
        partner=first.membership.key if first.membership else None,
        title=_texts(pages, lambda page: page.title),
        summary=_texts(pages, lambda page: page.summary),
        contributions={page.locale.language_code: _contributions(page) for page in pages if page.contributions},
        urls=_urls(pages),
    )


def _contributions(page: PartnerSpotlightPage) -> list[Contribution]:
    names = Contribution.model_fields
    return [Contribution(**{name: block.value.get(name) or "" for name in names}) for block in page.contributions]


def _as_records(pages: Iterable[Any]) -> list[Translations]:
    """Puts together the pages that are translations of one another, each group in the site's order of languages."""
    found: dict[Any, Translations] = {}
    for page in pages:
        found.setdefault(page.translation_key, []).append(page)
    return [_in_order(group) for group in found.values()]


def _in_order(pages: Iterable[Any]) -> Translations:
    return sorted(pages, key=lambda page: LANGUAGES.index(page.locale.language_code))


def _texts(pages: Iterable[Any], text: Callable[[Any], str]) -> dict[str, str]:
    """Returns a text of each page by language; the first page counts, and an empty text is left out."""
    found: dict[str, str] = {}
    for page in pages:
        if value := text(page):
            found.setdefault(page.locale.language_code, value)
    return found


def _urls(pages: Iterable[Any]) -> dict[str, str]:
    return _texts(pages, lambda page: f"{settings.SITE_URL}{page.url_path}")
