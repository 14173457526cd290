"""The site's addresses, and one that answers from a constant template."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from coalition.urls import handler500
from coalition.urls import urlpatterns as site

__all__ = ["handler500", "urlpatterns"]

CONSTANT = engines["django"].from_string(
    "<!doctype html><title>Constant</title><p>Nothing is asked of the database.</p>"
)


def constant(request: HttpRequest) -> HttpResponse:
    """Answers the same, whatever happens."""
    return HttpResponse(CONSTANT.render({}, request))


urlpatterns = [path("-/constant/", constant), *site]
