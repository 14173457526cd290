"""Names of members in each language, and their order there."""

from collections.abc import Callable, Iterable
from functools import cache

from django.utils import translation
from django_countries import countries
from pyuca import Collator

_ALIFS = str.maketrans("أإآٱ", "اااا")


def localised_name(english: str, iso_code: str, names: dict[str, str], language: str) -> str:
    """Returns a member's short name in a language.

    Args:
        english: The official short name in English.
        iso_code: Two letters, or empty.
        names: Names given by staff, by language code.
        language: The code of the language.
    """
    if own := names.get(language):
        return own
    if language == "en" or not iso_code:
        return english
    with translation.override(language):
        return countries.name(iso_code) or english


def sort_by_name[Named](items: Iterable[Named], name: Callable[[Named], str]) -> list[Named]:
    """Sorts as readers expect: "Égypte" stands between "Danemark" and "Estonie", not after "Zambie".

    PostgreSQL without ICU sorts by code point, so this is done here, by the Unicode Collation Algorithm.
    """
    return sorted(items, key=lambda item: _sort_key(name(item)))


@cache
def _sort_key(name: str) -> tuple[int, ...]:
    # Dictionaries of Arabic put the forms of alif together; the algorithm without its tailoring by language does not.
    return _collator().sort_key(name.translate(_ALIFS)) + _collator().sort_key(name)


@cache
def _collator() -> Collator:
    return Collator()
