"""What axe finds wrong on a page."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A rule of WCAG 2.2 AA that is off by default; and no word of what is right, which took longer to tell than to find.
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}


def violations(page: Page, context: str | None = None) -> list[str]:
    """Returns each violation with the element that has it; of a part of the page alone where a selector is given."""
    found = Axe().run(page, context=context, options=OPTIONS).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


def violations_by_day_and_night(page: Page) -> list[str]:
    """Returns the violations in the light scheme and in the dark one, each with its scheme, of a page as it stands."""
    found = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{scheme}: {violation}" for violation in violations(page)]
    return found
