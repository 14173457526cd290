"""The public pages and the files they show."""

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views

from pages import routing

RENDITIONS = "images/"


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answers the address of a page, through Wagtail's hooks."""
    routing.route(request, path)
    return wagtail_views.serve(request, path)


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Leads from the bare address to the home page in the visitor's language."""
    languages = dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    language = translation.get_language_from_request(request)
    live = routing.home_languages()
    chosen = language if language in languages and language in live else settings.LANGUAGE_CODE
    response = HttpResponseRedirect(f"/{chosen}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> FileResponse:
    """Serves a picture in one of the sizes that pages show. Originals and everything else are not served.

    Raises:
        Http404: There is no such rendition.
    """
    path = RENDITIONS + name
    if not default_storage.exists(path):
        raise Http404
    response = FileResponse(default_storage.open(path))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
