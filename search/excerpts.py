"""Results as readers see them: where and when, with the place in the text that answers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline
from django.db.models import F
from django.db.models.functions import Left

from search.kinds import kinds
from search.languages import other_reading
from search.models import Entry
from search.question import Question
from search.text import MARK_END, MARK_START, clean, fold, words_of
from timeline.dates import Precision, spoken_date

LONGEST_READ = 20_000
"""How many characters of a text are looked through for an excerpt."""

WORDS_AROUND = 14
WORDS_SHOWN = 32
_MARKED = re.compile(f"{MARK_START}(.*?){MARK_END}")
_TOKEN = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """A piece of a text, found or not."""

    text: str
    is_found: bool


@dataclass(frozen=True)
class Excerpt:
    """One result.

    Attributes:
        url: The page's address.
        kind: What readers call its kind.
        machine_date: The day it speaks of, cut off at its precision, such as 2015-06; empty where it has none.
        spoken_date: The same for readers.
        title: The title, in pieces.
        text: The place in its text that answers, in pieces.
    """

    url: str
    kind: str
    machine_date: str
    spoken_date: str
    title: list[Piece]
    text: list[Piece]


def excerpts(page_ids: Sequence[int], question: Question) -> list[Excerpt]:
    """Returns results in the order of their ids, in one query.

    Args:
        page_ids: The pages' ids.
        question: What is asked.
    """
    if not page_ids:
        return []
    marks: dict[str, Any] = {"config": question.config, "start_sel": MARK_START, "stop_sel": MARK_END}
    entries = (
        Entry.objects.filter(pk__in=page_ids, page__live=True)
        .annotate(
            head=Left("text", LONGEST_READ),
            title=F("page__title"),
            url=F("page__url_path"),
            marked_title=SearchHeadline("page__title", question.wanted_query, highlight_all=True, **marks),
            marked=SearchHeadline(
                Left("text", LONGEST_READ),
                question.wanted_query,
                max_fragments=2,
                max_words=WORDS_SHOWN,
                min_words=WORDS_AROUND,
                fragment_delimiter=" … ",
                **marks,
            ),
        )
        .defer("text", "vector", "title_words")
    )
    by_id = {entry.pk: entry for entry in entries}
    return [_excerpt(by_id[pk], question) for pk in page_ids if pk in by_id]


def _excerpt(entry: Entry, question: Question) -> Excerpt:
    """Returns one result."""
    precision = Precision(entry.precision) if entry.precision else None
    title, head = clean(entry.title, LONGEST_READ), entry.head  # type: ignore[attr-defined]
    return Excerpt(
        url=entry.url,  # type: ignore[attr-defined]
        kind=str(kinds()[entry.kind].label),
        machine_date=entry.date.isoformat()[: precision.machine_length] if precision else "",
        spoken_date=spoken_date(entry.date, precision) if precision else "",
        title=_pieces(entry.marked_title if MARK_START in entry.marked_title else mark(title, question)),  # type: ignore[attr-defined]
        text=_pieces(_begun(entry.marked, head) if MARK_START in entry.marked else around(head, question)),  # type: ignore[attr-defined]
    )


def _begun(marked: str, text: str) -> str:
    """Returns PostgreSQL's excerpt with dots where it begins or ends inside the text."""
    plain = marked.replace(MARK_START, "").replace(MARK_END, "")
    before = "" if text.startswith(plain[:WORDS_AROUND]) else "… "
    return before + marked + ("" if text.endswith(plain[-WORDS_AROUND:]) else " …")


def mark(text: str, question: Question) -> str:
    """Marks the words of a text that begin as a word that is asked for does, whatever their accents and articles.

    PostgreSQL marks by stems, which differ between "ecole" and "École".

    Args:
        text: The text.
        question: What is asked.
    """
    words = words_of(_bare(question.wanted, question))
    begun = tuple(word[: max(3, len(word) - 2)] for word in words if len(word) > 2)
    if not begun:
        return text
    return _TOKEN.sub(
        lambda found: _marked(found[0]) if _bare(found[0], question).startswith(begun) else found[0], text
    )


def _bare(text: str, question: Question) -> str:
    """Returns a text as words are compared: without accents, capitals, and the article of Arabic."""
    return fold(other_reading(text, question.language))


def around(text: str, question: Question) -> str:
    """Returns the part of a text around the first word that is asked for, marked; its beginning where there is none."""
    marked = mark(text, question)
    words = marked.split(" ")
    first = next((number for number, word in enumerate(words) if MARK_START in word), 0)
    begin = max(0, first - WORDS_AROUND)
    end = begin + WORDS_SHOWN
    return ("… " if begin else "") + " ".join(words[begin:end]) + (" …" if end < len(words) else "")


def _marked(word: str) -> str:
    return f"{MARK_START}{word}{MARK_END}"


def _pieces(marked: str) -> list[Piece]:
    """Returns a marked text in pieces."""
    parts = _MARKED.split(marked)
    return [Piece(part, is_found=bool(number % 2)) for number, part in enumerate(parts) if part]
