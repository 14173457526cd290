"""How every address below ``/api/`` answers: only to who reads, in one shape, the same to everybody."""

import copy
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from api.problems import problem
from pages.answers import View, for_machines

METHODS = ("GET", "HEAD", "OPTIONS")
ALLOWED = ", ".join(METHODS)


def for_readers(view: View) -> View:
    """Makes a view answer GET, HEAD and OPTIONS, and refuse everything else before it is looked at.

    Args:
        view: A view that returns its whole content at once.
    """
    machine_view = for_machines(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "OPTIONS":
            response: HttpResponseBase = _options()
        elif request.method not in METHODS:
            response = _refused()
        else:
            # The library knows no HEAD. It is a GET whose content the server keeps to itself.
            reading = copy.copy(request)
            reading.method = "GET"
            response = machine_view(reading, *args, **kwargs)
        # An answer that it is still the same loses what is not about the content.
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]  # nothing here can be changed, whoever asks
    return answer


def _options() -> HttpResponse:
    """Returns what may be asked, also from other sites, whose browsers ask that before they send a tag."""
    return HttpResponse(
        status=HTTPStatus.NO_CONTENT,
        headers={
            "Allow": ALLOWED,
            "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": ALLOWED,
            "Access-Control-Allow-Headers": "If-None-Match",
            "Access-Control-Max-Age": "86400",
        },
    )


def _refused() -> HttpResponse:
    headers = {"Allow": ALLOWED, "Access-Control-Allow-Origin": "*"}
    return problem(HTTPStatus.METHOD_NOT_ALLOWED, "This API only reads.", headers)
