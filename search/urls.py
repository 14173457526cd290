"""The search's addresses, below a language."""

from django.urls import path

from search import views

urlpatterns = [
    path("", views.search, name="search"),
    path("titles/", views.propose, name="search_titles"),
]
