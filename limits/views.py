"""What those see who asked too often, or sent too much."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Programs ask below these, and read JSON.
_JSON = ("/api/", "/data/", "/oembed/")


def too_many(request: HttpRequest, retry_after: int) -> HttpResponse:
    """Return the 429 answer.

    Args:
        request: What was asked.
        retry_after: Seconds after which it may be asked again.
    """
    response = _answer(request, _("Too many requests"), _when(retry_after), HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(retry_after)
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """Return the 413 answer; the connection ends with it, since the body stays unread."""
    text = _("What you sent is larger than this site accepts.")
    response = _answer(request, _("Too large"), text, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    response["Connection"] = "close"
    return response


def _when(seconds: int) -> str:
    """Return in words when to try again."""
    if seconds < 60:
        return ngettext("Please try again in %(n)d second.", "Please try again in %(n)d seconds.", seconds) % {
            "n": seconds
        }
    minutes = -(-seconds // 60)
    return ngettext("Please try again in %(n)d minute.", "Please try again in %(n)d minutes.", minutes) % {"n": minutes}


def _answer(request: HttpRequest, title: str, text: str, status: HTTPStatus) -> HttpResponse:
    is_script = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    response: HttpResponse
    if is_script or request.path_info.startswith(_JSON):
        response = JsonResponse({"detail": f"{title}. {text}"}, status=status)
    else:
        context = {"status": int(status), "title": title, "text": text}
        response = HttpResponse(render_to_string("refused.html", context), status=status)
    response["Cache-Control"] = "no-store"
    return response
