"""The addresses of the search room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
