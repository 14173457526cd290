"""Building the whole index anew, a batch at a time, so that it can be stopped and go on."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone
from wagtail.models import Page

from search.indexing import index_pages, specific
from search.languages import configuration
from search.models import Entry, Rebuild, Word

BATCH = 500


@dataclass(frozen=True)
class Progress:
    """How far a rebuilding has come.

    Attributes:
        done: How many live pages have been gone through.
        total: How many there are.
    """

    done: int
    total: int


def missing() -> QuerySet[Page]:
    """Returns the live pages that are not in the index."""
    return Page.objects.live().filter(depth__gt=1).exclude(Exists(Entry.objects.filter(page=OuterRef("pk"))))


def index_missing() -> Iterator[Progress]:
    """Indexes the live pages that are not in the index; yields after each batch."""
    yield from index_in_batches(missing())


def rebuild(restart: bool = False) -> Iterator[Progress]:
    """Indexes every live page and removes what is of none; yields after each batch.

    Each batch commits by itself, with how far it went. Where an earlier rebuilding was stopped, this one goes on there.

    Args:
        restart: Begin at the first page all the same.
    """
    state = None if restart else Rebuild.unfinished()
    state = state or Rebuild.objects.create()
    pages = Page.objects.live().filter(depth__gt=1)
    begun = pages.filter(pk__lte=state.last_page_id).count()
    yield from index_in_batches(pages.filter(pk__gt=state.last_page_id), begun, state)
    Entry.objects.filter(page__live=False).delete()
    _forget_words()
    state.finished_at = timezone.now()
    state.save(update_fields=["finished_at"])
    Rebuild.objects.exclude(pk=state.pk).delete()


def index_in_batches(pages: QuerySet[Page], begun: int = 0, state: Rebuild | None = None) -> Iterator[Progress]:
    """Indexes live pages in the order of their ids; yields after each batch.

    Args:
        pages: The pages.
        begun: How many of the same rebuilding were indexed before.
        state: Where it is kept how far a rebuilding has come; None for what is no rebuilding.
    """
    total = begun + pages.count()
    done, last = begun, 0
    yield Progress(done, total)
    busy: list[int] = []
    while ids := list(pages.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        free = _index_locked(ids, wait=False)
        busy += [pk for pk in ids if pk not in free]
        last, done = ids[-1], done + len(ids)
        if state is not None:
            state.last_page_id = last
            state.save(update_fields=["last_page_id"])
        yield Progress(done, total)
    for pk in busy:
        _index_locked([pk], wait=True)


def _index_locked(ids: list[int], *, wait: bool) -> set[int]:
    """Indexes pages while nobody else changes them, so that no older text is written over a newer one.

    Of several pages none is waited for: whoever changes them may be waiting for another of them.

    Args:
        ids: The pages' ids.
        wait: Whether to wait for who is changing a page.

    Returns:
        The ids of those that could be locked.
    """
    with transaction.atomic():
        rows = Page.objects.select_for_update(of=("self",), skip_locked=not wait).filter(pk__in=ids).order_by("pk")
        locked = set(rows.values_list("pk", flat=True))
        index_pages(specific(sorted(locked)))
    return locked


def _forget_words() -> None:
    """Removes the words that no page holds any more."""
    for language in Word.objects.values_list("language", flat=True).distinct():
        asked = SearchQuery(OuterRef("word"), config=Value(configuration(language)))
        held = Entry.objects.filter(language=language, vector=asked)
        Word.objects.filter(language=language).exclude(Exists(held)).delete()
