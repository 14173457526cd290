"""What stands between every answer and the visitor."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware
from django.middleware.locale import LocaleMiddleware
from django.utils import translation


class PolicyByAddressMiddleware(ContentSecurityPolicyMiddleware):
    """Sends the public content security policy everywhere but in the admin, which has its own."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Adds the policy that belongs to the address."""
        if request.path_info.startswith("/admin/"):
            response._csp_config = settings.ADMIN_CSP  # type: ignore[attr-defined]
        return super().process_response(request, response)


class LanguageMiddleware(LocaleMiddleware):
    """Takes the language from the address alone; an address without one leads nowhere else by itself."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Names the language of the answer."""
        response.headers.setdefault("Content-Language", translation.get_language())
        return response
