"""Refuse what is repeated too often, and what is larger than anything the site takes."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from limits.rates import TooManyRequestsError, count
from limits.table import limits_at
from limits.views import too_large, too_many


class LimitsMiddleware:
    """Counts requests by ``limits/table.py`` before their view runs.

    Its place is after authentication, because staff are counted by account, and before anything that reads a body.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a body that is too large; nothing has read it yet."""
        if _length(request) > settings.MAX_BODY_BYTES and _length(request) > _most(request):
            return too_large(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """Count the request.

        Args:
            request: With its resolver match.
            view: The view that Django would call.
            args: Its positional arguments.
            kwargs: The address's parameters.
        """
        try:
            for limit in limits_at(request.resolver_match):  # type: ignore[arg-type]
                if limit.when(request):
                    count(request, limit, limit.by(request, kwargs))
        except TooManyRequestsError as error:
            return too_many(request, error.retry_after)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer what a view itself counted."""
        if isinstance(exception, TooManyRequestsError):
            return too_many(request, exception.retry_after)
        return None


def _length(request: HttpRequest) -> int:
    """Return how long a body says it is; one that doesn't say is read by nobody."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdecimal() else 0


def _most(request: HttpRequest) -> int:
    """Return how long a body may be: staff upload files."""
    return settings.MAX_STAFF_BODY_BYTES if request.user.is_authenticated else settings.MAX_BODY_BYTES
