"""What rooms above ask of pages: locks beside Wagtail's own, and versions that stay as they are."""

from collections.abc import Callable
from typing import Any

from wagtail.locks import BaseLock

FindLock = Callable[[Any], BaseLock | None]

NeedsRevision = Callable[[Any], bool]

_finders: list[FindLock] = []
_keepers: list[NeedsRevision] = []


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


def register_keeper(needs: NeedsRevision) -> NeedsRevision:
    """Registers a function that says whether a room needs a version of a page as it is."""
    _keepers.append(needs)
    return needs


def is_kept(revision: Any) -> bool:
    """Returns whether some room needs a version as it is, so that saving by itself must not write over it.

    Args:
        revision: A version of a page.
    """
    return any(needs(revision) for needs in _keepers)
