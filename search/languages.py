"""How PostgreSQL reads each language."""

import re

from django.utils.translation import get_language_info

from search.text import unmarked

# The configurations that PostgreSQL 15 and newer bring for languages written with spaces between words.
_SHIPPED = frozenset(
    [
        "arabic",
        "armenian",
        "basque",
        "catalan",
        "danish",
        "dutch",
        "english",
        "finnish",
        "french",
        "german",
        "greek",
        "hindi",
        "hungarian",
        "indonesian",
        "irish",
        "italian",
        "lithuanian",
        "nepali",
        "norwegian",
        "portuguese",
        "romanian",
        "russian",
        "serbian",
        "spanish",
        "swedish",
        "tamil",
        "turkish",
        "yiddish",
    ]
)
_UNKNOWN = "simple"

# In Arabic the article is written as one with its word, and "and", "then", "in", "like" and "for" as one with both. The
# stemmer takes it off some words and not off others: "the schools" and "and the schools" are found as "schools".
_ARABIC_ARTICLE = re.compile(r"\b(?:[وف]?[بك]?ال|[وف]?لل)(?=\w{3})")

_ARABIC_LETTERS = str.maketrans("أإآٱىة", "اااايه")


def configuration(language: str) -> str:
    """Returns the name of PostgreSQL's configuration for a language; ``simple`` where it knows no stems.

    Args:
        language: The code of the language.
    """
    name = str(get_language_info(language)["name"]).lower()
    return name if name in _SHIPPED else _UNKNOWN


def other_reading(text: str, language: str) -> str:
    """Returns a text as it may be meant besides.

    In Arabic without vowel marks, with one letter for those that are written one for another (الرقه for الرقة, الاخبار for
    الأخبار), and without the article and what is written as one with it.

    Args:
        text: The text.
        language: The code of its language.
    """
    if language != "ar":
        return text
    plain = unmarked(text).translate(_ARABIC_LETTERS)
    return _ARABIC_ARTICLE.sub("", plain)
