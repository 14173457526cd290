"""Nobody gets an original picture at a public address, and no address passes by the question who may have a file."""

from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.documents.models import Document

from pages.models import CoalitionImage
from schedule.previews import links
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory

UNSIZED = [
    "original",
    "original|format-jpeg",
    "format-jpeg|original",
    "jpegquality-95",
    "scale-100",
    "width-400|original",
]
SIZED = ["fill-400x250|format-jpeg", "format-webp|width-400", "max-165x165"]


@pytest.fixture
def image(site: SimpleNamespace) -> CoalitionImage:
    return ImageFactory()


def clients(site: SimpleNamespace, people: SimpleNamespace, image: CoalitionImage) -> dict[str, Client]:
    """Everyone who can get a file of a draft or of a live page."""
    page = NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A hall")
    page.save_revision(user=people.editor)
    found = {name: Client() for name in ("visitor", "reviewer", "editor", "moderator", "admin")}
    for name in ("editor", "moderator", "admin"):
        found[name].login(username=name, password=PASSWORD)
    link = links.make(page, user=people.editor, reviewer="Sana", organisation="", days=7)
    found["reviewer"].cookies["preview_media"] = link.token
    return found


def test_nobody_gets_an_original(site: SimpleNamespace, people: SimpleNamespace, image: CoalitionImage) -> None:
    addresses = {spec: f"/media/{image.get_rendition(spec).file.name}" for spec in UNSIZED + SIZED}
    for name, client in clients(site, people, image).items():
        for spec, address in addresses.items():
            assert client.get(address).status_code == (200 if spec in SIZED else 404), (name, spec)
        assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize("digits", ["{}", "0{}", "arabic", "devanagari", "fullwidth"])
@pytest.mark.parametrize("ending", ["", "%0A", "/", "?x=1"])
def test_no_spelling_of_an_address_opens_a_closed_document(site: SimpleNamespace, digits: str, ending: str) -> None:
    document = Document(title="The list")
    document.file.save("list.csv", ContentFile(b"name\nIraq\n"))
    zeros = {"arabic": "٠", "devanagari": "०", "fullwidth": "０"}
    if zero := zeros.get(digits):
        number = "".join(chr(ord(zero) + int(digit)) for digit in str(document.pk))
    else:
        number = digits.format(document.pk)
    name = document.filename
    assert Client().get(f"/documents/{number}/{name}{ending}").status_code == 404
