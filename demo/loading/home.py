"""The home page's sections and the frame's texts."""

from typing import Any

from demo.loading.pages import update
from demo.loading.reader import texts
from digest.models import DigestIndexPage
from home.models import HomePage
from news.models import NewsIndexPage
from pages.models import BasePage, SiteSettings, StandardPage
from partners.models import PartnerIndexPage
from stories.models import StoryIndexPage, StoryPage, StorySeriesPage
from timeline.models import TimelinePage

LEGAL = ("privacy", "accessibility", "contact")
OFFLINE = ("about", "contact")
SECTIONS: dict[str, type[BasePage]] = {
    "news": NewsIndexPage,
    "stories": StoryIndexPage,
    "partners": PartnerIndexPage,
    "timeline": TimelinePage,
    "digest": DigestIndexPage,
}
"""The section pages, by the names that the texts have for them."""


def fill_home(
    home: HomePage, index: dict[Any, Any], standard: dict[str, StandardPage], stories: dict[str, StoryPage]
) -> None:
    """Fills the home page, the section pages and the site settings.

    Args:
        home: The home page.
        index: The section pages by kind.
        standard: The standard pages by slug.
        stories: The stories by slug.
    """
    words = texts("home")
    pages = {name: index[kind] for name, kind in SECTIONS.items()} | standard
    for name, values in words["index"].items():
        update(pages[name], **values)
    series = {page.slug: page for page in StorySeriesPage.objects.child_of(index[StoryIndexPage])}
    sections = [_section(section, pages, stories, series) for section in words["section"]]
    tour = [("step", step) for step in words["tour"]]
    head = {name: words[name] for name in ("title", "seo_title", "summary")}
    update(home, **head, sections=sections, tour=tour)
    frame = words["settings"]
    row = SiteSettings.objects.get(locale=home.locale)
    row.organisation_name, row.tagline = frame["organisation_name"], frame["tagline"]
    row.footer_text, row.contact_email = frame["footer_text"], frame["contact_email"]
    row.social_accounts = [("account", account) for account in frame["accounts"]]
    row.legal_links = [("page", standard[slug]) for slug in LEGAL]
    row.offline_pages = [("page", standard[slug]) for slug in OFFLINE]
    row.privacy_page = standard["privacy"]
    row.save()


def _section(section: dict[str, Any], pages: Any, stories: Any, series: Any) -> tuple[str, dict[str, Any]]:
    """Returns the name and value of one section, its slugs turned into pages."""
    value = {key: text for key, text in section.items() if key != "type"}
    for key, known in (("link_page", pages), ("story", stories), ("series", series)):
        if key in value:
            value[key] = known[value[key]]
    return section["type"], value
