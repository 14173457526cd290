"""The addresses of feeds, below a language: that of the page whose list they hold, and a file's name."""

from django.urls import re_path

from feeds import views

urlpatterns = [
    re_path(r"^(?P<path>(?:[\w\-]+/)+)feed\.(?P<form>atom|json)$", views.feed, name="feed"),
]
