"""Answers that are about the service itself: errors and health."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.defaults import page_not_found
from django.views.defaults import server_error as default_server_error

from delivery import deadlines
from publishing import heartbeat

RETRY_AFTER_SECONDS = 30
# Whoever asks whether the site is ready waits no longer than two seconds for the answer.
READY_WITHIN_SECONDS = 1.5


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answers what is not there, or not yet; a cache that kept that would keep a page away after its go-live.

    What is there and refused looks the same, down to the headers.
    """
    response = page_not_found(request, exception)
    patch_vary_headers(response, ["Cookie"])
    response["Cache-Control"] = "no-store"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Answers an unexpected error: the 503 page while the database is away, the 500 page otherwise."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)) and not database_answers():
        return unavailable()
    return default_server_error(request)


def unavailable() -> HttpResponse:
    """Returns the 503 page, which needs no database."""
    headers = {"Retry-After": str(RETRY_AFTER_SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def database_answers() -> bool:
    """Return whether a new connection to the database can be had now, and answers."""
    try:
        with deadlines.within(READY_WITHIN_SECONDS):
            connection.close()
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
    except (OperationalError, InterfaceError):
        return False
    return True


@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """Says that the process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Says whether the site can be served: 503 while the database is away.

    A scheduler that isn't running or whose machine's clock is wrong is reported too, but keeps no reader out.
    """
    if not database_answers():
        return JsonResponse({"status": "database away"}, status=503)
    with deadlines.within(READY_WITHIN_SECONDS):
        answer: dict[str, Any] = {"status": "ok", "scheduler": "running" if heartbeat.is_beating() else "not running"}
        if skewed := heartbeat.skewed():
            answer["clock_skew_seconds"] = {row.name: row.skew_seconds for row in skewed}
    return JsonResponse(answer)
