"""How many queries one uncached answer of each page kind costs."""

from collections.abc import Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from coalition.checks import page_kinds

LIMIT, LIMIT_HOME = 12, 24
HOME = "HomePage"


def by_kind() -> dict[str, int]:
    """Returns the most queries that a page of each kind costs; of kinds with many pages the first thirty are asked."""
    client, found = Client(), {}
    for kind in page_kinds():
        addresses = Page.objects.live().exact_type(kind).order_by("path").values_list("url_path", flat=True)[:30]
        found[kind.__name__] = max(count(client, address) for address in addresses)
    return found


def count(client: Client, address: str) -> int:
    """Returns how many queries an address costs when it has been asked for before."""
    client.get(address)  # makes the renditions, compiles the templates
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def over(found: dict[str, dict[str, int]]) -> Iterator[str]:
    """Yields what is over its limit, or grows with the size of the site."""
    for size, kinds in found.items():
        for kind, count in kinds.items():
            if count > (LIMIT_HOME if kind == HOME else LIMIT):
                yield f"{kind} costs {count} queries with {size}"
    small, large = found.values()
    for kind, count in small.items():
        # Fewer is no fault: other pages are the newest then, with less on them.
        if large[kind] > count:
            yield f"{kind} costs {count} queries at first and {large[kind]} at size"
