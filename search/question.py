"""What is asked of the search, as PostgreSQL understands it."""

import re
from dataclasses import dataclass
from functools import cached_property
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
QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟«»＂", '"'))

_TERM = re.compile(r"""(?P<minus>(?<!\S)-(?=["\w]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))""")
# What means "or" in a language; PostgreSQL knows the English word, which serves in all of them.
_OR = {"ar": {"أو", "او"}, "fr": {"ou"}}
# What stands inside a word: a hyphen, an apostrophe or a dot between two letters.
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


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
        return cls(
            clean(sent.translate(QUOTATION_MARKS), LONGEST_QUESTION), language, len(sent.strip()) > LONGEST_QUESTION
        )

    def __bool__(self) -> bool:
        """Whether anything is asked."""
        return bool(self.text)

    @property
    def config(self) -> str:
        """PostgreSQL's configuration for the language."""
        return configuration(self.language)

    @cached_property
    def query(self) -> Any:
        """What finds the pages: the words as they are written, without accents, or in this site's own words."""
        asked = tidy(self.text, self.language)
        query = self._query(Value(asked, output_field=TextField()))
        other = other_reading(asked, self.language)
        if not other.isascii():
            query |= self._query(Unaccent(Value(other)))
        if meant := house_words(other, self.language):
            query |= self._query(Unaccent(Value(meant)))
        return query

    @property
    def has_words(self) -> bool:
        """Whether there is a word in what is asked, and not only marks such as ``&``."""
        return bool(tidy(self.text, self.language))

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


def tidy(text: str, language: str) -> str:
    """Returns words, phrases, ``or`` and the minus in front of a word, and nothing else that PostgreSQL might read.

    Args:
        text: What is asked, in one line.
        language: The code of its language, whose own word for ``or`` is read as that.
    """
    terms, left = [], MOST_WORDS
    for found in _TERM.finditer(unmarked(text)):
        words = _WORD.findall(found["phrase"] or found["word"] or "")[:left]
        left -= len(words)
        if not words:
            continue
        minus = "-" if found["minus"] else ""
        if not minus and found["word"] and found["word"].lower() in _OR.get(language, ()):
            terms.append("or")
            continue
        terms.append(f'{minus}"{" ".join(words)}"' if found["phrase"] else f"{minus}{' '.join(words)}")
    return " ".join(terms)
