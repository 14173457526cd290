"""Words find what is meant by them: stems, accents, phrases, other names, misspellings, in each language."""

import datetime as dt
import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from news.models import NewsPage
from search.question import tidy
from tests.factories import NewsPageFactory
from tests.html import elements, parse, text_of
from tests.search.asking import WORDLESS, add_news, ask, start_in, titles


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("École", "ecole"),
        ("Ecole", "École"),
        ("The schools reopened", "school reopening"),
        ("Œuvre", "oeuvre"),
        ("Straße", "strasse"),
        ("Deir ez-Zor", "deir ez-zor"),
        ("Raqqa’s markets", "raqqa market"),
        ("UN-Habitat", "un-habitat"),
    ],
)
def test_accents_and_endings_do_not_matter(site: SimpleNamespace, title: str, asked: str) -> None:
    NewsPageFactory(parent=site.news, title=title)
    assert titles(f"q={asked}") == [title]


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("fr", "Les villes libérées", "libéré"),
        ("fr", "La ville libérée", "libérées"),
        ("fr", "Les écoles de Raqqa", "ecole"),
        ("ar", "المدارس في الرقة", "مدارس"),
        ("ar", "مدارس جديدة", "المدارس"),
        ("ar", "تحرير الرقة", "الرقّة"),
        ("ar", "تحرير الرقة", "الرَّقَّة"),
        ("ar", "تحرير الرقة", "الرقه"),
        ("ar", "تحرير الرقة", "رقة"),
        ("ar", "تحرير رقة", "الرقة"),
        ("ar", "مناطق محرَّرة", "محررة"),
        ("ar", "الأنباء الجديدة", "الانباء"),
        ("ar", "المياه والمدارس", "مدارس"),
        ("ar", "دعم للمدارس", "مدارس"),
        ("ar", "تحرير الفلوجة", "فلوجة"),
        ("ar", "طائرات في السماء", "الطائرات"),
        ("ar", "سد وخزان مياه", "المياه"),
        ("ar", "دابق، القرية الصغيرة", "قرية"),
        ("ar", "قرية صغيرة", "بالقرية"),
        ("ar", "في التجارة", "تجارة"),
        ("ar", "عاد إلى ألمانيا", "المانيا"),
        ("ar", "التّحرير الكامل", "تحرير"),
    ],
)
def test_each_language_has_its_stems(site: SimpleNamespace, language: str, title: str, asked: str) -> None:
    there = start_in(language)
    add_news(there, title, "xyz")
    assert titles(f"q={asked}", language) == [title]


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("fr", "marché ou école"),
        ("fr", "marché OU école"),
        ("fr", "marché or école"),
        ("ar", "سوق أو مدرسة"),
        ("ar", "سوق او مدرسة"),
    ],
)
def test_each_language_has_its_word_for_either(site: SimpleNamespace, language: str, asked: str) -> None:
    there = start_in(language)
    either = {"fr": ("Le marché", "Une école"), "ar": ("سوق جديد", "مدرسة جديدة")}[language]
    add_news(there, *either, "xyz")
    assert set(titles(f"q={asked}", language)) == set(either)
    assert titles(f'q="{asked}"', language) == []


@pytest.mark.parametrize("asked", ["الرقة", "رقة", "بالرقة", "والرقة", "للرقة", "رقه", '"رقة"'])
def test_a_word_is_marked_with_and_without_its_article(site: SimpleNamespace, asked: str) -> None:
    there = start_in("ar")
    text = "<p>" + "كلمة " * 60 + "عاد الناس إلى الرقة.</p>"
    page = NewsPage(title="تحرير الرقة", slug="a", date=dt.date(2019, 4, 1), locale=there.locale)
    page.body = [("paragraph", text)]
    there.news.add_child(instance=page)
    (result,) = ask(f"q={asked}", "ar").results
    for pieces in (result.title, result.text):
        assert [piece.text for piece in pieces if piece.is_found] == ["الرقة"]


@pytest.mark.parametrize("asked", ['raqqa -"street lights"', "raqqa -lights", 'raqqa -"École"'])
def test_what_is_left_out_is_not_marked(site: SimpleNamespace, asked: str) -> None:
    body = [("paragraph", "<p>Raqqa: a street, a light and an ecology.</p>")]
    NewsPageFactory(parent=site.news, title="Raqqa, street by street", body=body, summary="")
    for result in ask(f"q={asked}").results:
        assert {piece.text for piece in [*result.title, *result.text] if piece.is_found} == {"Raqqa"}
    assert ask('q=raqqa -"street lights"').count == 1


def test_a_quoted_phrase_is_a_phrase(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="Clean water for Mosul")
    NewsPageFactory(parent=site.news, title="Water, at last clean")
    assert (
        titles('q="clean water"')
        == titles("q=“clean water”")
        == titles("q=« clean water »")
        == ["Clean water for Mosul"]
    )
    assert len(titles("q=clean water")) == 2


def test_minus_and_or(site: SimpleNamespace) -> None:
    for title in ("Water", "Water and bread", "Bread"):
        NewsPageFactory(parent=site.news, title=title, body=WORDLESS)
    assert titles("q=bread -water") == ["Bread"]
    assert set(titles("q=bread or water")) == {"Water", "Water and bread", "Bread"}


@pytest.mark.parametrize(
    ("language", "title", "asked"),
    [
        ("en", "Daesh driven out of Mosul", "ISIS Mosul"),
        ("en", "Daesh driven out of Mosul", "isil"),
        ("en", "Daesh driven out of Mosul", "Islamic State"),
        ("en", "Daesh driven out of Mosul", "Da’esh"),
        ("en", "Schools paid for by the United States", "USA schools"),
        ("en", "Stabilisation in Anbar", "stabilization"),
        ("en", "Markets reorganised", "reorganized markets"),
        ("fr", "Daech chassé de Mossoul", "daesh"),
        ("fr", "Daech chassé de Mossoul", "État islamique"),
        ("ar", "طرد داعش من الموصل", "تنظيم الدولة"),
        ("ar", "مدارس من الولايات المتحدة", "أمريكا"),
    ],
)
def test_other_names_find_what_the_site_calls_by_its_own(
    site: SimpleNamespace, language: str, title: str, asked: str
) -> None:
    there = start_in(language)
    add_news(there, title, "xyz")
    found = titles(f"q={asked}", language)
    assert title in found
    assert "xyz" not in found


def test_a_phrase_and_what_is_left_out_are_taken_at_their_word(site: SimpleNamespace) -> None:
    for title in ("Daesh and water", "Water"):
        NewsPageFactory(parent=site.news, title=title, summary="", body=WORDLESS)
    assert titles('q="isis" water') == []
    assert len(titles("q=water -isis")) == 2
    assert titles("q=water -daesh") == ["Water"]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("", ("", "")),
        ("'", ("", "")),
        ("&", ("", "")),
        ("%", ("", "")),
        ("---------- - -", ("", "")),
        ("--water", ("water", "")),
        ("-water", ("", '"water"')),
        ("deir ez-zor", ("deir ez-zor", "")),
        ('-"clean water" now -then', ("now", '"clean water" or "then"')),
        ('"clean water', ('"clean water"', "")),
        ("a&b|c:*", ("a b c", "")),
        ("w " * 200, (" ".join("w" * 24), "")),
    ],
)
def test_only_words_phrases_and_or_reach_the_database(sent: str, read: tuple[str, str]) -> None:
    assert tidy(sent, "en") == read


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("eau ou pont", "eau or pont"),
        ("ou est Raqqa", "est Raqqa"),
        ("eau ou", "eau"),
        ("eau ou ou pont", "eau or pont"),
        ("eau ou -ville pont", "eau or pont"),
        ("or noir", "or noir"),
        ('"ou"', '"ou"'),
    ],
)
def test_a_languages_own_or_stands_between_two_terms_or_nowhere(sent: str, read: str) -> None:
    assert tidy(sent, "fr")[0] == read


@pytest.mark.parametrize(
    ("language", "left", "asked"),
    [
        ("en", "Water, Ecole", "water -École"),
        ("en", "Water, École", "water -ecole"),
        ("en", "Water, École", 'water -"école"'),
        ("fr", "Ville libéré", "ville -libérées"),
        ("fr", "Ville, école", "ville -ecole"),
        ("ar", "الماء والمدارس", "الماء -مدارس"),
    ],
)
def test_what_is_left_out_is_left_out_in_any_spelling(
    site: SimpleNamespace, language: str, left: str, asked: str
) -> None:
    kept = re.split(r"\W", left)[0]
    add_news(start_in(language), left, kept)
    assert titles(f"q={asked}", language) == [kept]


def test_a_word_too_common_to_be_looked_for_can_be_left_out(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="Water", summary="", body=WORDLESS)
    assert titles("q=water -the") == ["Water"]


def test_the_title_counts_more_than_the_text(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="A fort", body=[("paragraph", "<p>Near Zerzevan.</p>")], date="2019-04-20")
    NewsPageFactory(parent=site.news, title="Zerzevan", body=WORDLESS, date="2019-04-01")
    assert titles("q=zerzevan") == ["Zerzevan", "A fort"]
    assert titles("q=zerzevan&sort=date") == ["A fort", "Zerzevan"]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("Raqa", "Raqqa"), ("rakka", "raqqa"), ("watre Raqa", "water Raqqa"), ("Mossul", "Mosul"), ("xqzvw", "")],
)
def test_a_misspelled_word_is_mended(
    site: SimpleNamespace, django_capture_on_commit_callbacks: Any, asked: str, meant: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(parent=site.news, title="Water runs in Raqqa")
        NewsPageFactory(parent=site.news, title="Mosul")
    search = ask(f"q={asked}")
    assert search.results == []
    assert search.proposal == meant


def test_a_word_too_common_to_be_looked_for_is_no_misspelling(
    site: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        NewsPageFactory(parent=site.news, title="Then there was the theme of these themes")
    assert ask("q=the").proposal == ""
    assert ask("q=the themme").proposal == "the theme"


def test_a_misspelled_arabic_word_is_mended(site: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    there = start_in("ar")
    with django_capture_on_commit_callbacks(execute=True):
        add_news(there, "تحرير الموصل")
    assert ask("q=الموصول", "ar").proposal == "الموصل"


def test_no_word_of_what_is_not_live_is_proposed(
    site: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = NewsPageFactory(parent=site.news, title="Zerzevan")
    assert ask("q=zerzevam").proposal == "zerzevan"
    page.unpublish()
    assert ask("q=zerzevam").proposal == ""


def test_a_count_is_said_once_and_in_words_where_a_language_has_a_word(client: Client, site: SimpleNamespace) -> None:
    """Arabic has a word of its own for two: "2" before it would say it twice."""
    there = start_in("ar")
    for number, year in enumerate((2018, 2019, 2019)):
        page = NewsPage(title="سوق", slug=str(number), date=dt.date(year, 4, 1), locale=there.locale, body=WORDLESS)
        there.news.add_child(instance=page)
    spans = list(elements(parse(client.get("/ar/search/?q=سوق").content), "span"))
    counts = [spans[place : place + 2] for place, span in enumerate(spans) if span.get("class") == "count"]
    assert {seen.get("aria-hidden") for seen, _heard in counts} == {"true"}
    assert {text_of(seen): text_of(heard) for seen, heard in counts} == {"1": "نتيجة واحدة", "2": "نتيجتان"}
