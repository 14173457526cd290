"""The addresses of the crawlers room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
