"""What readers call a thing that this site calls by another name."""

import re

from search.languages import other_reading
from search.text import fold

# By language: what is typed and what the pages say.
_HOUSE_WORDS = {
    "en": {
        "isis": "daesh",
        "isil": "daesh",
        "da'esh": "daesh",
        "islamic state": "daesh",
        "usa": "united states",
        "america": "united states",
        "uk": "united kingdom",
        "britain": "united kingdom",
        "great britain": "united kingdom",
        "uae": "united arab emirates",
        "eu": "european union",
        "un": "united nations",
    },
    "fr": {
        "daesh": "daech",
        "isis": "daech",
        "ei": "daech",
        "état islamique": "daech",
        "usa": "états-unis",
        "grande-bretagne": "royaume-uni",
        "ue": "union européenne",
        "onu": "nations unies",
    },
    "ar": {
        "تنظيم الدولة": "داعش",
        "الدولة الإسلامية": "داعش",
        "أمريكا": "الولايات المتحدة",
        "بريطانيا": "المملكة المتحدة",
    },
}
# The site writes English as the United Nations' members in Europe do: stabilisation, and nobody has to know it.
_AMERICAN = re.compile(r"\b(\w{3,}i)z(e|ed|es|ing|ers?|ations?)\b")
_BEFORE, _AFTER = r"(?<![-\w])", r"(?![-\w])"
_PHRASE = re.compile(r'("[^"]*")')


def house_words(text: str, language: str) -> str:
    """Returns what is asked in the words of this site, empty where those are the words already.

    A quoted phrase stays as it is.

    Args:
        text: What is wanted, tidied and in its other reading.
        language: The code of its language.
    """
    names = {other_reading(fold(name), language): ours for name, ours in _HOUSE_WORDS.get(language, {}).items()}
    asked = fold(text)
    pieces = [piece if number % 2 else _renamed(piece, names) for number, piece in enumerate(_PHRASE.split(asked))]
    if language == "en":
        pieces = [piece if number % 2 else _AMERICAN.sub(r"\1s\2", piece) for number, piece in enumerate(pieces)]
    meant = "".join(pieces)
    return "" if meant == asked else meant


def _renamed(text: str, names: dict[str, str]) -> str:
    """Returns a text with names put in place of others, the longest first."""
    if not names:
        return text
    longest_first = sorted(names, key=len, reverse=True)
    found = re.compile(f"{_BEFORE}(?:{'|'.join(map(re.escape, longest_first))}){_AFTER}")
    return found.sub(lambda match: names[match[0]], text)
