"""Keeping the index right: each change to a page or a member changes it in the same transaction.

A move needs nothing: the address and the place in the tree are the page's own. A line of effort that is called
otherwise touches many pages; the task worker writes those anew.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page

from pages.models import BasePage, LineOfEffort
from partners.models import Membership, PartnerPage, PartnerSpotlightPage
from search.indexing import forget, index_pages, specific
from search.tasks import index_line


def connect() -> None:
    """Begins to listen."""
    post_save.connect(note_page, dispatch_uid="search.page")
    post_save.connect(note_member, sender=Membership, dispatch_uid="search.member")
    m2m_changed.connect(note_member, sender=Membership.lines_of_effort.through, dispatch_uid="search.member_lines")
    pre_delete.connect(remember_pages, sender=Membership, dispatch_uid="search.member_goes")
    post_delete.connect(note_gone_member, sender=Membership, dispatch_uid="search.member_gone")
    pre_save.connect(note_line, sender=LineOfEffort, dispatch_uid="search.line")
    pre_delete.connect(note_line, sender=LineOfEffort, dispatch_uid="search.line_goes")


def note_page(instance: Any, update_fields: Iterable[str] | None = None, raw: bool = False, **kwargs: Any) -> None:
    """Follows every page that is saved whole; saving a draft writes only the names of some columns."""
    if not isinstance(instance, Page) or raw or (update_fields is not None and "live" not in update_fields):
        return
    if not instance.live:
        forget([instance.pk])
    elif isinstance(instance, BasePage):
        index_pages([instance])


def note_member(instance: Any, **kwargs: Any) -> None:
    """Writes anew the pages about a member, whose region and work are the member's."""
    if isinstance(instance, Membership):
        for kind in (PartnerPage, PartnerSpotlightPage):
            index_pages(kind.for_index().filter(membership=instance))


def remember_pages(instance: Membership, **kwargs: Any) -> None:
    """Remembers the pages about a member that is deleted: afterwards none of them names it."""
    about = Page.objects.filter(Q(partnerpage__membership=instance) | Q(partnerspotlightpage__membership=instance))
    instance.pages_about = list(about.values_list("pk", flat=True))  # type: ignore[attr-defined]


def note_gone_member(instance: Any, **kwargs: Any) -> None:
    """Writes anew the pages about a member that is gone."""
    index_pages(specific(instance.pages_about))


def note_line(instance: LineOfEffort, raw: bool = False, **kwargs: Any) -> None:
    """Has the pages about a line of effort written anew where its name or key changes, or it is deleted."""
    before = None if raw else LineOfEffort.objects.filter(pk=instance.pk).first()
    is_deleted = kwargs["signal"] is pre_delete
    if before and (is_deleted or (before.key, before.name) != (instance.key, instance.name)):
        transaction.on_commit(partial(index_line.enqueue, before.key))
