"""Keeping the index right: each change to a page or a member changes it in the same transaction."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import m2m_changed, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from pages.models import BasePage
from partners.models import Membership, PartnerPage, PartnerSpotlightPage
from search.indexing import forget, index_pages, specific


def connect() -> None:
    """Begins to listen."""
    post_save.connect(note_page, dispatch_uid="search.page")
    post_page_move.connect(note_move, dispatch_uid="search.move")
    post_save.connect(note_member, sender=Membership, dispatch_uid="search.member")
    m2m_changed.connect(note_member, sender=Membership.lines_of_effort.through, dispatch_uid="search.member_lines")


def note_page(instance: Any, update_fields: Iterable[str] | None = None, raw: bool = False, **kwargs: Any) -> None:
    """Follows every page that is saved whole; saving a draft writes only the names of some columns."""
    if not isinstance(instance, Page) or raw or (update_fields is not None and "live" not in update_fields):
        return
    if not instance.live:
        forget([instance.pk])
    elif isinstance(instance, BasePage):
        index_pages([instance])


def note_move(instance: Page, **kwargs: Any) -> None:
    """Writes anew what a move took with it: it may have changed the language."""
    index_pages(specific(list(instance.get_descendants(inclusive=True).values_list("pk", flat=True))))


def note_member(instance: Any, **kwargs: Any) -> None:
    """Writes anew the pages about a member, whose region and work are the member's."""
    if isinstance(instance, Membership):
        for kind in (PartnerPage, PartnerSpotlightPage):
            index_pages(kind.for_index().filter(membership=instance))
