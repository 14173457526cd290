"""What Lighthouse says of the pages that readers come for, as on a phone in its simulated slow 4G."""

import json
import os
import shutil
import statistics
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from wagtail.models import Page

from bench.site import served
from home.models import HomePage
from news.models import NewsPage
from partners.models import PartnerIndexPage
from stories.models import StoryPage
from timeline.models import TimelinePage

KINDS: dict[str, type[Page]] = {
    "home": HomePage,
    "news": NewsPage,
    "story": StoryPage,
    "partners": PartnerIndexPage,
    "timeline": TimelinePage,
}
LANGUAGES = ("en", "ar")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LARGEST_PAINT, BLOCKING, SHIFT, FONTS = 1500, 50, 0.02, 60_000
"""Milliseconds, milliseconds, a ratio, and bytes a page."""
PACKAGE = Path(__file__).resolve().parent / "lighthouse_package"
RUNS, TRIES = 3, 5
"""How often a page is measured, of which the median counts; and how often Lighthouse may fail to measure at all."""
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-quic --disable-background-networking --disable-sync"


def of_pages() -> dict[str, dict[str, float]]:
    """Returns scores (of 100), milliseconds, shift and the bytes of fonts, by page and language."""
    _install()
    with served() as url:
        return {name: _measure(f"{url}{path}") for name, path in _paths()}


def over(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yields what is under its score or over its limit."""
    limits = {"largest paint": LARGEST_PAINT, "blocking": BLOCKING, "shift": SHIFT, "font bytes": FONTS}
    for page, figures in found.items():
        for category in CATEGORIES:
            if figures[category] < 100:
                yield f"{page}: {category} {figures[category]} of 100"
        for name, limit in limits.items():
            if figures[name] > limit:
                yield f"{page}: {name} {figures[name]}, more than {limit}"


def _paths() -> Iterator[tuple[str, str]]:
    """Yields name and path of each page: of each kind one that is translated, so that both languages tell the same."""
    for name, kind in KINDS.items():
        for code in LANGUAGES:
            pages = kind.objects.live().filter(locale__language_code=code)
            if kind is not HomePage:
                translated = kind.objects.live().filter(locale__language_code=LANGUAGES[-1])
                pages = pages.filter(translation_key__in=translated.values("translation_key"))
            yield f"{name} {code}", str(pages.order_by("translation_key").values_list("url_path", flat=True)[0])


def _install() -> None:
    """Installs Lighthouse as its lock file says."""
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=PACKAGE, check=True)


def _measure(address: str) -> dict[str, float]:
    """Returns the median of each figure: the simulation starts from what a busy machine did, and no two runs are the same."""
    found = [_figures(_report(address)) for _run in range(RUNS)]
    return {name: statistics.median(figures[name] for figures in found) for name in found[0]}


def _report(address: str) -> dict[str, Any]:
    """Returns what Lighthouse says of a page.

    Raises:
        RuntimeError: Chromium's trace was unusable every time.
    """
    environment = os.environ | {"CHROME_PATH": shutil.which("chromium") or "chromium"}
    said = ""
    for _try in range(TRIES):
        # Into a file: on a failure Lighthouse ends without waiting until a pipe has taken its report.
        with TemporaryDirectory() as directory:
            path = Path(directory) / "report.json"
            command = [
                "node_modules/.bin/lighthouse",
                address,
                "--output=json",
                f"--output-path={path}",
                "--quiet",
                f"--chrome-flags={FLAGS}",
            ]
            done = subprocess.run(command, cwd=PACKAGE, env=environment, capture_output=True, check=False, text=True)
            report: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}
        # A trace without the start of the navigation, which Chromium gives now and then, says nothing of the page.
        if report and "runtimeError" not in report:
            return report
        said = report.get("runtimeError", {}).get("message") or done.stderr.strip()
    raise RuntimeError(f"Lighthouse cannot measure {address}: {said[:300]}")


def _figures(report: dict[str, Any]) -> dict[str, float]:
    audits = report["audits"]
    fonts = [item for item in audits["network-requests"]["details"]["items"] if item.get("resourceType") == "Font"]
    return {
        **{name: round(100 * report["categories"][name]["score"]) for name in CATEGORIES},
        "largest paint": round(audits["largest-contentful-paint"]["numericValue"]),
        "blocking": round(audits["total-blocking-time"]["numericValue"]),
        "shift": round(audits["cumulative-layout-shift"]["numericValue"], 3),
        "font bytes": sum(item["transferSize"] for item in fonts),
    }
