"""What the tests of ways around the rules share."""

import datetime as dt
import io
import zipfile
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory, a_jpeg
from tests.forms import form_data

HOUR = dt.timedelta(hours=1)
TYPES = "application/vnd.openxmlformats-officedocument."
IMAGE_FORM = {"title": "x", "licence": "own", "credit": "c", "collection": "1", "tags": ""}


def draft(site: SimpleNamespace, **values: Any) -> Any:
    return NewsPageFactory(parent=site.news, live=False, **values)


def signed_in(name: str) -> Client:
    """Return a browser in which somebody is signed in; an error page is an answer as any other."""
    client = Client(raise_request_exception=False)
    assert client.login(username=name, password=PASSWORD)
    return client


def edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def post_edit(client: Client, page: Any, **values: Any) -> HttpResponse:
    """Send the edit form of a page with some values changed."""
    return client.post(edit(page), form_data(client, edit(page), page) | values)


def local(at: dt.datetime) -> str:
    """Return an instant as a form takes it."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M")


def replace_file(client: Client, image: Any, width: int, height: int) -> HttpResponse:
    upload = SimpleUploadedFile("new.jpg", a_jpeg(width, height), "image/jpeg")
    return client.post(reverse("wagtailimages:edit", args=[image.pk]), IMAGE_FORM | {"file": upload})


def office(kind: str, main: str, **parts: bytes) -> bytes:
    """Return an Office file with its main part and others, whose names have "__" for "/" and "_xml" for ".xml"."""
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/{main}" ContentType="{TYPES}{kind}.main+xml"/></Types>'
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as container:
        container.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            container.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return buffer.getvalue()


def unpacked(content: bytes) -> bytes:
    """Return all parts of an Office file, one after the other."""
    container = zipfile.ZipFile(io.BytesIO(content))
    return b"".join(container.read(name) for name in container.namelist())
