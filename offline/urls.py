"""The pages about reading without a connection."""

from django.urls import path

from offline import views

urlpatterns = [
    path("forget/", views.forget, name="offline_forget"),
    path("<str:language>/", views.choose, name="offline"),
    path("<str:language>/not-kept/", views.not_kept, name="offline_not_kept"),
]
