"""Feeds over HTTP."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language

from feeds import atom, jsonfeed
from feeds.reading import read_feed
from pages.answers import for_machines
from pages.routing import find_live_page
from pages.syndication import HasFeed

WRITERS = {"atom": atom.write, "json": jsonfeed.write}


@for_machines
def feed(request: HttpRequest, path: str, form: str) -> HttpResponse:
    """Answers with the feed of the page above the address.

    Raises:
        Http404: No live page stands there, its kind has no feed, or the parameters ask for what there is not.
    """
    page = find_live_page(get_language() or "", path)
    selection = page.feed(request.GET) if isinstance(page, HasFeed) else None
    if selection is None:
        raise Http404
    content, content_type = WRITERS[form](read_feed(page, selection, request.GET, form))
    return HttpResponse(content, content_type=content_type)
