"""The addresses of the sign-in, below the admin's and before Wagtail's own: there is no other way in."""

from allauth.account import views
from allauth.mfa import urls as mfa_urls
from allauth.usersessions import urls as session_urls
from django.urls import include, path, re_path

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("inactive/", views.account_inactive, name="account_inactive"),
    path("reauthenticate/", views.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.password_change, name="account_change_password"),
    path("password/set/", views.password_set, name="account_set_password"),
    path("password_reset/", views.password_reset, name="account_reset_password"),
    path("password_reset/done/", views.password_reset_done, name="account_reset_password_done"),
    path("password_reset/complete/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^password_reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("security/", include(mfa_urls)),
    path("sessions/", include(session_urls)),
]
