"""The addresses of cards, and of what tells of them."""

from django.urls import path

from embedding import views

urlpatterns = [
    path("embed/<str:language>/<path:path>", views.card, name="embedded_card"),
    path("oembed/", views.oembed, name="oembed"),
]
