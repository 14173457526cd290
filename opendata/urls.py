"""The addresses of the opendata room, below ``/data/``."""

from django.urls import path

from opendata import views
from pages.views import choose_language

urlpatterns = [
    path("", choose_language, {"path": views.PATH}),
    path("schema/<str:name>", views.schema, name="opendata_schema"),
    path("<str:name>-metadata.json", views.table_metadata, name="opendata_columns"),
    path("<str:name>", views.data_file, name="opendata_file"),
]
