"""Writes down what the records that remain cannot tell: that one was taken down or moved, or is a row without a date.

A record that is published carries the time itself. What is noted here commits with the change, but for a new slug, of
which Wagtail tells only afterwards.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move

from opendata.models import LastChange
from pages.description import HOME_DEPTH
from pages.models import LineOfEffort
from partners.models import Membership, PartnerIndexPage, PartnerPage, PartnerSpotlightPage
from timeline.models import TimelineEventPage, TimelinePage

PARTNERS, TIMELINE, SPOTLIGHTS = "partners", "timeline", "spotlights"

RECORDS: dict[type[Page], str] = {
    PartnerPage: PARTNERS,
    PartnerSpotlightPage: SPOTLIGHTS,
    TimelineEventPage: TIMELINE,
}
# Pages in whose addresses those of the records begin.
SECTIONS: dict[type[Page], tuple[str, ...]] = {
    PartnerIndexPage: (PARTNERS, SPOTLIGHTS),
    TimelinePage: (TIMELINE,),
}
TABLES = (Membership, LineOfEffort)


def connect() -> None:
    """Follows the changes."""
    page_unpublished.connect(note_unpublished, dispatch_uid="opendata.unpublished")
    page_slug_changed.connect(note_new_address, dispatch_uid="opendata.slug")
    post_page_move.connect(note_new_address, dispatch_uid="opendata.move")
    for kind in RECORDS:
        post_delete.connect(note_deleted_page, sender=kind, dispatch_uid=f"opendata.{kind.__name__}")
    for table in TABLES:
        for signal in (post_save, post_delete):
            signal.connect(note_row, sender=table, dispatch_uid=f"opendata.{table.__name__}")
    m2m_changed.connect(note_row, sender=Membership.lines_of_effort.through, dispatch_uid="opendata.lines")


def note(datasets: Iterable[str]) -> None:
    """Writes down that datasets change now.

    Args:
        datasets: Their names.
    """
    now = timezone.now()
    # In one order, so that two changes at once cannot wait for each other.
    rows = [LastChange(dataset=name, at=now) for name in sorted(datasets)]
    LastChange.objects.bulk_create(rows, update_conflicts=True, unique_fields=["dataset"], update_fields=["at"])


def note_unpublished(instance: Page, **kwargs: Any) -> None:
    """Notes that a page was taken down: a record, or the home page of a language."""
    if name := RECORDS.get(type(instance)):
        note([name])
    elif instance.depth == HOME_DEPTH:
        note([PARTNERS])


def note_new_address(instance: Page, **kwargs: Any) -> None:
    """Notes that a live page has another address, and with it all below."""
    if not (datasets := _datasets_at(instance)):
        return
    if Page.objects.live().descendant_of(instance, inclusive=True).exists():
        note(datasets)


def note_deleted_page(instance: Page, **kwargs: Any) -> None:
    """Notes that a record is gone; a draft never was one."""
    if instance.live:
        note([RECORDS[type(instance)]])


def note_row(**kwargs: Any) -> None:
    """Notes that the table of members, or what it refers to, is another."""
    if not kwargs.get("raw"):
        note([PARTNERS])


def _datasets_at(page: Page) -> tuple[str, ...]:
    """Returns the datasets that have addresses at a page or below it."""
    if page.depth == HOME_DEPTH:
        return (PARTNERS, TIMELINE, SPOTLIGHTS)
    kind = page.specific_class
    return (RECORDS[kind],) if kind in RECORDS else SECTIONS.get(kind, ())
