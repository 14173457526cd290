"""Reviewers' addresses."""

from django.urls import path

from schedule.previews import views

urlpatterns = [
    path("<str:token>/", views.review, name="preview"),
    path("<str:token>/draft/", views.draft, name="preview_draft"),
]
