"""From an address to its page in two queries, however deep the page lies.

A home page's slug is its language's code, so a page's ``url_path`` is its address: nothing has to be walked down.
"""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from pages.models import BasePage


def find_live_page(language: str, path: str) -> BasePage | None:
    """Finds the live page at an address, with what its template needs.

    Args:
        language: The code at the beginning of the address.
        path: What comes after it, with a slash at the end, or empty for the home page.

    Returns:
        The page as its own kind, or None.
    """
    if "\x00" in path:
        return None  # no address holds it, and the database refuses to be asked for it
    address = f"/{language}/{path}"
    slug = address.rstrip("/").rpartition("/")[2]
    found = Page.objects.filter(~_restricted(), slug=slug, url_path=address, live=True).only("content_type_id").first()
    kind = found.specific_class if found else None
    if found is None or kind is None or not issubclass(kind, BasePage):
        return None
    page = kind.for_display().filter(pk=found.pk).first()
    if page is not None:
        page.is_known_unrestricted = True
    return page


def _restricted() -> Exists:
    """Matches pages below a view restriction. Nothing here is published behind a password: they are not there."""
    here = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return Exists(PageViewRestriction.objects.alias(here=here).filter(here__startswith=F("page__path")))


def route(request: HttpRequest, path: str) -> Any:
    """Finds the page of a request and keeps the result where Wagtail's own code looks for it.

    Raises:
        Http404: No live page has this address.
    """
    page = find_live_page(get_language() or "", path)
    if page is None:
        raise Http404
    request._wagtail_route_for_request = RouteResult(page, [], {})  # type: ignore[attr-defined]
    return page


def home_languages() -> set[str]:
    """Returns the codes of the languages that have a live home page."""
    return set(Page.objects.filter(depth=2, live=True).values_list("slug", flat=True))
