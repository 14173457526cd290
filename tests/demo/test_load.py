"""The demo: what is in it, and that it leaves other content alone."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page, ReferenceIndex
from wagtail_localize.models import Translation

from demo.loading import load
from demo.loading.reader import bounds
from demo.management.commands import load_demo
from digest.models import DigestPage
from home.models import HomePage
from news.models import NewsPage
from pages.models import LineOfEffort, SiteSettings, StandardPage
from partners.models import Membership, PartnerPage, PartnerSpotlightPage
from social.models import SocialPost, SocialSource
from stories.models import StoryPage
from timeline.models import TimelineEventPage


def live(kind: Any, language: str) -> Any:
    return kind.objects.live().filter(locale__language_code=language)


def test_it_holds_what_was_promised(demo: None, db: None) -> None:
    assert Membership.objects.current().count() == live(PartnerPage, "en").count() == 79
    assert live(TimelineEventPage, "en").count() == 40
    assert live(NewsPage, "en").count() >= 16
    series = {name: live(StoryPage, "en").filter(url_path__contains=name) for name in ("inspiring-women", "life-after")}
    assert series["inspiring-women"].count() == 10
    assert series["inspiring-women"].filter(is_sample=False).count() == 2
    assert series["life-after"].count() == 6
    assert live(PartnerSpotlightPage, "en").count() == 4
    assert live(DigestPage, "en").count() == 6
    assert SocialPost.objects.filter(language="en").count() == 30
    assert not SocialSource.objects.active().exists()


def test_staff_find_it_and_see_what_uses_what(demo: None, db: None) -> None:
    """Wagtail's indexes are made at the end of loading, not with each page."""
    for words, language in (("Baghouz", "en"), ("Akhtarine", "fr"), ("بغداد", "ar")):
        found = NewsPage.objects.filter(locale=Locale.objects.get(language_code=language)).search(words)
        assert found.count() >= 1, words
    page = live(NewsPage, "en").exclude(lead_image=None).first()
    users = {reference.object_id for reference in ReferenceIndex.get_references_to(page.lead_image)}
    assert str(page.pk) in users


def test_every_member_has_a_name_in_arabic(demo: None, db: None) -> None:
    """CLDR's names of countries, as Django has them, lack Kosovo's."""
    names = [member.name_in("ar") for member in Membership.objects.all()]
    titles = live(PartnerPage, "ar").values_list("title", flat=True)
    assert [name for name in [*names, *titles] if not re.fullmatch(r"[\u0600-\u06ff ()-]+", name)] == []
    assert "كوسوفو" in names


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_it_speaks_the_other_languages_too(demo: None, db: None, language: str) -> None:
    promised = {
        HomePage: 1,
        StandardPage: 4,
        PartnerPage: 79,
        TimelineEventPage: 40,
        StoryPage: 6,
        NewsPage: 6,
        DigestPage: 2,
        PartnerSpotlightPage: 2,
    }
    assert {kind: live(kind, language).count() for kind in promised} == promised
    for translation in Translation.objects.filter(target_locale__language_code=language):
        # Names and figures aside, which are the same everywhere, nothing is left in English.
        assert translation.get_status_display() == "Up to date"
    assert LineOfEffort.objects.filter(locale__language_code=language).count() == 5
    names = live(PartnerPage, language).values_list("title", flat=True)
    assert {"ar": "العراق", "fr": "Irak"}[language] in names
    assert SiteSettings.objects.get(locale__language_code=language).tagline
    posts = SocialPost.objects.filter(language=language)
    assert posts.count() == 8
    assert all(Page.objects.live().filter(url_path=post.href).exists() for post in posts)
    assert Page.find_problems() == ([], [], [], [], [])


def test_twice_is_the_same_as_once(demo: None, db: None) -> None:
    before = list(Page.objects.values_list("pk", "url_path", "last_published_at"))
    assert load(lambda _text: None, "another-password") is False
    assert list(Page.objects.values_list("pk", "url_path", "last_published_at")) == before


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("../2016-08", "None", "2016-08-31"),
        ("../2016-11-17", "None", "2016-11-17"),
        ("2018-02-13", "2018-02-13", "2018-02-13"),
        ("2017-11", "2017-11-01", "2017-11-30"),
        ("2017", "2017-01-01", "2017-12-31"),
        ("2018-02/2019-02", "2018-02-01", "2019-02-28"),
    ],
)
def test_bounds_of_dates(text: str, earliest: str, latest: str) -> None:
    assert tuple(map(str, bounds(text))) == (earliest, latest)


def test_facts_are_those_of_the_sources() -> None:
    content = Path(__file__).parents[2] / "demo" / "facts"
    assert sum(1 for _line in (content / "partners.csv").open()) == 80
    assert sum(1 for _line in (content / "timeline.csv").open()) == 41


def test_a_given_password_leaves_no_older_one_in_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "demo-credentials.txt"
    monkeypatch.setattr(load_demo, "CREDENTIALS", file)
    monkeypatch.setattr(load_demo, "load", lambda _say, _password: True)
    monkeypatch.setenv("DEMO", "1")
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    call_command("load_demo")
    assert "moderator" in file.read_text()
    assert file.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("DEMO_PASSWORD", "given")
    call_command("load_demo")
    assert not file.exists()
