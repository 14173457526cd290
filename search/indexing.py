"""Writing the index."""

from collections.abc import Iterable, Sequence
from functools import partial

from django.contrib.postgres.search import SearchVector
from django.db import models, transaction
from django.db.models import Func, TextField, Value
from django.db.models.functions import NullIf
from django.utils import timezone
from wagtail.models import Page

from pages.models import BasePage
from search.languages import configuration, other_reading
from search.models import Entry, Word
from search.text import LONGEST_TEXT, LONGEST_WORD, clean, flow, fold, sound, words_of

TITLE, KEYWORDS, SUMMARY, BODY = "A", "B", "C", "D"
SHORTEST_WORD = 3
WRITTEN = [field.name for field in Entry._meta.concrete_fields if not field.primary_key]


class Unaccent(Func):
    """PostgreSQL's own taking away of accents, which also knows œ, ß and ø."""

    function = "unaccent"
    output_field = TextField()


def index_pages(pages: Iterable[BasePage]) -> int:
    """Writes the entries of live pages, in two statements however many there are.

    Args:
        pages: Live pages, each as its own kind, with what it refers to prefetched where there are many.

    Returns:
        How many were written.
    """
    found = list(pages)
    if not found:
        return 0
    entries = [_entry(page) for page in found]
    with transaction.atomic():
        Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["page"], update_fields=WRITTEN)
        words = sorted({pair for page, entry in zip(found, entries, strict=True) for pair in _words(page, entry)})
        # After the commit, and sorted: no two transactions ever wait for each other's new words.
        transaction.on_commit(partial(_learn, words), robust=True)
    return len(entries)


def forget(page_ids: Iterable[int]) -> None:
    """Takes pages out of the index.

    Args:
        page_ids: Their ids.
    """
    Entry.objects.filter(pk__in=page_ids).delete()


def specific(page_ids: Sequence[int]) -> list[BasePage]:
    """Returns live pages as their own kinds, in a few queries a kind.

    Args:
        page_ids: Their ids; what is not live is left out.
    """
    found: list[BasePage] = []
    for kind in {page.specific_class for page in Page.objects.filter(pk__in=page_ids, live=True).only("content_type")}:
        if kind is not None and issubclass(kind, BasePage):
            found += kind.for_index().filter(pk__in=page_ids)
    return sorted(found, key=lambda page: page.pk)


def _entry(page: BasePage) -> Entry:
    """Returns the entry of a page, not yet written."""
    day, facets, language = page.search_day(), page.search_facets(), page.locale.language_code
    texts = {
        TITLE: page.title,
        KEYWORDS: ", ".join(page.search_keywords()),
        SUMMARY: page.summary,
        BODY: flow(page.search_text()),
    }
    texts = {weight: clean(text, LONGEST_TEXT) for weight, text in texts.items()}
    return Entry(
        page_id=page.pk,
        language=language,
        kind=page.search_kind.key,
        date=day.date or timezone.localdate(page.first_published_at or timezone.now()),
        precision=day.precision if day.date else "",
        lines=facets.lines,
        regions=facets.regions,
        vector=_vector(texts, language),
        title_words=SearchVector(Value(fold(texts[TITLE])), config="simple"),
        text=texts[BODY] or texts[SUMMARY],
    )


def _vector(texts: dict[str, str], language: str) -> models.Expression:
    """Returns the stems of texts by weight: each text as it is written, and as it is written without accents.

    Stems are taken of both, because a stemmer needs its accents ("libérées" and "libéré" meet only with them) and a
    reader may not type them.
    """
    config = configuration(language)
    vector: models.Expression | None = None
    for weight, text in texts.items():
        if not text:
            continue
        written = Value(text, output_field=TextField())
        other = NullIf(Unaccent(Value(other_reading(text, language))), written)
        parts = SearchVector(written, config=config, weight=weight) + SearchVector(other, config=config, weight=weight)
        vector = parts if vector is None else vector + parts
    return vector or SearchVector(Value(""), config=config)


def _words(page: BasePage, entry: Entry) -> set[tuple[str, str]]:
    """Returns the words of a page that may be proposed to somebody who misspelled them, with their language."""
    texts = (page.title, entry.text, *page.search_keywords())
    words = {word.casefold() for text in texts for word in words_of(text)}
    return {(entry.language, word) for word in words if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()}


def _learn(words: Sequence[tuple[str, str]]) -> None:
    """Adds words to those that are known."""
    known = set(
        Word.objects.filter(word__in={word for _language, word in words}).values_list("language", "word").iterator()
    )
    new = [
        Word(language=language, word=word, sound=sound(word))
        for language, word in words
        if (language, word) not in known
    ]
    Word.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
