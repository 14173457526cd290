"""The public pages and the files they show."""

import io
import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import views as wagtail_views
from wagtail.documents import get_document_model
from wagtail.documents.views import serve as document_views

from pages import routing
from pages.accepted import preferred
from pages.models import CoalitionRendition
from publishing import files

logger = logging.getLogger(__name__)

RENDITIONS = "images/"
RETRY_AFTER_SECONDS = 60
# Pages show pictures resized. Anything else may be the original, with all it carries.
RESIZING = {"fill", "height", "max", "min", "width"}


def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Answers the address of a page, through Wagtail's hooks."""
    routing.route(request, path)
    return wagtail_views.serve(request, path)


@require_safe
def choose_language(request: HttpRequest, path: str = "") -> HttpResponse:
    """Leads from an address without a language to the same in the visitor's language.

    Args:
        request: The request, which says what the visitor reads.
        path: What follows the language; empty for the home page.
    """
    chosen = preferred(request.headers.get("Accept-Language", ""), routing.home_languages()) or settings.LANGUAGE_CODE
    response = HttpResponseRedirect(f"/{chosen}/{path}")
    patch_vary_headers(response, ["Accept-Language"])
    return response


@require_safe
def serve_rendition(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve a picture in one of the sizes that pages show; nobody gets an original here, whatever they may see.

    Raises:
        Http404: There is no such rendition, or it is not for this reader.
    """
    if "\x00" in name:
        raise Http404
    rendition = get_object_or_404(CoalitionRendition.objects.select_related("image"), file=RENDITIONS + name)
    if not _is_resized(rendition.filter_spec):
        raise Http404
    is_public = rendition.image.is_showable and files.is_public(rendition.image)
    if not is_public and not files.may_see(request, rendition.image):
        raise Http404
    return stored_file(request, rendition.file.name, is_public)


def _is_resized(filter_spec: str) -> bool:
    """Return whether a rendition has a size of its own; "original" may be any part of what describes one."""
    operations = {part.partition("-")[0] for part in filter_spec.split("|")}
    return bool(operations & RESIZING) and "original" not in operations


@require_safe
def serve_document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponseBase:
    """Serves a document.

    Raises:
        Http404: There is no such document, or it is not for this reader.
    """
    document = get_object_or_404(get_document_model(), pk=document_id)
    is_public = files.is_public(document)
    if not is_public and not files.may_see(request, document):
        raise Http404
    return _with_policy(document_views.serve(request, document_id, document_filename), is_public)


def stored_file(request: HttpRequest, name: str, is_public: bool) -> HttpResponseBase:
    """Answer with a small file whose name is another as soon as its content is.

    It is read to its end first, so that a storage that fails halfway can still be answered for.

    Args:
        request: The request, which may say that the browser has it already.
        name: The file's name in the storage.
        is_public: Whether everybody may have it.

    Raises:
        Http404: There is no such file.
    """
    basename = name.rpartition("/")[2]
    etag = quote_etag(basename)
    try:
        response = get_conditional_response(request, etag) or FileResponse(_content(name), filename=basename)
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:
        logger.exception("The file %s can't be read", name)
        return _unavailable()
    response["ETag"] = etag
    return _with_policy(response, is_public)


def _content(name: str) -> io.BytesIO:
    """Return a stored file, read to its end."""
    with default_storage.open(name) as file:
        return io.BytesIO(file.read())


def _unavailable() -> HttpResponse:
    """Return the answer while the storage can't be reached; nobody may keep it."""
    message = _("This file is temporarily unavailable. Please try again in a few minutes.")
    response = HttpResponse(message, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _with_policy(response: HttpResponseBase, is_public: bool) -> HttpResponseBase:
    """Says who may keep a file.

    Browsers keep what they have got. A cache that many share asks again after a minute, so that a file which has been
    closed reaches nobody new.
    """
    policy = "public, max-age=86400, s-maxage=60" if is_public else "private, no-store"
    response["Cache-Control"] = policy
    return response
