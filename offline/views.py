"""The pages on which readers choose what to keep, and the worker that shows it without a connection."""

from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from offline.offers import Offers
from pages import routing

WORKER = Path(__file__).with_name("worker.js")
# A browser that does not say where a request comes from is too old to act on the answer.
OWN_REQUESTS = ("same-origin", "none")


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    """Serves the worker, at the top of the site because it may answer for no address above its own."""
    return HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_safe
def choose(request: HttpRequest, language: str) -> HttpResponse:
    """Says what can be kept, how much that is and what it risks."""
    asked = request.GET.get("page", "")
    return _in_language(request, language, "offline/offline.html", asked)


@require_safe
def not_kept(request: HttpRequest, language: str) -> HttpResponse:
    """Says that a page is not kept; the worker shows it in place of a page that cannot be had."""
    return _in_language(request, language, "offline/not_kept.html")


@csrf_exempt
@require_POST
def forget(request: HttpRequest) -> HttpResponse:
    """Has the browser empty its own cache of what was read here, which no script can; nothing changes on the server.

    Without a token, because the page that asks is the same for every visitor. Another site's page may not ask.
    """
    if request.headers.get("Sec-Fetch-Site") not in OWN_REQUESTS:
        return HttpResponse(status=403)
    return HttpResponse(status=204, headers={"Clear-Site-Data": '"cache"', "Cache-Control": "no-store"})


def _in_language(request: HttpRequest, language: str, template: str, asked: str = "") -> HttpResponse:
    """Renders a page in a language that has a home page.

    Raises:
        Http404: Nothing can be read in this language.
    """
    if language not in routing.home_languages():
        raise Http404
    with translation.override(language):
        response = render(request, template, {"offers": Offers(request, language, asked)})
    response["Content-Language"] = language
    return response
