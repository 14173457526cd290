"""The pages below each section."""

import datetime as dt
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from demo.loading.body import body_of
from demo.loading.pages import add
from demo.loading.pictures import Pictures
from demo.loading.reader import bounds, facts, first_day, texts
from digest.models import DigestIndexPage, DigestPage
from news.models import NewsIndexPage, NewsPage
from pages.models import BasePage, LineOfEffort, StandardPage
from pages.regions import Region
from partners.models import Membership, PartnerIndexPage, PartnerPage, PartnerSpotlightPage
from stories.models import ConsentRecord, StoryIndexPage, StoryPage, StorySeriesPage
from timeline.models import TimelineEventPage, TimelinePage

REGIONS = {
    "Americas": Region.AMERICAS,
    "Asia-Pacific": Region.ASIA_PACIFIC,
    "Europe and Eurasia": Region.EUROPE_EURASIA,
    "Middle East and North Africa": Region.MIDDLE_EAST_NORTH_AFRICA,
    "Sub-Saharan Africa": Region.SUB_SAHARAN_AFRICA,
    "International": Region.INTERNATIONAL,
}
MIDDLE_EAST = Region.MIDDLE_EAST_NORTH_AFRICA


def load_lines(locale_id: int) -> dict[str, LineOfEffort]:
    """Makes the lines of effort and returns them by key."""
    lines = {}
    for order, row in enumerate(texts("lines_of_effort")["line"], start=1):
        lines[row["key"]] = LineOfEffort.objects.create(locale_id=locale_id, order=order, **row)
    return lines


def load_standard(home: BasePage, pictures: Pictures) -> dict[str, StandardPage]:
    """Makes the standard pages, or fills those that are there, and returns them by slug."""
    made = {}
    for row in texts("standard")["page"]:
        page = StandardPage.objects.child_of(home).filter(slug=row["slug"]).first() or StandardPage(slug=row["slug"])
        page.title, page.summary = row["title"], row["summary"]
        page.body = body_of(row["body"], pictures)
        page.last_reviewed = row["reviewed"]
        if "picture" in row:
            for name, value in pictures.lead(row["picture"]).items():
                setattr(page, name, value)
        if page.pk:
            page.save()
        else:
            add(home, page)
        made[row["slug"]] = page
    return made


def load_news(index: NewsIndexPage, lines: dict[str, LineOfEffort], pictures: Pictures) -> list[NewsPage]:
    """Makes the news, oldest first."""
    made = []
    for row in sorted(texts("news")["news"], key=lambda row: row["date"]):
        page = NewsPage(
            title=row["title"],
            slug=row["slug"],
            kind=row["kind"],
            date=row["date"],
            summary=row["summary"],
            regions=row["regions"],
            body=body_of(row["body"], pictures),
            **pictures.lead(row["picture"]),
        )
        page.lines_of_effort = [lines[key] for key in row["lines"]]
        page.tags.add(*row["tags"])
        made.append(add(index, page, row["date"]))
    return made


def load_stories(index: StoryIndexPage, pictures: Pictures) -> dict[str, StoryPage]:
    """Makes the series and their stories, and returns the stories by slug."""
    described, made = texts("stories"), {}
    for row in described["series"]:
        picture = pictures.lead(row.pop("picture"))
        series = add(index, StorySeriesPage(**row, **picture))
        own = [story for story in described["story"] if story["series"] == series.slug]
        for story in sorted(own, key=lambda story: story["date"]):
            made[story["slug"]] = _load_story(series, story, pictures)
    return made


def _load_story(series: StorySeriesPage, row: dict[str, Any], pictures: Pictures) -> StoryPage:
    """Makes one story; where it is about somebody real, with the record of consent that publishing it asks for."""
    given = dict(row)
    lead = pictures.lead(given.pop("picture"), tile=row["about"] == StoryPage.About.PERSON)
    del given["series"]
    page = StoryPage(**given | {"body": body_of(row["body"], pictures)}, regions=[MIDDLE_EAST], **lead)
    if not page.needs_consent:
        return add(series, page, row["date"])
    page.live = False
    add(series, page)
    users = get_user_model().objects
    ConsentRecord.objects.create(
        story=page,
        covers_name=True,
        covers_place=True,
        channels=["site", "social"],
        languages=["en", "ar", "fr"],
        valid_until=timezone.localdate() + dt.timedelta(days=365),
        note="Demo record. The name is on the Coalition's own public home page of April 2019; before any real use, "
        "replace this by the record of a conversation with the person.",
        recorded_by=users.get(username="moderator"),
        confirmed_by=users.get(username="admin"),
    )
    page.save_revision().publish()
    moment = dt.datetime.combine(row["date"], dt.time(9), tzinfo=dt.UTC)
    StoryPage.objects.filter(pk=page.pk).update(first_published_at=moment, last_published_at=moment)
    page.refresh_from_db()
    return page


def load_partners(index: PartnerIndexPage, lines: dict[str, LineOfEffort], pictures: Pictures) -> dict[str, Membership]:
    """Makes the table of members and a page about each, and returns the members by name."""
    described, members = texts("partners"), {}
    for row in facts("partners"):
        earliest, latest = bounds(row["joined"])
        own = described["partner"].get(row["name"], {})
        member = Membership.objects.create(
            name=row["name"],
            names=own.get("names", {}),
            kind=row["kind"],
            iso_code=row["iso2"],
            region=REGIONS[row["region"]],
            joined_from=earliest,
            joined_by=latest,
        )
        member.lines_of_effort.set(lines[key] for key in own.get("lines", []))
        members[member.name] = member
        summary = described["summary"][row["kind"]].format(
            region=member.get_region_display(), joined=_in_a_sentence(member.joined)
        )
        page = PartnerPage(
            title=member.name,
            membership=member,
            official_name=own.get("official_name", ""),
            summary=summary,
            body=body_of(own.get("body", []), pictures),
        )
        add(index, page)
    return members


def load_spotlights(index: PartnerIndexPage, members: dict[str, Membership], pictures: Pictures) -> None:
    """Makes the spotlights."""
    for row in texts("spotlights")["spotlight"]:
        page = PartnerSpotlightPage(
            title=row["title"],
            slug=row["slug"],
            summary=row["summary"],
            membership=members[row["partner"]],
            week=row["week"],
            contributions=[("contribution", {"unit": "", "source_url": ""} | item) for item in row["contributions"]],
            body=body_of(row["body"], pictures),
            **pictures.lead(row["picture"]),
        )
        add(index, page, row["week"])


def load_timeline(timeline: TimelinePage, pictures: Pictures) -> None:
    """Makes the events: facts from the table, words from the texts, row by row."""
    described = texts("events")["event"]
    rows = facts("timeline")
    # Syria is no member.
    regions = {row["name"]: REGIONS[row["region"]] for row in facts("partners")} | {"Syria": MIDDLE_EAST}
    if len(described) != len(rows):
        raise ValueError(f"There are {len(rows)} events in the facts and {len(described)} in the texts.")
    for row, words in zip(rows, described, strict=True):
        page = TimelineEventPage(
            title=row["title"],
            slug=words["slug"],
            date=first_day(row["date"]),
            precision=row["precision"],
            place=row["place"],
            country=row["country"],
            regions=[regions[row["country"]]],
            latitude=row["lat"],
            longitude=row["lon"],
            kind=words["kind"],
            is_telling=words.get("telling", False),
            summary=words["summary"],
            body=[("paragraph", html) for html in words["paragraphs"]],
            sources=[("source", {"title": words.get("source", ""), "url": row["source"].split(" ")[0]})],
        )
        add(timeline, page)


def load_digests(index: DigestIndexPage) -> None:
    """Makes the digests, oldest first."""
    for row in sorted(texts("digests")["digest"], key=lambda row: row["date"]):
        page = DigestPage(
            title=row["title"],
            slug=row["slug"],
            date=row["date"],
            summary=row["summary"],
            introduction=row["introduction"],
            items=[("item", {"date": row["date"]} | item) for item in row["items"]],
        )
        add(index, page, row["date"])


def _in_a_sentence(joined: str) -> str:
    """Returns a date as it stands after "joined": with "on" before a day, "in" before a month or year."""
    if joined.startswith(("by ", "between ", "after ")):
        return joined
    return f"on {joined}" if joined[0].isdigit() and len(joined) > len("2017") else f"in {joined}"
