"""The card, and its description by oEmbed."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csp import csp_override

from embedding.cards import card_at, card_of_address
from embedding.oembed import FORMATS, XML, BadSizeError, as_xml, describe
from pages.answers import for_machines


@csp_override(settings.EMBED_CSP)
@for_machines
def card(request: HttpRequest, language: str, path: str) -> HttpResponse:
    """Shows the card of a page within another site's.

    Where a page has been taken down, a line says so in its place: the frame still stands in other sites' pages.
    """
    found = card_at(language, path)
    if found is not None and found.path != request.path:
        return HttpResponseRedirect(found.path)
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        if found is None:
            response = _missing(request, language)
        else:
            response = render(request, found.page.embed_template, found.page.get_context(request))
    response["Content-Language"] = language
    return response


def _missing(request: HttpRequest, language: str) -> HttpResponse:
    home = f"{settings.SITE_URL}/{language}/"
    return render(request, "embedding/missing.html", {"home_url": home}, status=HTTPStatus.NOT_FOUND)


@for_machines
def oembed(request: HttpRequest) -> HttpResponse:
    """Describes the card of a page by oEmbed."""
    asked = request.GET.get("format", FORMATS[0])
    if asked not in FORMATS:
        return _refused(HTTPStatus.NOT_IMPLEMENTED, f"Known formats: {', '.join(FORMATS)}.")
    if not request.GET.get("url"):
        return _refused(
            HTTPStatus.BAD_REQUEST, "The parameter url is missing: it must hold the address of a page here."
        )
    found = card_of_address(request.GET["url"])
    if found is None:
        return _refused(HTTPStatus.NOT_FOUND, "There is no card for this address.")
    try:
        described = describe(found, request.GET)
    except BadSizeError as error:
        return _refused(HTTPStatus.BAD_REQUEST, str(error))
    if asked == XML:
        response = HttpResponse(as_xml(described), content_type="text/xml; charset=utf-8")
    else:
        response = JsonResponse(described, json_dumps_params={"ensure_ascii": False})
    response["Content-Language"] = found.page.locale.language_code
    return response


def _refused(status: HTTPStatus, why: str) -> HttpResponse:
    return HttpResponse(f"{why}\n", status=status, content_type="text/plain; charset=utf-8")
