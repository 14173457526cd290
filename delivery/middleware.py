"""What stands between every answer and the visitor."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.gzip import GZipMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.csp import CSP
from wagtail.contrib.redirects import middleware as redirects
from wagtail.contrib.redirects.models import Redirect

COMPRESSED_TYPES = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/atom+xml",
    "application/feed+json",
    "application/geo+json",
    "application/csvm+json",
    "application/openapi+json",
    "application/problem+json",
    "application/schema+json",
)
ADMIN = f"/{settings.ADMIN_PATH}"
PRIVATE_ADDRESSES = (ADMIN, "/preview/", "/-/")


class CompressionMiddleware(GZipMiddleware):
    """Compresses texts that are the same for everybody.

    An answer that holds a secret is left as it is: the length of a compressed one betrays what is in it (BREACH). For
    the same reason Django adds random bytes; where there is no secret they only make each answer another.
    """

    max_random_bytes = 0

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compresses where that helps and gives nothing away."""
        is_text = response.headers.get("Content-Type", "").startswith(COMPRESSED_TYPES)
        if not is_text or request.path_info.startswith(PRIVATE_ADDRESSES):
            return response
        return super().process_response(request, response)


class PolicyByAddressMiddleware(ContentSecurityPolicyMiddleware):
    """Sends the public content security policy everywhere but in the admin, which has its own.

    A preview has the policy of the page that it shows, but the admin shows it in a frame.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Adds the policy that belongs to the address."""
        if getattr(request, "is_dummy", False):  # what Wagtail asks itself for a preview
            response._csp_config = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}  # type: ignore[attr-defined]
        elif request.path_info.startswith(ADMIN):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """Takes the language from the address alone; an address without one leads nowhere else by itself.

    What is answered at an address is thus the same for every reader, as caches need it. Only the admin asks the browser.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Activates the language of the address."""
        if request.path_info.startswith(PRIVATE_ADDRESSES):
            super().process_request(request)
            return
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Names the language of the answer."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class LiveRedirectMiddleware(redirects.RedirectMiddleware):
    """Wagtail's redirects, but for those to a page that is not live: its address is part of what is kept back."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Leads on where nothing was found and a redirect is set."""
        if response.status_code != 404:
            return response
        path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
        bare = urlsplit(path).path
        redirect = redirects.get_redirect(request, path)
        if redirect is None and bare != path:
            redirect = redirects.get_redirect(request, bare)
        if redirect is None or not _is_open(redirect):
            return response
        kind = HttpResponsePermanentRedirect if redirect.is_permanent else HttpResponseRedirect
        return kind(redirect.link)


def _is_open(redirect: Redirect) -> bool:
    """Returns whether a redirect leads somewhere that the public may know of."""
    if redirect.redirect_page is not None and not redirect.redirect_page.live:
        return False
    return bool(redirect.link)
