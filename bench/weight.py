"""What the home page weighs on the wire, at 360 pixels before scrolling, from the server that `make run` starts."""

import shutil
from collections.abc import Iterator

from playwright.sync_api import Request, sync_playwright

from bench.site import served

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
LIMITS = {"bytes": 200_000, "requests": 25, "script bytes": 15_000, "stylesheet bytes": 25_000}


def of_home() -> dict[str, int]:
    """Returns bytes and requests, headers included."""
    with served() as url:
        return _weigh(f"{url}/en/")


def _weigh(address: str) -> dict[str, int]:
    sizes: list[tuple[str, int]] = []

    def note(request: Request) -> None:
        size = request.sizes()
        sizes.append((request.resource_type, size["responseBodySize"] + size["responseHeadersSize"]))

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 360, "height": 740})
        page.on("requestfinished", note)
        page.goto(address, wait_until="networkidle")
        browser.close()
    found = {"bytes": sum(size for _kind, size in sizes), "requests": len(sizes)}
    return found | {f"{kind} bytes": sum(s for k, s in sizes if k == kind) for kind in ("script", "stylesheet")}


def over(found: dict[str, int]) -> Iterator[str]:
    """Yields what is over its limit."""
    for name, limit in LIMITS.items():
        if found[name] > limit:
            yield f"the home page's {name}: {found[name]}, more than {limit}"
