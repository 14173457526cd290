"""How large pictures are, so that readers can be told before they ask for one."""

from collections.abc import Iterable

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage

# The name of a picture in one size says what is in it: its size never changes.
FOREVER = None
KEY = "editions.size."
BYTES_IN_A_KB = 1000


def sizes_of(addresses: Iterable[str]) -> dict[str, int]:
    """Returns the sizes of pictures in kB, rounded up; what is not in our storage is left out.

    Each is asked of the storage once and then kept: a storage elsewhere takes a request for each.

    Args:
        addresses: The pictures' addresses.
    """
    names = {address: address.removeprefix(settings.MEDIA_URL) for address in addresses}
    known = cache.get_many([KEY + name for name in names.values()])
    found = {address: known.get(KEY + name) or _ask(name) for address, name in names.items()}
    new = {KEY + names[address]: size for address, size in found.items() if size and KEY + names[address] not in known}
    cache.set_many(new, FOREVER)
    return {address: -(-size // BYTES_IN_A_KB) for address, size in found.items() if size}


def _ask(name: str) -> int:
    """Returns a file's size in bytes, 0 where there is none."""
    try:
        return int(default_storage.size(name))
    except (OSError, SuspiciousFileOperation):
        return 0
