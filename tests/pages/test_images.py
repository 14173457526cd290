"""Uploads: what is no picture is a form error, and nothing is stored."""

import io
import struct
import zlib
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from pages.models import CoalitionImage
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory, a_jpeg
from tests.html import elements, parse


def a_bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 60,000 by 60,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def a_large_file() -> bytes:
    return a_jpeg() + b"\0" * (16 * 1024 * 1024)


BROKEN = {
    "no-image.jpg": lambda: b"<html>hello</html>",
    "empty.png": lambda: b"",
    "drawing.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "drawing-as.png": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "bomb.png": a_bomb,
    "huge.jpg": a_large_file,
    "cut-off.jpg": lambda: a_jpeg()[:300],
}


@pytest.fixture
def editor(client: Client, people: SimpleNamespace) -> Client:
    client.login(username="editor", password=PASSWORD)
    return client


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_upload_is_a_form_error(editor: Client, name: str) -> None:
    upload = SimpleUploadedFile(name, BROKEN[name](), content_type="image/jpeg")
    response = editor.post(reverse("wagtailimages:add"), {"title": "Picture", "file": upload, "licence": "own"})
    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert not CoalitionImage.objects.exists()


def test_a_good_upload_is_kept_with_its_credit(editor: Client) -> None:
    content = io.BytesIO()
    Image.new("RGB", (600, 400)).save(content, "PNG")
    upload = SimpleUploadedFile("a.png", content.getvalue(), content_type="image/png")
    collection = CoalitionImage._meta.get_field("collection").default()
    data = {
        "title": "Bridge",
        "file": upload,
        "licence": "cc-by",
        "credit": "A. Photographer",
        "collection": collection,
    }
    response = editor.post(reverse("wagtailimages:add"), data)
    assert response.status_code == 302, response.context["form"].errors
    assert CoalitionImage.objects.get().credit == "A. Photographer"


def test_bulk_upload_is_there(editor: Client) -> None:
    assert editor.get(reverse("wagtailimages:add_multiple")).status_code == 200


def test_an_image_asks_for_a_decision_about_its_description(site: SimpleNamespace) -> None:
    image = ImageFactory()
    for values in ({}, {"lead_image_alt": "A bridge", "lead_image_decorative": True}):
        with pytest.raises(ValidationError):
            NewsPageFactory(parent=site.news, lead_image=image, **values)
    NewsPageFactory(parent=site.news, lead_image=image, lead_image_decorative=True)
    NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A bridge")


def test_an_image_whose_rights_have_ended_is_not_shown(client: Client, site: SimpleNamespace) -> None:
    image = ImageFactory()
    page = NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A bridge", slug="bridge")
    assert b"<picture>" in client.get(page.url_path).content
    image.rights_expire_on = "2019-01-01"
    image.save()
    assert b"<picture>" not in client.get(page.url_path).content


def test_a_page_outlives_its_image(client: Client, site: SimpleNamespace) -> None:
    image = ImageFactory()
    body = [("image", {"image": image, "alt_text": "A bridge", "decorative": False, "caption": "", "credit": ""})]
    page = NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A bridge", body=body, slug="bridge")
    assert client.get(page.url_path).content.count(b"<picture>") == 2
    image.delete()
    response = client.get(page.url_path)
    assert response.status_code == 200
    assert b"<picture>" not in response.content


def test_a_picture_is_offered_in_the_smallest_format_that_a_browser_reads(
    client: Client, site: SimpleNamespace
) -> None:
    body = [
        ("image", {"image": ImageFactory(), "alt_text": "A bridge", "decorative": False, "caption": "", "credit": ""})
    ]
    page = NewsPageFactory(parent=site.news, lead_image=ImageFactory(), lead_image_alt="A bridge", body=body)
    pictures = list(elements(parse(client.get(page.url_path).content), "picture"))
    assert len(pictures) == 2
    for picture in pictures:
        sources = list(elements(picture, "source"))
        assert [source.get("type") for source in sources] == ["image/avif", "image/webp"]
        smallest, *_larger = sources[0].get("srcset").split(", ")
        response = client.get(smallest.split()[0])
        assert (response.status_code, response["Content-Type"]) == (200, "image/avif")
        # Slow to make: none is wider than 800 pixels, and screens that want more are led to WebP.
        widths = [int(size.split()[1].removesuffix("w")) for size in sources[0].get("srcset").split(", ")]
        assert max(widths) <= 800
        assert sources[0].get("media") == "(max-width: 40em)"
