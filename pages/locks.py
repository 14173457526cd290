"""Locks that rooms above put on pages, beside Wagtail's own."""

from collections.abc import Callable
from typing import Any

from wagtail.locks import BaseLock

FindLock = Callable[[Any], BaseLock | None]

_finders: list[FindLock] = []


def register_lock(find: FindLock) -> FindLock:
    """Registers a function that returns the lock on a page, or None where there is none."""
    _finders.append(find)
    return find


def lock_on(page: Any) -> BaseLock | None:
    """Returns the first lock that a room has put on a page, None where there is none.

    Args:
        page: A page of any kind.
    """
    return next((lock for find in _finders if (lock := find(page))), None)
