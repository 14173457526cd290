"""Addresses that operators and their machines ask."""

from django.urls import path

from delivery import views

urlpatterns = [
    path("live/", views.live, name="health_live"),
    path("ready/", views.ready, name="health_ready"),
]
