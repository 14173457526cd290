"""What might be meant: other words where nothing is found, and titles while somebody types."""

import difflib
import re
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchVector, TrigramSimilarity
from django.db import models
from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import Exact

from search.kinds import kinds
from search.languages import configuration
from search.models import Entry, Word
from search.question import Question
from search.text import fold, sound

MOST_TITLES = 8
MOST_WORDS = 6
SHORTEST_WORD = 3
NEAREST_OF_A_WORD = 12
LEAST_LIKENESS = 0.6
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Title:
    """A page whose title answers what is being typed.

    Attributes:
        title: The title.
        url: The page's address.
        kind: What readers call its kind.
    """

    title: str
    url: str
    kind: str


def titles(question: Question) -> list[Title]:
    """Returns live pages whose titles hold the words that are typed, the last of them begun; the newest first.

    Args:
        question: What has been typed so far.
    """
    if (beginning := question.beginning) is None:
        return []
    found = Entry.objects.public(question.language).filter(title_words=beginning).newest_first()
    rows = found.values_list("page__title", "page__url_path", "kind")[:MOST_TITLES]
    every = kinds()
    return [Title(title, url, str(every[kind].label)) for title, url, kind in rows]


def mended(question: Question) -> Question | None:
    """Returns a question with its misspelled words mended, in one query; None where nothing better is known.

    Only words that a live page holds now are proposed. Whether one page holds all of them is not looked at.

    Args:
        question: What is asked, and finds nothing.
    """
    asked = list(dict.fromkeys(word for word in _WORD.findall(question.text) if len(word) >= SHORTEST_WORD))[
        :MOST_WORDS
    ]
    better = _nearest(asked, question.language)
    text = _WORD.sub(lambda found: better.get(found[0], found[0]), question.text)
    return Question(text, question.language) if text != question.text else None


def _nearest(asked: list[str], language: str) -> dict[str, str]:
    """Returns, for each word that no page holds, the known word that is most like it.

    Args:
        asked: Words as they were typed.
        language: The code of the language.
    """
    if not asked:
        return {}
    sounds = {word: sound(word) for word in asked}
    near = Q()
    for heard in sounds.values():
        near |= Q(sound__trigram_similar=heard)
    likeness = Case(
        *(When(sound__trigram_similar=heard, then=TrigramSimilarity("sound", heard)) for heard in sounds.values()),
        default=Value(0.0),
        output_field=models.FloatField(),
    )
    known_word = SearchQuery(OuterRef(OuterRef("word")), config=Value(configuration(language)))
    held = Entry.objects.number_public(language, known_word)
    known = (
        Word.objects.filter(near, language=language)
        .annotate(likeness=likeness)
        .order_by(F("likeness").desc(), "word")[: NEAREST_OF_A_WORD * len(asked)]
    )
    # A word too common to be looked for, such as "the", is misspelled no more than one that is held.
    stems = SearchVector("word", config=Value(configuration(language)))
    found = Word.objects.filter(pk__in=known.values("pk")).annotate(
        held=Subquery(held), is_common=Exact(Func(stems, function="length", output_field=IntegerField()), 0)
    )
    rows = list(found.values_list("word", "held", "is_common"))
    words = [word for word, held_by, _is_common in rows if held_by]
    right = {fold(word) for word, held_by, is_common in rows if held_by or is_common}
    better = {}
    for word in asked:
        if fold(word) in right:
            continue
        best = max(words, key=lambda other: _likeness(word, other), default="")
        if best and _likeness(word, best) >= LEAST_LIKENESS:
            better[word] = best.capitalize() if word[:1].isupper() else best
    return better


def _likeness(asked: str, known: str) -> float:
    """Returns how like two words are, by their letters and by their sounds: 1 for the same, 0 for nothing in common."""
    letters = difflib.SequenceMatcher(None, fold(asked), fold(known)).ratio()
    sounds = difflib.SequenceMatcher(None, sound(asked), sound(known)).ratio()
    return (letters + sounds) / 2
