"""What the home page weighs on the wire, at 360 pixels before scrolling, from the server that `make run` starts."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Request, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
LIMITS = {"bytes": 200_000, "requests": 25, "script bytes": 15_000, "stylesheet bytes": 25_000}
ROOT = Path(__file__).resolve().parent.parent


def of_home() -> dict[str, int]:
    """Returns bytes and requests, headers included."""
    port = _free_port()
    environment = {**os.environ, "PORT": str(port), "SITE_URL": f"http://127.0.0.1:{port}"}
    site = subprocess.Popen(
        [sys.executable, "-m", "local.site"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/-/ready/", site)
        return _weigh(f"http://127.0.0.1:{port}/en/")
    finally:
        site.terminate()
        site.wait(30)


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


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, site: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and site.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own address)
                return
        except OSError:
            time.sleep(0.5)
    raise RuntimeError("The site to weigh did not start: try `make run` to see why.")
