"""Asking for the data files in tests."""

import csv
import io
import json
import uuid
from typing import Any

from django.test import Client
from wagtail.models import Locale, Page

from home.start import start_site

FILES = ("partners.json", "partners.csv", "timeline.json", "timeline.csv", "timeline.geojson", "spotlights.json")


def asked(client: Client, name: str) -> dict[str, Any]:
    response = client.get(f"/data/{name}")
    assert response.status_code == 200
    found: dict[str, Any] = json.loads(response.content)
    return found


def records(client: Client, name: str) -> list[dict[str, Any]]:
    return list(asked(client, name)["records"])


def rows(client: Client, name: str) -> list[dict[str, str]]:
    """Returns the rows of a CSV, read as strictly as Python can."""
    text = client.get(f"/data/{name}").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def everything(client: Client) -> str:
    """Returns all that the room gives out."""
    addresses = [f"/data/{name}" for name in FILES] + ["/en/data/", "/text/en/data/", "/lite/en/data/"]
    return "\n".join(client.get(address).content.decode() for address in addresses)


def translated(page: Any, language: str, **values: Any) -> Any:
    """Returns a translation of a page, below the same section of a site in another language."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    start_site(language)
    parent = page.get_parent().specific_class.objects.get(locale=locale)
    kind = type(page)
    copied = {
        field.name: getattr(page, field.name)
        for field in kind._meta.concrete_fields
        if field.model is kind and not field.primary_key
    }
    now = {
        "title": page.title,
        "first_published_at": page.first_published_at,
        "last_published_at": page.last_published_at,
    }
    made = kind(**copied | now | {"locale": locale, "translation_key": page.translation_key} | values)
    return parent.add_child(instance=made)


def fresh(page: Any) -> Any:
    return Page.objects.get(pk=page.pk).specific


def is_uuid(text: str) -> bool:
    return str(uuid.UUID(text)) == text
