"""What stands beside the routes: the OpenAPI description, the page that shows it, and what is not there."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from api import problems
from api.documentation import Documentation
from api.openapi import description
from pages import routing
from pages.places import Place

MEDIA_TYPE = "application/openapi+json"
PATH = "api/"


def openapi(request: HttpRequest) -> HttpResponse:
    """Serves the OpenAPI description."""
    return JsonResponse(description(), content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False})


def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """Answers where there is no route; one that lacks nothing but its slash is led to."""
    if not rest.endswith("/") and _is_route(f"{request.path}/"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponseRedirect(f"{request.path}/" + (f"?{query}" if query else ""))
    return problems.not_found()


def _is_route(path: str) -> bool:
    try:
        return resolve(path).url_name != "api_nothing"
    except Resolver404:
        return False


@require_safe
def documentation(request: HttpRequest) -> HttpResponse:
    """Shows what can be asked, in the language of the address.

    Raises:
        Http404: Nothing can be read in this language.
    """
    language = translation.get_language() or ""
    if language not in routing.home_languages():
        raise Http404
    place = Place(_("API"), PATH, _("All published pages of this site as JSON, for programs of anybody."))
    return render(request, "api/documentation.html", {"place": place, "documentation": Documentation(description())})
