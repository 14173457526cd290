"""What axe finds wrong on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Of WCAG 2.2 AA, and off by default.
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def violations(page: Page, context: str | None = None) -> list[str]:
    """Returns each violation with the element that has it; of a part of the page alone where a selector is given."""
    found = Axe().run(page, context=context, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]
