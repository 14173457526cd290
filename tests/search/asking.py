"""Asking the search in tests."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.http import QueryDict
from django.utils import translation
from wagtail.models import Locale

from home.start import start_site
from news.models import NewsIndexPage, NewsPage
from pages.routing import home_languages
from search.results import Search

# Publishing asks for a body; its dash is no word that anybody looks for.
WORDLESS = [("paragraph", "<p>–</p>")]


def ask(query: str, language: str = "en") -> Search:
    """Returns a search as an address asks for it, such as ``q=water&kind=news``."""
    with translation.override(language):
        return Search(QueryDict(query), language, home_languages() - {language})


def titles(query: str, language: str = "en") -> list[str]:
    """Returns the titles of what is found, in order."""
    return ["".join(piece.text for piece in result.title) for result in ask(query, language).results]


def facet(search: Search, name: str) -> dict[str, int]:
    """Returns the counts of a facet by value; empty where it is not offered."""
    return next(({choice.value: choice.count for choice in f.choices} for f in search.facets if f.name == name), {})


def add_news(there: SimpleNamespace, *titles: str) -> None:
    """Adds news with no words but its title to what `start_in` returned."""
    for number, title in enumerate(titles):
        page = NewsPage(title=title, slug=f"a{number}", date=dt.date(2019, 4, 1), locale=there.locale)
        page.body = WORDLESS
        there.news.add_child(instance=page)


def start_in(language: str) -> SimpleNamespace:
    """Starts the site in a further language and returns its locale and its news index."""
    home: Any = start_site(language)
    return SimpleNamespace(
        locale=Locale.objects.get(language_code=language), home=home, news=NewsIndexPage.objects.child_of(home).get()
    )
