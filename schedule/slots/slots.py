"""What stands in which slot, which are empty, and which one is free next."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Left, Length
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from news.models import NewsPage
from partners.models import PartnerSpotlightPage
from schedule import moving
from schedule.calendar import moments
from schedule.models import Action, Holiday, SlotRule
from schedule.slots.occurrences import occurrences
from schedule.zones import in_words
from stories.models import StoryPage, StorySeriesPage

HORIZON = dt.timedelta(weeks=60)
# What tells the lock of slots from other locks of this database.
LOCK = 0x510715


@dataclass
class Slot:
    """One instant at which something wants a page.

    Attributes:
        rule: What wants it.
        at: When.
        pages: What goes live there.
    """

    rule: SlotRule
    at: dt.datetime
    pages: list[Any] = field(default_factory=list)

    @property
    def is_crowded(self) -> bool:
        """Whether two pages of one language stand in it; a page and its translation share a slot."""
        languages = [page.locale_id for page in self.pages]
        return len(languages) != len(set(languages))


def slots_between(start: dt.datetime, end: dt.datetime, standing: Iterable[tuple[Any, dt.datetime]]) -> list[Slot]:
    """Returns every slot in a span of time with what stands in it; two queries.

    Args:
        start: The first instant.
        end: The instant after the last.
        standing: Pages as ``with_subjects`` finds them, each with its go-live.
    """
    at_instant = defaultdict(list)
    for page, at in standing:
        at_instant[at].append(page)
    holidays = list(Holiday.objects.all())
    slots = [
        Slot(rule, at, [page for page in at_instant[at] if wants(rule, page)])
        for rule in SlotRule.objects.all()
        for at in occurrences(rule, start, end, holidays)
    ]
    return sorted(slots, key=lambda slot: (slot.at, slot.rule.pk))


def with_subjects(pages: Any) -> Any:
    """Returns a queryset of pages with what tells which rule serves them: their kind of news, their series."""
    parent = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    series = StorySeriesPage.objects.filter(path=parent).values("translation_key")[:1]
    return pages.annotate(news_kind=F("newspage__kind"), series_key=Subquery(series))


def wants(rule: SlotRule, page: Any) -> bool:
    """Returns whether a rule serves a page.

    Args:
        rule: The rule, with its series.
        page: A page that ``with_subjects`` found.
    """
    model = page.cached_content_type.model_class()
    if rule.series:
        return model is StoryPage and page.series_key == rule.series.translation_key
    if rule.is_spotlight:
        return model is PartnerSpotlightPage
    return model is NewsPage and page.news_kind == rule.news_kind


def next_free(page: Page) -> Slot | None:
    """Returns the first slot to come that serves a page and has no page of its language; None where there is none.

    Args:
        page: The page that looks for a time.
    """
    now = timezone.now()
    for slot in _slots_for(page, now, now + HORIZON):
        if all(other.pk == page.pk or other.locale_id != page.locale_id for other in slot.pages):
            return slot
    return None


def take(
    page: Page, at: dt.datetime, *, user: Any, approve: bool, reason: str = "", expected: str | None = None
) -> None:
    """Puts a page into the next free slot, unless somebody else has just taken it.

    Args:
        page: The page.
        at: The slot's instant, as it was offered.
        user: Who does it.
        approve: Whether the latest draft is approved for it.
        reason: Why, for the history.
        expected: The page's version as it was seen.

    Raises:
        ValidationError: The slot is not free any more, or the page cannot have that time.
        PermissionDenied: The user may not.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        slot = next_free(page)
        if slot is None or slot.at != at:
            free = _("the next one is %(when)s") % {"when": in_words(slot.at)} if slot else _("there is none left")
            raise ValidationError(_("That slot is taken now: %(free)s.") % {"free": free})
        moving.set_time(page, at, user=user, approve=approve, reason=reason, expected=expected)


def warnings_for(page: Page, at: dt.datetime) -> list[str]:
    """Returns what to say of a page's time: that other pages of its language stand in the same slot.

    Args:
        page: The page.
        at: Its go-live.
    """
    return [
        _("“%(other)s” stands in the same slot (%(slot)s).") % {"other": other.draft_title, "slot": slot.rule.subject}
        for slot in _slots_for(page, at, at + dt.timedelta(seconds=1))
        for other in slot.pages
        if other.pk != page.pk and other.locale_id == page.locale_id
    ]


def _slots_for(page: Page, start: dt.datetime, end: dt.datetime) -> list[Slot]:
    """Returns the slots of the rules that serve a page."""
    found = [m for m in moments.find(start, end) if m.at and m.action == Action.PUBLISH]
    pages = {p.pk: p for p in with_subjects(Page.objects.filter(pk__in={m.page_id for m in found} | {page.pk}))}
    standing = [(pages[m.page_id], m.at) for m in found if m.page_id in pages and m.at]
    return [slot for slot in slots_between(start, end, standing) if wants(slot.rule, pages[page.pk])]
