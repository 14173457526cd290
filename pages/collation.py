"""The order in which readers of each language look for names."""

from collections.abc import Callable, Iterable
from functools import cache

from pyuca import Collator

_ALIFS = str.maketrans("أإآٱ", "اااا")


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
