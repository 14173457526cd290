"""What is asked of the search, as PostgreSQL understands it."""

import re
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import TextField, Value

from search.indexing import Unaccent
from search.languages import configuration, other_reading
from search.synonyms import house_words
from search.text import LONGEST_QUESTION, clean, fold, unmarked, words_of

SHORTEST_BEGINNING = 2
MOST_WORDS = 24
"""How many words are looked for: PostgreSQL reads no deeper than some thirty operators."""

# What keyboards write, and languages use, in place of the plain mark.
PLAIN_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"') | dict.fromkeys("‘’ʼ＇", "'"))

_TERM = re.compile(r"""(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""")
# What means "or" in a language; PostgreSQL knows the English word, which serves in all of them.
_OR = {"ar": {"أو", "او"}, "fr": {"ou"}}
# What stands inside a word: a hyphen, an apostrophe or a dot between two letters.
_WORD = re.compile(r"[^\W_]+(?:[-'.][^\W_]+)*")


@dataclass(frozen=True)
class Question:
    """Words that a visitor looks for in one language.

    Attributes:
        text: The words, in one line; quotation marks make a phrase, ``or`` an alternative, a minus leaves out.
        language: The code of the language.
        was_cut: Whether more was sent than is looked at.
    """

    text: str
    language: str
    was_cut: bool = False

    @classmethod
    def read(cls, sent: str, language: str) -> "Question":
        """Reads what was sent, whatever it is."""
        return cls(clean(sent.translate(PLAIN_MARKS), LONGEST_QUESTION), language, len(sent.strip()) > LONGEST_QUESTION)

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.text)

    @property
    def config(self) -> str:
        """PostgreSQL's configuration for the language."""
        return configuration(self.language)

    @cached_property
    def query(self) -> Any:
        """What finds the pages: the words as they are written, without accents, or in this site's own words.

        What is left out is left out in each of its readings: a page has the stems of one of them, and not of all.
        """
        wanted, unwanted = self._terms
        if not unwanted:
            return self.wanted_query
        without = reduce(and_, (~reading for reading in self._readings(unwanted)))
        return self.wanted_query & without if wanted else without

    @cached_property
    def wanted_query(self) -> Any:
        """What finds the places that answer in a page that was found: without what is left out."""
        readings = self._readings(self.wanted)
        if meant := house_words(other_reading(self.wanted, self.language), self.language):
            readings.append(self._query(Unaccent(Value(meant))))
        return reduce(or_, readings)

    @property
    def wanted(self) -> str:
        """The words and phrases that pages are to hold."""
        return self._terms[0]

    @property
    def has_words(self) -> bool:
        """Whether there is a word in what is asked, and not only marks such as ``&``."""
        return any(self._terms)

    @cached_property
    def _terms(self) -> tuple[str, str]:
        return tidy(self.text, self.language)

    def _readings(self, asked: str) -> list[SearchQuery]:
        """Returns what finds words as they are written and, where that is something else, without accents."""
        other = other_reading(asked, self.language)
        plain = [] if other.isascii() else [self._query(Unaccent(Value(other)))]
        return [self._query(Value(asked, output_field=TextField())), *plain]

    def _query(self, text: Any) -> SearchQuery:
        return SearchQuery(text, search_type="websearch", config=self.config)

    @property
    def beginning(self) -> SearchQuery | None:
        """What finds titles that hold all the words, the last of them begun; None where too little is typed."""
        words = words_of(fold(self.text))[-MOST_WORDS:]
        if not words or len(words[-1]) < SHORTEST_BEGINNING:
            return None
        # Nothing but letters and digits is in a word, so that none can be anything else than a word to PostgreSQL.
        return SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), search_type="raw", config="simple")


def tidy(text: str, language: str) -> tuple[str, str]:
    """Returns what is wanted and what is to be left out, with nothing in them that PostgreSQL might read otherwise.

    Args:
        text: What is asked, in one line.
        language: The code of its language, whose own word for ``or`` is read as that.

    Returns:
        Words and phrases, with ``or`` between alternatives; and those with a minus in front, any of which is too much.
    """
    wanted: list[str] = []
    unwanted: list[str] = []
    left, is_alternative = MOST_WORDS, False
    for found in _TERM.finditer(unmarked(text)):
        words = _WORD.findall(found["phrase"] or found["word"] or "")[:left]
        left -= len(words)
        if not words:
            continue
        term = f'"{" ".join(words)}"' if found["phrase"] else " ".join(words)
        if found["minus"]:
            unwanted.append(f'"{" ".join(words)}"')
        elif term.lower() in _OR.get(language, ()):
            # Only between two terms: anywhere else PostgreSQL would look for the word itself.
            is_alternative = bool(wanted)
        else:
            wanted += ["or", term] if is_alternative else [term]
            is_alternative = False
    return " ".join(wanted), " or ".join(unwanted)
