"""The addresses of the api room, below ``/api/``."""

from django.urls import path, re_path

from api import views
from api.answers import for_readers
from api.routes import api
from pages.views import choose_language

ROUTES, _library, _namespace = api.urls

urlpatterns = [
    path("", choose_language, {"path": views.PATH}),
    path("openapi.json", for_readers(views.openapi), name="api_description"),
    # The library's own page at the root of its routes, the last of them, is left out.
    *(path(f"v3/{route.pattern}", for_readers(route.callback), name=route.name) for route in ROUTES[:-1]),  # type: ignore[union-attr,arg-type]
    # A path of Django's would leave addresses with a line break in them to the pages for people.
    re_path(r"^(?P<rest>[\s\S]+)$", for_readers(views.nothing), name="api_nothing"),
]
