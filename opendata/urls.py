"""The addresses of the opendata room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
