"""How much slower a search is among many pages, what hostile words cost, and how fast the index is rebuilt."""

import statistics
import time
from collections.abc import Iterable, Iterator

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.bulk import PLACES, common_and_rare_words
from demo.hostile import searches
from search import rebuilding

ROUNDS = 3
LIMIT_QUERIES, LIMIT_RATIO, LIMIT_HOSTILE = 10, 5.0, 10.0
HOSTILE = 5000
ADDRESS = "/en/search/"


def fifty() -> list[str]:
    """Returns fifty different searches: common and rare words, several, phrases, alternatives, what finds nothing."""
    words = common_and_rare_words()
    return [
        *words[:20],
        *PLACES[:6],
        "bridge reopens",
        "school is repaired",
        "a page made for trying out size",
        "waterworks or bakery",
        "mosul or raqqa or tikrit",
        "bridge -mosul",
        "-mosul",
        '"cleared of explosives"',
        '"the market is lit again"',
        f"{words[0]} {words[1]}",
        f"{words[0]} {words[-1]}",
        f"{words[0]} or {words[-1]}",
        f'"{words[0]} {words[1]}"',
        "reconstruction",
        "borders schools",
        "Moesul",
        "Raqa",
        "brigde",
        "xyzzyx",
        "17",
        "450",
        "coalition",
        "Daesh",
        "the",
    ][:50]


def cost() -> dict[str, float]:
    """Returns how many seconds each search takes: of several rounds the fastest, so that noise does not count."""
    client = Client()
    best = dict.fromkeys(fifty(), float("inf"))
    for _round in range(ROUNDS):
        for words in best:
            begin = time.perf_counter()
            client.get(ADDRESS, {"q": words})
            best[words] = min(best[words], time.perf_counter() - begin)
    return best


def most_queries() -> int:
    """Returns the most queries that one of the searches costs, with and without filters."""
    client = Client()

    def count(words: str, **filters: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(ADDRESS, {"q": words, **filters})
        return len(captured)

    filters = {"kind": "news", "year": "2018", "region": "mena"}
    return max(count(words, **chosen) for words in fifty() for chosen in ({}, filters))


def compare(few: dict[str, float], many: dict[str, float]) -> dict[str, float | str]:
    """Returns how the search that is slowest among many pages compares with the same among few.

    Args:
        few: Seconds a search among few pages.
        many: Seconds a search among many.
    """
    slowest = max(many, key=lambda words: many[words])
    return {
        "slowest": slowest,
        "ratio of the slowest": round(many[slowest] / few[slowest], 2),
        "largest ratio": round(max(many[words] / few[words] for words in many), 2),
        "median ratio": round(statistics.median(many[words] / few[words] for words in many), 2),
    }


def hostile() -> dict[str, float]:
    """Returns how the slowest hostile search compares with the median, and how many failed."""
    client, seconds, failed = Client(raise_request_exception=False), [], 0
    for text in searches(HOSTILE):
        sent = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
        begin = time.perf_counter()
        failed += client.get(ADDRESS, {"q": sent}).status_code >= 500
        seconds.append(time.perf_counter() - begin)
    return {"slowest / median": round(max(seconds) / statistics.median(seconds), 2), "failed": failed}


def rebuild_rate() -> int:
    """Returns how many pages a second a rebuilding of the index goes through."""
    begin, done = time.perf_counter(), 0
    for progress in rebuilding.rebuild(restart=True):
        done = progress.done
    return round(done / (time.perf_counter() - begin))


def over(queries: Iterable[int], compared: dict[str, float | str], under_attack: dict[str, float]) -> Iterator[str]:
    """Yields what is over its limit."""
    if (most := max(queries)) > LIMIT_QUERIES:
        yield f"a search costs {most} queries, more than {LIMIT_QUERIES}"
    if float(compared["ratio of the slowest"]) > LIMIT_RATIO:
        yield f"the search for {compared['slowest']!r} is more than {LIMIT_RATIO:.0f} times slower among many pages"
    if under_attack["slowest / median"] > LIMIT_HOSTILE:
        yield f"a hostile search takes more than {LIMIT_HOSTILE:.0f} times the median"
    if under_attack["failed"]:
        yield f"{under_attack['failed']} hostile searches failed"
