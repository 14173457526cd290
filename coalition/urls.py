"""Every address of the site."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail.admin import urls as admin_urls
from wagtail.documents.views.serve import authenticate_with_password
from wagtail.urls import serve_pattern

from api import urls as api_urls
from api import views as api_views
from crawlers import urls as crawlers_urls
from delivery import urls as health_urls
from embedding import urls as embedding_urls
from feeds import urls as feed_urls
from offline import urls as offline_urls
from offline.views import worker
from opendata import urls as opendata_urls
from opendata import views as opendata_views
from pages import views
from schedule.feeds.views import calendar_feed
from schedule.previews import urls as preview_urls
from search import urls as search_urls
from social import views as social_views
from users.sign_in import urls as sign_in_urls

handler404 = "delivery.views.not_found"
handler500 = "delivery.views.server_error"

urlpatterns = [
    path("", views.choose_language),
    path(settings.ADMIN_PATH, include([*sign_in_urls.urlpatterns, *admin_urls.urlpatterns])),
    # In place of Wagtail's own, whose \d also matches digits of other scripts and would pass ours by.
    re_path(r"^documents/([0-9]+)/(.*)$", views.serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("preview/", include(preview_urls)),
    path("offline.js", worker, name="offline_worker"),
    path("offline/", include(offline_urls)),
    path("data/", include(opendata_urls)),
    path("api/", include(api_urls)),
    path("-/calendar/<str:token>.ics", calendar_feed, name="calendar_feed"),
    path("-/", include(health_urls)),
    path("media/images/<str:name>", views.serve_rendition),
    path("media/social/<str:name>", social_views.serve_picture, name="social_picture"),
    *crawlers_urls.urlpatterns,
    *embedding_urls.urlpatterns,
]
urlpatterns += i18n_patterns(
    path("search/", include(search_urls)),
    path("data/", opendata_views.catalogue, name="opendata"),
    path("api/", api_views.documentation, name="api_documentation"),
    path("", include(feed_urls)),
    re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
)
