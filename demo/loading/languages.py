"""What of the demo is there in Arabic and French: whatever has texts in ``demo/content/<language>/``."""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django_countries import countries
from wagtail.models import Locale

from demo.loading.body import body_of
from demo.loading.posts import load_posts_in
from demo.loading.reader import DEMO, texts
from demo.loading.translations import slug_of, translate
from digest.models import DigestPage
from home.models import HomePage
from news.models import NewsPage
from pages.models import LineOfEffort, SiteSettings, StandardPage
from partners.models import PartnerPage, PartnerSpotlightPage
from stories.models import StoryPage, StorySeriesPage
from timeline.models import TimelineEventPage

Say = Callable[[str], None]
COUNTRIES = {
    "Belgium": "BE",
    "Iraq": "IQ",
    "Kuwait": "KW",
    "Libya": "LY",
    "Philippines": "PH",
    "Syria": "SY",
    "United States of America": "US",
}
ENGLISH = "en"
CHOSEN = ("type", "link_page", "story", "series")
"""What a section says that is no text."""


def further_languages() -> list[str]:
    """Returns the codes of the languages, English aside, that have texts."""
    return sorted(folder.name for folder in (DEMO / "content").iterdir() if folder.name != "en")


def load_language(code: str, home: HomePage, index: dict[str, Any]) -> None:
    """Translates the demo into one language.

    Args:
        code: The code of the language.
        home: The home page in English, filled.
        index: The section pages in English, by the names that the texts have for them.
    """
    locale = Locale.objects.get_or_create(language_code=code)[0]
    with translation.override(code):
        for row in texts("lines_of_effort", code)["line"]:
            _line(row, home, locale)
        words = texts("home", code)
        own_home = _home(words, home, locale)
        _standard(code, home, locale)  # first, as in English: the menu follows the tree
        for name, values in words["index"].items():
            if name in index:
                translate(index[name], locale, **values)
        _news(code, locale)
        _stories(code, locale)
        _partners(code, locale)
        _timeline(code, locale)
        _digests(code, locale)
        load_posts_in(code, locale)
        own_home.refresh_from_db()  # which has got pages below it
        own_home.save()  # once more, now that there are translations to choose
        own_home.save_revision().publish()


def _line(row: dict[str, Any], home: HomePage, locale: Locale) -> None:
    original = LineOfEffort.objects.get(key=row["key"], locale_id=home.locale_id)
    translate(original, locale, **{name: row[name] for name in ("name", "summary", "text")})


def _standard(code: str, home: HomePage, locale: Locale) -> None:
    for row in texts("standard", code)["page"]:
        original = StandardPage.objects.child_of(home).get(slug=row["of"], locale__language_code=ENGLISH)
        translate(original, locale, **_page(row), body=body_of(row["body"], None), **_lead(row))


def _news(code: str, locale: Locale) -> None:
    english = {row["slug"]: row["tags"] for row in texts("news")["news"]}
    for row in texts("news", code)["news"]:
        original = NewsPage.objects.get(slug=row["of"], locale__language_code=ENGLISH)
        tags = dict(zip(english[row["of"]], row["tags"], strict=True))
        translate(original, locale, tags, **_page(row), body=body_of(row["body"], None), **_lead(row))


def _stories(code: str, locale: Locale) -> None:
    described = texts("stories", code)
    for row in described["series"]:
        own = {name: row[name] for name in ("hashtag", "introduction")}
        translate(
            StorySeriesPage.objects.get(slug=row["of"], locale__language_code=ENGLISH),
            locale,
            **_page(row),
            **own,
            **_lead(row),
        )
    for row in described["story"]:
        told = ("name", "role", "place", "pull_quote", "pull_quote_source")
        own = {name: row[name] for name in told if row.get(name)}
        body = body_of(row["body"], None)
        translate(
            StoryPage.objects.get(slug=row["of"], locale__language_code=ENGLISH),
            locale,
            **_page(row),
            **own,
            body=body,
            **_lead(row),
        )


def _partners(code: str, locale: Locale) -> None:
    described = texts("partners", code)
    for original in PartnerPage.objects.filter(locale__language_code=ENGLISH).select_related("membership"):
        member: Any = original.membership
        own = described["partner"].get(original.title, {})
        name = member.name_in(code)
        summary = described["summary"][member.kind].format(region=member.get_region_display(), joined=member.joined)
        body = body_of(own.get("body", []), None)
        official = {"official_name": own["official_name"]} if original.official_name else {}
        translate(original, locale, title=name, slug=slug_of(name), summary=summary, body=body, **official)
    for row in texts("spotlights", code)["spotlight"]:
        original = PartnerSpotlightPage.objects.get(slug=row["of"], locale__language_code=ENGLISH)
        contributions = [("contribution", {"unit": "", "source_url": ""} | item) for item in row["contributions"]]
        body = body_of(row["body"], None)
        translate(original, locale, **_page(row), contributions=contributions, body=body, **_lead(row))


def _timeline(code: str, locale: Locale) -> None:
    for row in texts("events", code)["event"]:
        original = TimelineEventPage.objects.get(slug=row["of"], locale__language_code=ENGLISH)
        address = original.sources[0].value["url"] if original.sources else ""
        translate(
            original,
            locale,
            **_page(row),
            place=row["place"],
            country=str(countries.name(COUNTRIES[original.country])),
            body=[("paragraph", html) for html in row["paragraphs"]],
            sources=[("source", {"title": row.get("source", ""), "url": address})],
        )


def _digests(code: str, locale: Locale) -> None:
    for row in texts("digests", code)["digest"]:
        original = DigestPage.objects.get(slug=row["of"], locale__language_code=ENGLISH)
        items = [("item", {"date": row["date"]} | item) for item in row["items"]]
        translate(original, locale, **_page(row), introduction=row["introduction"], items=items)


def _home(words: dict[str, Any], home: HomePage, locale: Locale) -> HomePage:
    """Translates the home page and what stands around every page."""
    sections = [
        (row["type"], {name: text for name, text in row.items() if name not in CHOSEN}) for row in words["section"]
    ]
    tour = [("step", step) for step in words["tour"]]
    head = {name: words[name] for name in ("title", "seo_title", "summary")}
    frame = words["settings"]
    accounts = [("account", account) for account in frame["accounts"]]
    own = {name: frame[name] for name in ("organisation_name", "tagline", "footer_text")}
    translate(SiteSettings.objects.get(locale_id=home.locale_id), locale, **own, social_accounts=accounts)
    return translate(home, locale, slug=locale.language_code, **head, sections=sections, tour=tour)


def _page(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("title", "slug", "summary")}


def _lead(row: dict[str, Any]) -> dict[str, Any]:
    picture = row.get("picture", {})
    texts_of_picture = {"lead_image_alt": picture.get("alt", ""), "lead_image_caption": picture.get("caption", "")}
    return {name: text for name, text in texts_of_picture.items() if text}
