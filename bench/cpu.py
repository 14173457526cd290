"""CPU time of one uncached home page, against an empty page and against a constant template, in one run."""

import time
from collections.abc import Iterator

from django.test import Client

from home.models import HomePage
from pages.models import StandardPage

ROUNDS, EACH = 7, 15
LIMIT = 5.0


def ratios() -> dict[str, float]:
    """Returns the ratios; of several interleaved rounds the fastest of each counts, so that noise does not."""
    home = HomePage.objects.get(slug="en")
    empty = StandardPage(title="Empty", slug="bench-empty", locale=home.locale)
    home.add_child(instance=empty)
    client = Client()
    addresses = {"home": "/en/", "empty page": empty.url_path, "constant template": "/-/constant/"}
    best = dict.fromkeys(addresses, float("inf"))
    for _round in range(ROUNDS):
        for name, address in addresses.items():
            best[name] = min(best[name], _cost(client, address))
    empty.delete()
    return {
        "home / empty page": round(best["home"] / best["empty page"], 2),
        "home / constant template": round(best["home"] / best["constant template"], 1),
        "empty page / constant template": round(best["empty page"] / best["constant template"], 1),
    }


def _cost(client: Client, address: str) -> float:
    client.get(address)
    begin = time.process_time()
    for _turn in range(EACH):
        client.get(address)
    return time.process_time() - begin


def over(found: dict[str, float]) -> Iterator[str]:
    """Yields what is over its limit."""
    if found["home / empty page"] > LIMIT:
        yield f"the home page costs {found['home / empty page']} times an empty page, more than {LIMIT:.0f}"
