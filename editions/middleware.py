"""Asks for the ordinary page at an edition's address, and answers with the edition made of it."""

import copy
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import translation

from editions.lite import make_lite
from editions.reading import read
from editions.text import make_text
from limits.networks import network_of
from limits.rates import TooManyRequestsError, count
from limits.table import EDITIONS
from limits.views import too_many
from pages import editions

MAKERS = {editions.LITE: make_lite, editions.TEXT: make_text}
SAFE_METHODS = {"GET", "HEAD"}
# What is not there is said in the edition too. Other errors are answered as they are.
TRANSFORMED = {200, 404}


class EditionMiddleware:
    """Stands around all that knows addresses, so that an edition has no rules of its own.

    Language, redirects, embargo and what is not found are decided for the ordinary address, by those who decide them
    there. An answer that is no page (a feed, a file) has no edition: the reader is led to its ordinary address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers a request."""
        edition, path = editions.split(request.path_info)
        if not edition or request.method not in SAFE_METHODS:
            return self.get_response(request)
        try:
            count(request, EDITIONS, network_of(request))
        except TooManyRequestsError as error:
            return too_many(request, error.retry_after)
        inner = copy.copy(request)
        inner.path = inner.path_info = path
        response = self.get_response(inner)
        if "Location" in response.headers:
            response["Location"] = editions.within(edition, response["Location"])
        if response.status_code in TRANSFORMED and not _transform(response, edition, inner.get_full_path()):
            return HttpResponseRedirect(inner.get_full_path())
        return response


def _transform(response: HttpResponseBase, edition: str, address: str) -> bool:
    """Puts an edition in the place of the page it is made of.

    Headers about the page stay; those about its bytes go.

    Returns:
        Whether the answer is a page.
    """
    if not isinstance(response, HttpResponse) or not response.headers.get("Content-Type", "").startswith("text/html"):
        return False
    page = read(response.content.decode(response.charset))
    if page.main is None:
        return False
    with translation.override(response.headers.get("Content-Language") or translation.get_language()):
        response.content = MAKERS[edition](page, address).encode(response.charset)
    if "Content-Length" in response.headers:
        response["Content-Length"] = str(len(response.content))
    del response["ETag"]
    return True
