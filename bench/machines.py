"""What programs ask for: how many queries each answer costs, and how much longer it takes among many pages."""

import time

from django.test import Client

from bench.queries import count

ROUNDS = 3
ADDRESSES = (
    "/sitemap.xml",
    "/sitemap-en-1.xml",
    "/sitemap-news.xml",
    "/en/news/feed.atom",
    "/en/news/feed.json",
    "/en/timeline/feed.atom",
    "/data/partners.json",
    "/data/timeline.geojson",
    "/data/spotlights.json",
    "/en/data/",
    "/en/api/",
    "/api/openapi.json",
    "/api/v3/pages/",
    "/api/v3/pages/?type=news.NewsPage",
    "/en/search/titles/?q=mos",
)


def queries() -> dict[str, int]:
    """Returns how many queries each address costs."""
    client = Client()
    return {address: count(client, address) for address in ADDRESSES}


def seconds() -> dict[str, float]:
    """Returns how long each address takes: of several rounds the fastest, so that noise does not count."""
    client = Client()
    best = dict.fromkeys(ADDRESSES, float("inf"))
    for _round in range(ROUNDS):
        for address in best:
            begin = time.perf_counter()
            _ask(client, address)
            best[address] = min(best[address], time.perf_counter() - begin)
    return best


def compare(few: dict[str, float], many: dict[str, float]) -> dict[str, float]:
    """Returns how many times longer each address takes among many pages.

    Args:
        few: Seconds an address among few pages.
        many: Seconds among many.
    """
    return {address: round(many[address] / few[address], 2) for address in ADDRESSES}


def _ask(client: Client, address: str) -> None:
    status = client.get(address).status_code
    if status != 200:
        raise ValueError(f"{address} answers {status} and cannot be measured.")
