"""One site in several languages: what is offered where a page is translated, and where it is not."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from pages.models import LineOfEffort, SiteSettings
from tests.conftest import PASSWORD
from tests.factories import (
    LineOfEffortFactory,
    NewsPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
)
from tests.html import elements, parse, text_of


@pytest.fixture
def arabic(site: SimpleNamespace) -> Any:
    """The home page and the news in Arabic, as translations of those in English."""
    locale = Locale.objects.get_or_create(language_code="ar")[0]
    home = translate(site.home, locale, title="الرئيسية", slug="ar")
    return SimpleNamespace(locale=locale, home=home, news=translate(site.news, locale, title="الأخبار", slug="الأخبار"))


def translate(page: Any, locale: Locale, **values: Any) -> Any:
    made = page.copy_for_translation(locale)
    for name, value in values.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return type(made).objects.get(pk=made.pk)


def switcher(content: bytes) -> list[tuple[str, str, str]]:
    """Returns code, address and text of each language of the menu."""
    lists = [ul for ul in elements(parse(content), "ul") if ul.get("class") == "languages"]
    return [
        (item.get("lang", ""), item.get("href", ""), text_of(item))
        for item in elements(lists[0], "a", "span")
        if item.get("lang")
    ]


def alternates(content: bytes) -> dict[str, str]:
    links = elements(parse(content), "link")
    return {link.get("hreflang", ""): link.get("href", "") for link in links if link.get("hreflang")}


def test_a_translated_page_leads_to_its_translation(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    page = NewsPageFactory(parent=site.news, slug="first", title="First")
    translate(page, arabic.locale, title="الأول", slug="الأول")
    content = client.get("/en/news/first/").content
    assert switcher(content) == [("en", "", "English"), ("ar", "/ar/الأخبار/الأول/", "العربية")]
    assert alternates(content) == {
        "en": "http://testserver/en/news/first/",
        "ar": "http://testserver/ar/الأخبار/الأول/",
        "x-default": "http://testserver/en/news/first/",
    }
    there = client.get("/ar/الأخبار/الأول/")
    assert there.status_code == 200
    assert b'<html lang="ar" dir="rtl">' in there.content
    assert [code for code, _url, _text in switcher(there.content)] == ["en", "ar"]


def test_one_that_is_not_translated_leads_to_the_nearest_above_it(
    client: Client, site: SimpleNamespace, arabic: Any
) -> None:
    NewsPageFactory(parent=site.news, slug="first")
    content = client.get("/en/news/first/").content
    assert switcher(content)[1] == ("ar", "/ar/الأخبار/", "العربية: الأخبار")
    assert alternates(content) == {
        "en": "http://testserver/en/news/first/",
        "x-default": "http://testserver/en/news/first/",
    }
    arabic.news.unpublish()
    assert switcher(client.get("/en/news/first/").content)[1] == ("ar", "/ar/", "العربية: الرئيسية")


def test_a_missing_translation_is_a_404_with_a_way_to_the_page(
    client: Client, site: SimpleNamespace, arabic: Any
) -> None:
    StandardPageFactory(parent=site.home, slug="contact", title="How to reach us")
    response = client.get("/ar/contact/")
    assert response.status_code == 404
    (main,) = elements(parse(response.content), "main")
    assert ("How to reach us", "/en/contact/", "en", "ltr", "en") in [
        (text_of(a), a.get("href"), a.get("lang"), a.get("dir"), a.get("hreflang")) for a in elements(main, "a")
    ]
    assert alternates(response.content) == {}
    assert switcher(response.content)[0] == ("en", "/en/contact/", "English")
    missing = client.get("/ar/nothing/")
    assert missing.status_code == 404
    assert switcher(missing.content)[0][1] == "/en/"


def test_a_draft_is_offered_in_no_language(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    page = StandardPageFactory(parent=site.home, slug="contact", title="Contact")
    draft = page.copy_for_translation(arabic.locale)
    draft.slug = "اتصال"
    draft.save_revision()
    assert "اتصال" not in client.get("/en/contact/").content.decode()
    page.unpublish()
    assert b"/en/contact/" not in client.get("/ar/contact/").content.split(b"<main")[1]


@pytest.mark.parametrize("address", ["/xx/", "/ar-SY/", "/AR/", "/ar", "/en-gb/news/", "/%D8%A7/", "/ar\u202e/"])
def test_an_unknown_language_is_not_found(client: Client, site: SimpleNamespace, arabic: Any, address: str) -> None:
    response = client.get(address, headers={"Accept-Language": "fr"}, follow=address == "/ar")
    assert response.status_code == (200 if address == "/ar" else 404)


def test_the_work_of_a_translation_is_named_in_its_language(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    money, borders = (
        LineOfEffortFactory(key="finance", name="Finance"),
        LineOfEffortFactory(key="borders", name="Borders"),
    )
    translated = money.copy_for_translation(arabic.locale)
    translated.name = "التمويل"
    translated.save()
    page = NewsPageFactory(parent=site.news, slug="first", lines_of_effort=[money, borders])
    there = translate(page, arabic.locale, slug="الأول")
    assert {line.name for line in there.lines_of_effort.all()} == {"التمويل", "Borders"}
    content = client.get(there.url_path).content.decode()
    assert ">التمويل</a>" in content
    assert ' lang="en" dir="ltr">Borders</a>' in content
    assert LineOfEffort.objects.filter(key="finance").count() == 2
    listed = client.get(f"{arabic.news.url_path}?line=borders").content.decode()
    assert '<option value="borders" selected lang="en" dir="ltr">Borders</option>' in listed
    assert '<option value="finance">التمويل</option>' in listed
    assert '<bdi lang="en" dir="ltr">Borders</bdi>' in listed
    assert client.get(f"{arabic.news.url_path}feed.json?line=borders").status_code == 200
    translate(NewsPageFactory(parent=site.news, slug="second"), arabic.locale, title="الخبر الثاني", slug="الثاني")
    there.title = "الخبر الأول"
    there.save_revision().publish()
    found = client.get("/ar/search/?q=الخبر").content.decode()
    assert '<bdi lang="en" dir="ltr">Borders</bdi>' in found
    assert "<bdi>التمويل</bdi>" in found
    assert client.get("/ar/search/?q=الخبر&line=borders").context["search"].count == 1


def test_a_search_falls_back_to_the_same_language_as_a_page(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    line = LineOfEffortFactory(key="borders", name="Borders")
    french = line.copy_for_translation(Locale.objects.get_or_create(language_code="fr")[0])
    french.name = "Frontières"
    french.save()
    for slug, lines in (("first", [line]), ("second", [])):
        page = NewsPageFactory(parent=site.news, slug=slug, lines_of_effort=lines)
        there = translate(page, arabic.locale, title=f"الخبر {slug}", slug=f"الخبر-{slug}")
        content = client.get(there.url_path).content.decode()
        assert (' lang="en" dir="ltr">Borders</a>' in content) is bool(lines)
    found = client.get("/ar/search/?q=الخبر").content.decode()
    assert '<bdi lang="en" dir="ltr">Borders</bdi>' in found
    assert "Frontières" not in found


def test_related_pages_are_those_of_the_readers_language(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    related, alone = (NewsPageFactory(parent=site.news, slug=slug, title=slug.title()) for slug in ("second", "third"))
    translate(related, arabic.locale, title="الثاني", slug="الثاني")
    page = NewsPageFactory(parent=site.news, slug="first", body=[("related_pages", {"pages": [related, alone]})])
    for number, other in enumerate((related, alone)):
        page.related_links.create(page=other, sort_order=number)
    page.save_revision().publish()
    there = translate(page, arabic.locale, slug="الأول")
    content = client.get(there.url_path).content.decode()
    assert content.count(">الثاني</a>") == 2
    assert content.count('<a href="/en/news/third/" lang="en" dir="ltr">Third</a>') == 2
    assert "Second" not in content
    own = client.get("/en/news/first/").content.decode()
    assert own.count('<a href="/en/news/second/">Second</a>') == 2


def test_what_is_set_for_no_language_falls_back_with_its_language(
    client: Client, site: SimpleNamespace, arabic: Any
) -> None:
    SiteSettings.objects.filter(locale=arabic.locale).delete()
    SiteSettings.objects.update(tagline="Committed to the lasting defeat of Daesh.")
    content = client.get("/ar/").content.decode()
    assert ' lang="en" dir="ltr">Committed to the lasting defeat' in content
    assert ' lang="en"' not in client.get("/en/").content.decode().split("<footer")[1]


def test_what_staff_chose_for_the_frame_is_shown_in_the_readers_language(
    client: Client, site: SimpleNamespace, arabic: Any
) -> None:
    privacy = StandardPageFactory(parent=site.home, slug="privacy", title="Privacy")
    contact = StandardPageFactory(parent=site.home, slug="contact", title="Contact")
    row = SiteSettings.objects.get(locale=site.home.locale)
    row.legal_links = [("page", privacy), ("page", contact)]
    row.save()
    translate(privacy, arabic.locale, title="الخصوصية", slug="الخصوصية")
    footer = client.get("/ar/").content.decode().split("<footer")[1]
    assert '<a href="/ar/الخصوصية/">الخصوصية</a>' in footer
    assert '<a href="/en/contact/" lang="en" dir="ltr">Contact</a>' in footer


def test_a_page_in_arabic_costs_no_more_than_in_english(client: Client, site: SimpleNamespace, arabic: Any) -> None:
    page = NewsPageFactory(parent=site.news, slug="first")
    there = translate(page, arabic.locale, slug="الأول")

    def cost(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    for english, its in (("/en/", "/ar/"), ("/en/news/", arabic.news.url_path), ("/en/news/first/", there.url_path)):
        assert cost(its) <= cost(english)


@pytest.mark.parametrize("mark", ["\u202e", "\u202d", "\u202a", "\u2067"])
def test_what_turns_text_round_is_taken_out_of_a_title(client: Client, site: SimpleNamespace, mark: str) -> None:
    page = NewsPageFactory(parent=site.news, slug="first", title=f"Report {mark}gnp.exe")
    assert page.title == "Report gnp.exe"
    for address in ("/en/news/first/", "/en/news/", "/en/search/?q=report", "/en/news/feed.atom"):
        content = client.get(address).content.decode()
        assert "gnp.exe" in content
        assert mark not in content


def test_a_mark_of_direction_may_stand_in_a_title(site: SimpleNamespace) -> None:
    assert NewsPageFactory(parent=site.news, title="الطراز F-16\u200f").title.endswith("\u200f")


def test_a_page_whose_address_is_arabic_is_previewed(client: Client, arabic: Any, people: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=arabic.news, title="عودة المياه", slug="عودة-المياه")
    request: Any = page.make_preview_request().context_data["request"]
    assert request.path == page.url_path
    client.login(username="admin", password=PASSWORD)
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert shown.status_code == 200
    assert "عودة المياه" in shown.content.decode()


def test_a_story_that_is_not_translated_is_shown_in_its_own_language(
    client: Client, site: SimpleNamespace, arabic: Any
) -> None:
    series = StorySeriesPageFactory(parent=site.stories, title="Women")
    story = StoryPageFactory(parent=series, title="A school again", summary="It opened.", pull_quote="We came back.")
    arabic.home.sections = [
        ("featured_story", {"heading": "قصة", "story": story}),
        ("series", {"heading": "قصص", "series": series}),
    ]
    arabic.home.save_revision().publish()
    tree = parse(client.get("/ar/").content)
    foreign = {text_of(part) for part in elements(tree, "figure", "bdi", "a", "p") if part.get("lang") == "en"}
    assert {"A school again", "Women", "It opened."} <= foreign
    assert any(text.startswith("We came back.") for text in foreign)
