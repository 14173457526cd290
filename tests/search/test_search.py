"""What is found is shown: excerpts, facets, sorting, pages, promotions, titles while typing."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from news.models import NewsPage
from search.instead import answered_instead
from search.question import Question
from search.results import Search
from tests.factories import (
    LineOfEffortFactory,
    NewsPageFactory,
    PartnerPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.search.asking import WORDLESS, ask, facet, start_in, titles


def test_excerpts_show_the_place_that_answers(site: SimpleNamespace) -> None:
    body = [("paragraph", f"<p>{'Long before. ' * 60}The école of Raqqa reopened.{' Long after.' * 60}</p>")]
    NewsPageFactory(parent=site.news, title="News", body=body)
    for asked in ("école", "ecole", "ECOLE"):
        (result,) = ask(f"q={asked}").results
        assert [piece.text for piece in result.text if piece.is_found] == ["école"], asked
        shown = "".join(piece.text for piece in result.text)
        assert shown.startswith("… ")
        assert shown.endswith(" …")
        assert len(shown) < 400


def test_an_excerpt_is_text_and_never_markup(client: Client, site: SimpleNamespace) -> None:
    body = [("paragraph", "<p>Zerzevan &lt;img src=x onerror=alert(1)&gt; lies here</p>")]
    NewsPageFactory(parent=site.news, title="<b>Zerzevan</b> & co", body=body)
    content = client.get("/en/search/?q=zerzevan").content.decode()
    assert "<img src=x" not in content
    assert "&lt;b&gt;<mark>Zerzevan</mark>&lt;/b&gt; &amp; co" in content


@pytest.fixture
def varied(site: SimpleNamespace) -> SimpleNamespace:
    """Pages of several kinds that all hold the word Zerzevan."""
    military, finance = (LineOfEffortFactory(key=key, name=key.title()) for key in ("military", "finance"))
    NewsPageFactory(
        parent=site.news, title="Zerzevan 1", date="2018-05-01", lines_of_effort=[military], regions=["mena"]
    )
    NewsPageFactory(parent=site.news, title="Zerzevan 2", date="2019-05-01", lines_of_effort=[military, finance])
    TimelineEventPageFactory(
        parent=site.timeline, title="Zerzevan 3", date="2018-07-15", precision="month", regions=["mena"]
    )
    PartnerPageFactory(parent=site.partners, title="Zerzevan 4")
    series = StorySeriesPageFactory(parent=site.stories, title="A series", slug="a-series", introduction="…")
    StoryPageFactory(parent=series, title="Zerzevan 5", date="2018-08-01", regions=["mena", "americas"])
    StandardPageFactory(parent=site.home, title="Another")
    return site


def test_facets_count_what_each_choice_would_leave(varied: SimpleNamespace) -> None:
    search = ask("q=zerzevan")
    assert search.count == 5
    assert facet(search, "kind") == {"event": 1, "news": 2, "partner": 1, "story": 1}
    assert facet(search, "line") == {"military": 2, "finance": 1}
    assert facet(search, "region") == {"mena": 4, "americas": 1}
    assert facet(search, "series") == {"a-series": 1}
    assert facet(search, "year") == {"2019": 1, "2018": 3}
    for name in ("kind", "line", "region", "series", "year"):
        for value, count in facet(search, name).items():
            assert ask(f"q=zerzevan&{name}={value}").count == count, (name, value)


def test_a_set_filter_leaves_its_own_choices_counted(varied: SimpleNamespace) -> None:
    search = ask("q=zerzevan&kind=news&year=2018")
    assert search.count == 1
    assert facet(search, "kind") == {"event": 1, "news": 1, "story": 1}
    assert facet(search, "year") == {"2019": 1, "2018": 1}
    assert facet(search, "line") == {}  # its one choice would leave what is there already
    chosen = next(choice for f in search.facets if f.name == "kind" for choice in f.choices if choice.is_chosen)
    assert (chosen.value, chosen.query) == ("news", "year=2018")


def test_dates_are_said_as_exactly_as_they_are_known(varied: SimpleNamespace) -> None:
    (result,) = ask("q=zerzevan&kind=event").results
    assert (result.spoken_date, result.machine_date) == ("July 2018", "2018-07")


def test_of_very_many_results_the_newest_are_counted(
    varied: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    monkeypatch.setattr(Search, "most_ranked", 3)
    for number in range(5):
        NewsPageFactory(parent=varied.news, title=f"Zerzevan in the news {number}", date=f"2019-06-0{number + 1}")
    search = ask("q=zerzevan&sort=date")
    assert search.has_more
    # The newest three of news, and all else whole.
    assert facet(search, "kind") == {
        "event": 1,
        "news": 3,
        "partner": 1,
        "story": 1,
    }
    assert facet(search, "year") == {"2019": 3, "2018": 2}
    content = client.get("/en/search/?q=zerzevan").content.decode()
    assert "More than 3 results" in content
    # What is not counted can still be reached.
    assert ask("q=zerzevan&year=2018").count == 3


def test_results_are_paged(site: SimpleNamespace) -> None:
    for number in range(23):
        NewsPageFactory(parent=site.news, title=f"Zerzevan {number}")
    pages = [titles(f"q=zerzevan&page={number}") for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23


def test_past_the_last_page_stands_the_last_with_the_words_still_there(client: Client, site: SimpleNamespace) -> None:
    for number in range(13):
        NewsPageFactory(parent=site.news, title=f"Zerzevan {number}")
    content = client.get("/en/search/?q=zerzevan&page=9").content.decode()
    assert 'value="zerzevan"' in content
    assert content.count("<h3>") == 3
    assert "page=3" not in content


def promote(words: str, page: Any = None, url: str = "", **values: Any) -> None:
    query, _made = Query.objects.get_or_create(query_string=words)
    SearchPromotion.objects.create(query=query, page=page, external_link_url=url, sort_order=0, **values)


def test_what_staff_promote_stands_first(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, title="Get in touch")
    promote("press", page, description="For journalists.")
    promote("press", url="https://example.org/", external_link_text="Elsewhere")
    content = client.get("/en/search/?q=%20PRESS").content.decode()
    assert content.count("Chosen by the editors") >= 2
    assert "For journalists." in content
    assert "https://example.org/" in content
    page.unpublish()
    assert "Get in touch" not in client.get("/en/search/?q=press").content.decode()


def test_a_promotion_is_for_its_language(site: SimpleNamespace) -> None:
    french = start_in("fr")
    promote("press", french.news)
    assert ask("q=press").promotions == []
    assert [p.url for p in ask("q=press", "fr").promotions] == [french.news.url_path]


def test_no_search_is_written_down(client: Client, site: SimpleNamespace) -> None:
    with CaptureQueriesContext(connection) as captured:
        client.get("/en/search/?q=water")
    assert Query.objects.count() == 0
    assert not [q["sql"] for q in captured.captured_queries if not q["sql"].lstrip("(").startswith("SELECT")]


def test_nothing_found_helps_on(client: Client, site: SimpleNamespace) -> None:
    content = client.get("/en/search/?q=xqzvw&kind=news").content.decode()
    assert "0 results" in content
    assert "Search without filters" in content
    assert 'href="/en/news/"' in content


def test_nothing_found_says_which_language_holds_it(client: Client, site: SimpleNamespace) -> None:
    french = start_in("fr")
    page = NewsPage(title="Mossoul", slug="a", date=dt.date(2019, 4, 1), locale=french.locale, body=WORDLESS)
    french.news.add_child(instance=page)
    assert 'href="/fr/search/?q=mossoul"' in client.get("/en/search/?q=mossoul").content.decode()
    assert ask("q=mossoul", "fr").elsewhere == []
    page.unpublish()
    assert ask("q=mossoul").elsewhere == []


def test_marks_alone_are_told_from_a_misspelling(client: Client, site: SimpleNamespace) -> None:
    content = client.get("/en/search/?q=%26%25").content.decode()
    assert "only marks" in content
    assert "Look at the spelling" not in content


def test_titles_are_proposed_while_typing(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="École in Mosul", slug="a", date="2019-04-01")
    NewsPageFactory(parent=site.news, title="Mosul: water", slug="b", date="2019-04-02")
    draft = NewsPageFactory(parent=site.news, title="Mosul: secret", live=False)
    draft.save_revision()

    def proposed(typed: str) -> list[str]:
        return [title["title"] for title in client.get("/en/search/titles/", {"q": typed}).json()["titles"]]

    assert proposed("mos") == ["Mosul: water", "École in Mosul"]
    assert proposed("mosul eco") == ["École in Mosul"]
    assert proposed("ÉCO") == ["École in Mosul"]
    assert proposed("m") == proposed("") == proposed("½") == proposed("secret") == []


@pytest.mark.parametrize(
    "query",
    [
        "q=zerzevan",
        "q=zerzevan&kind=news&year=2019&line=military&region=mena",
        "q=zzz&kind=news",
        "q=zerzevn&kind=digest&year=2018",
        "q=zerzevn",
        "q=brigde",
        "q=%2Dzerzevan",
        "q=",
        "",
    ],
)
def test_a_search_costs_ten_queries_at_most_however_much_is_found(
    client: Client, varied: SimpleNamespace, query: str
) -> None:
    for language in ("ar", "fr"):
        start_in(language)

    def count() -> int:
        client.get(f"/en/search/?{query}")
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/en/search/?{query}")
        return len(captured)

    before = count()
    for number in range(30):
        NewsPageFactory(parent=varied.news, title=f"Zerzevan once more {number}", regions=["mena"], date="2019-01-01")
    assert count() == before <= 10


def test_asking_something_else_takes_two_queries(site: SimpleNamespace, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(2):
        answered_instead(Question.read("watre in rakka and mosull", "en"), {"ar", "fr"})
