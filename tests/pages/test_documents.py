"""Documents: what may be uploaded, and how it is handed to readers."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from tests.conftest import PASSWORD
from tests.factories import StandardPageFactory


@pytest.fixture
def editor(client: Client, people: SimpleNamespace) -> Client:
    client.login(username="editor", password=PASSWORD)
    return client


def upload(editor: Client, name: str, content: bytes) -> int:
    file = SimpleUploadedFile(name, content)
    return editor.post(reverse("wagtaildocs:add"), {"title": "A file", "file": file}).status_code


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", b"<script>alert(1)</script>"),
        ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("program.exe", b"MZ"),
        ("no-ending", b"text"),
        ("empty.pdf", b""),
        ("huge.pdf", b"%PDF-1.7" + b"\0" * (25 * 1024 * 1024)),
    ],
)
def test_what_may_not_be_uploaded_is_a_form_error(editor: Client, name: str, content: bytes) -> None:
    assert upload(editor, name, content) == 200
    assert not Document.objects.exists()


def test_an_allowed_file_is_stored(editor: Client) -> None:
    assert upload(editor, "members.csv", b"name\nIraq\n") == 302
    assert Document.objects.get().filename == "members.csv"


def test_readers_get_a_file_that_no_browser_runs(site: SimpleNamespace, client: Client) -> None:
    document = Document(title="Members")
    document.file.save("members.csv", ContentFile(b"name\nIraq\n"))
    StandardPageFactory(parent=site.home, body=[("document", {"document": document})])
    response = client.get(document.url)
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response
    assert client.get(f"/documents/{document.pk}/other.csv").status_code == 404
