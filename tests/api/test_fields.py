"""What is told of each kind: what is listed here, and nothing of a model that nobody has thought about."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Locale, Page

from api.schemas import KINDS
from api.schemas.base import PAGE_TYPES
from coalition.checks import page_kinds
from home.models import HomePage
from tests.api.conftest import LIST
from tests.factories import (
    DigestPageFactory,
    ImageFactory,
    LineOfEffortFactory,
    MembershipFactory,
    NewsPageFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.test_embargo import kinds, make

EVERY = {"id", "title", "summary", "meta"}
META = {
    "type",
    "detail_url",
    "html_url",
    "locale",
    "slug",
    "translation_key",
    "first_published_at",
    "last_published_at",
    "parent",
    "translations",
}
BODY = {"body", "reading_minutes"}
PICTURE = {"picture"}

# What a list tells of a kind beside what it tells of every page, and what the page's own answer adds to that.
TOLD: dict[str, tuple[set[str], set[str]]] = {
    "home.HomePage": (set(), set()),
    "pages.StandardPage": ({"last_reviewed"} | PICTURE, BODY),
    "news.NewsIndexPage": (set(), set()),
    "news.NewsPage": ({"kind", "date", "tags", "lines_of_effort", "regions"} | PICTURE, BODY),
    "stories.StoryIndexPage": (set(), set()),
    "stories.StorySeriesPage": ({"hashtag"} | PICTURE, {"introduction"}),
    "stories.StoryPage": (
        {"series", "date", "about", "is_sample", "name", "is_pseudonym", "role", "age", "place", "regions"}
        | {"pull_quote", "pull_quote_source"}
        | PICTURE,
        BODY,
    ),
    "partners.PartnerIndexPage": (set(), set()),
    "partners.PartnerPage": ({"official_name", "member", "last_reviewed"}, BODY),
    "partners.PartnerSpotlightPage": ({"member", "week"} | PICTURE, {"contributions"} | BODY),
    "timeline.TimelinePage": (set(), {"introduction"}),
    "timeline.TimelineEventPage": (
        {"kind", "date", "precision", "place", "country", "regions", "latitude", "longitude"},
        {"sources"} | BODY,
    ),
    "digest.DigestIndexPage": (set(), set()),
    "digest.DigestPage": ({"date", "introduction"}, {"items"}),
}
# Which fields of the models the answers are made of, under another name or as a part.
MADE_OF = {"lead_image", "lead_image_alt", "lead_image_decorative", "lead_image_caption", "membership", "tagged_items"}
# Fields that stay here, each for a reason.
KEPT_BACK = {
    "page_ptr": "the id",
    "sections": "a composition of other pages, which are told of by themselves",
    "tour": "only works on the page",
    "shows_face": "the page does not say it",
    "is_telling": "the page does not say it",
}
WAGTAIL_FIELDS = {field.name for field in Page._meta.get_fields()}


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_exactly_what_is_listed_is_told(ask: Any, site: SimpleNamespace, name: str) -> None:
    kind = apps.get_model(name)
    page = make(kind, site) if kind in kinds() else kind.objects.first()
    in_list, alone = TOLD[name]
    told = next(found for found in ask(LIST, type=name)["items"] if found["id"] == page.pk)
    assert set(told) == EVERY | in_list
    assert set(told["meta"]) == META
    whole = ask(f"{LIST}{page.pk}/")
    assert set(whole) == EVERY | in_list | alone
    assert {key: whole[key] for key in told} == told


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_every_field_of_a_model_is_told_or_kept_back_for_a_reason(name: str) -> None:
    own = {
        field.name
        for field in apps.get_model(name)._meta.get_fields()
        if not field.auto_created and field.name not in WAGTAIL_FIELDS
    }
    thought_of = EVERY | TOLD[name][0] | TOLD[name][1] | MADE_OF | set(KEPT_BACK)
    assert own <= thought_of, (
        "Say in tests/api/test_fields.py whether the API tells of it, and why not where it does not"
    )


def test_every_page_kind_is_told_of() -> None:
    assert {kind._meta.label for kind in page_kinds()} == set(PAGE_TYPES) == set(KINDS) == set(TOLD)


def test_what_wagtail_keeps_about_a_page_is_in_no_schema() -> None:
    private = (
        {"owner", "draft_title", "has_unpublished_changes", "latest_revision", "live_revision", "go_live_at"}
        | {"expire_at", "expired", "locked", "locked_at", "locked_by", "alias_of", "live", "path", "depth", "numchild"}
        | {"content_type", "consent_records", "recorded_by", "note", "names", "url_path", "search_description"}
    )
    told = {field for shapes in KINDS.values() for shape in shapes for field in shape.model_fields}
    meta = {field for shapes in KINDS.values() for field in shapes[1].model_fields["meta"].annotation.model_fields}
    assert not private & (told | meta)


def test_news_is_told_of(ask: Any, site: SimpleNamespace) -> None:
    image = ImageFactory(title="secret.jpg", credit="A photographer", licence="cc-by")
    line = LineOfEffortFactory(key="stabilisation", name="Stabilisation")
    page = NewsPageFactory(
        parent=site.news,
        title="Water runs again",
        slug="water",
        kind="statement",
        tags=["Water supply"],
        lines_of_effort=[line],
        regions=["mena"],
        lead_image=image,
        lead_image_alt="A well",
        lead_image_caption="In Raqqa",
    )
    told = ask(f"{LIST}{page.pk}/")
    picture = told.pop("picture")
    meta = told.pop("meta")
    assert told == {
        "id": page.pk,
        "title": "Water runs again",
        "summary": "What this page is about, in a sentence.",
        "kind": "statement",
        "date": "2019-04-17",
        "tags": [{"slug": "water-supply", "name": "Water supply"}],
        "lines_of_effort": [{"key": "stabilisation", "name": "Stabilisation"}],
        "regions": ["mena"],
        "body": {
            "html": "<p>Water runs again in the eastern districts.</p>",
            "text": "Water runs again in the eastern districts.",
        },
        "reading_minutes": 1,
    }
    address = picture.pop("url")
    assert picture == {
        "width": 1200,
        "height": 750,
        "alt": "A well",
        "caption": "In Raqqa",
        "credit": "A photographer",
        "licence": "cc-by",
    }
    assert address.startswith("http://testserver/media/images/")
    assert meta["html_url"] == "http://testserver/en/news/water/"
    assert meta["detail_url"] == f"http://testserver{LIST}{page.pk}/"
    assert meta["translation_key"] == str(page.translation_key)
    assert dt.datetime.fromisoformat(meta["first_published_at"]).utcoffset() == dt.timedelta(0)
    assert meta["parent"]["title"] == site.news.title


def test_a_picture_is_told_of_only_while_everybody_may_have_it(client: Any, ask: Any, site: SimpleNamespace) -> None:
    image = ImageFactory()
    page = NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A well")
    address = ask(f"{LIST}{page.pk}/")["picture"]["url"].removeprefix("http://testserver")
    assert client.get(address).status_code == 200
    image.rights_expire_on = dt.date(2019, 1, 1)
    image.save()
    assert ask(f"{LIST}{page.pk}/")["picture"] is None
    assert ask(LIST, type="news.NewsPage")["items"][0]["picture"] is None


def test_a_story_is_told_of_as_it_is_shown(ask: Any, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories, title="Inspiring Women")
    story = StoryPageFactory(parent=series, name="Rasha", is_pseudonym=True, role="Teacher", pull_quote="We opened.")
    told = ask(f"{LIST}{story.pk}/")
    assert (told["name"], told["is_pseudonym"], told["is_sample"]) == ("Rasha", True, True)
    assert (told["role"], told["pull_quote"], told["series"]["title"]) == ("Teacher", "We opened.", "Inspiring Women")


def test_a_member_is_told_of_in_the_language_of_its_page(ask: Any, site: SimpleNamespace) -> None:
    french = Locale.objects.create(language_code="fr")
    line = LineOfEffortFactory(key="finance", name="Finance")
    translated = line.copy_for_translation(french)
    translated.name = "Finances"
    translated.save()
    member = MembershipFactory(
        name="Iraq", iso_code="IQ", joined_from=dt.date(2014, 9, 10), joined_by=dt.date(2014, 9, 30)
    )
    member.lines_of_effort.add(line)
    page = PartnerPageFactory(parent=site.partners, membership=member)
    home: HomePage = site.home.copy_for_translation(french)
    home.save_revision().publish()
    site.partners.copy_for_translation(french).save_revision().publish()
    other = page.copy_for_translation(french)
    other.save_revision().publish()
    told = {pk: ask(f"{LIST}{pk}/")["member"] for pk in (page.pk, other.pk)}
    assert told[page.pk] == {
        "name": "Iraq",
        "kind": "country",
        "iso_code": "IQ",
        "region": "mena",
        "joined_from": "2014-09-10",
        "joined_by": "2014-09-30",
        "left_from": None,
        "left_by": None,
        "lines_of_effort": [{"key": "finance", "name": "Finance"}],
    }
    assert told[other.pk] == told[page.pk] | {
        "name": "Irak",
        "lines_of_effort": [{"key": "finance", "name": "Finances"}],
    }
    type(page).objects.update(membership=None)
    assert ask(f"{LIST}{page.pk}/")["member"] is None


def test_a_spotlight_tells_its_figures(ask: Any, site: SimpleNamespace) -> None:
    figure = {"value": "2,015", "unit": "km²", "label": "cleared", "source": "A ministry", "source_url": ""}
    page = PartnerSpotlightPageFactory(parent=site.partners, contributions=[("contribution", figure)])
    told = ask(f"{LIST}{page.pk}/")
    assert told["contributions"] == [figure]
    assert told["week"] == page.week.isoformat()


@pytest.mark.parametrize(("precision", "date"), [("day", "2017-07-10"), ("month", "2017-07"), ("year", "2017")])
def test_an_event_is_dated_no_more_exactly_than_is_known(
    ask: Any, site: SimpleNamespace, precision: str, date: str
) -> None:
    source = ("source", {"title": "", "url": "https://example.org/report"})
    page = TimelineEventPageFactory(parent=site.timeline, precision=precision, sources=[source])
    told = ask(f"{LIST}{page.pk}/")
    assert (told["date"], told["precision"]) == (date, precision)
    assert (told["latitude"], told["longitude"]) == (36.335, 43.119)
    assert told["sources"] == [{"name": "example.org", "url": "https://example.org/report"}]


def test_a_digest_tells_its_items(ask: Any, site: SimpleNamespace) -> None:
    page = DigestPageFactory(parent=site.digest)
    told = ask(f"{LIST}{page.pk}/")
    assert told["items"] == [
        {
            "headline": "Talks",
            "summary": "They met.",
            "source": "A paper",
            "source_url": "https://example.org",
            "date": None,
        }
    ]
