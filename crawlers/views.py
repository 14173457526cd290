"""The addresses that search engines ask."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string

from crawlers import news, sitemap
from pages.answers import for_machines


@for_machines
def robots(request: HttpRequest) -> HttpResponse:
    """Says what crawlers leave alone, and where the sitemaps are."""
    return _text("crawlers/robots.txt", {"site_url": settings.SITE_URL}, "text/plain")


@for_machines
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Lists the sitemaps."""
    return _text("crawlers/sitemap_index.xml", {"parts": sitemap.parts()})


@for_machines
def sitemap_part(request: HttpRequest, language: str, number: int) -> HttpResponse:
    """Lists the pages of one part.

    Raises:
        Http404: There is no such part.
    """
    return _sitemap(sitemap.entries(language, number))


@for_machines
def sitemap_of_places(request: HttpRequest) -> HttpResponse:
    """Lists the pages that no editor writes.

    Raises:
        Http404: There is none.
    """
    return _sitemap(sitemap.place_entries())


@for_machines
def sitemap_of_news(request: HttpRequest) -> HttpResponse:
    """Lists the news of the last two days; none is an answer too."""
    return _text("crawlers/sitemap_news.xml", {"entries": list(news.entries())})


def _sitemap(entries: list[sitemap.Entry]) -> HttpResponse:
    if not entries:
        raise Http404
    return _text("crawlers/sitemap.xml", {"entries": entries})


def _text(template: str, context: Mapping[str, Any], media_type: str = "application/xml") -> HttpResponse:
    return HttpResponse(render_to_string(template, dict(context)), content_type=f"{media_type}; charset=utf-8")
