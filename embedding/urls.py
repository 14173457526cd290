"""The addresses of the embedding room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
