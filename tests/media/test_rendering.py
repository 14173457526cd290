"""Pages and everything else that shows pictures, while originals are gone or broken, disks full and storages away."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from pages.models import CoalitionImage, CoalitionRendition
from tests.conftest import PASSWORD
from tests.factories import (
    ImageFactory,
    NewsPageFactory,
    PartnerSpotlightPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
)
from tests.media.cases import MARKER

OUTLETS = (
    "/en/",
    "/en/news/",
    "/en/stories/",
    "/en/partners/",
    "/en/news/feed.atom",
    "/en/news/feed.json",
    "/en/search/?q=Bridge",
    "/sitemap-en-1.xml",
    "/sitemap-news.xml",
    "/api/v3/pages/?limit=100",
    "/data/spotlights.json",
    "/offline/en/?path=/en/news/bridge/",
)


@pytest.fixture
def pages(site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> list[Page]:
    """One page of each type that shows pictures, all with one image at the top and in the text."""
    monkeypatch.setattr("crawlers.sitemap.IDS_A_PART", 10**9)
    image = ImageFactory(title="The image")
    block = {"image": image, "alt_text": "A bridge", "decorative": False, "caption": "Its caption", "credit": ""}
    picture: dict[str, Any] = {"lead_image": image, "lead_image_alt": "A bridge"}
    body = [("image", block), ("paragraph", "<p>Text.</p>")]
    series = StorySeriesPageFactory(parent=site.stories, slug="series", **picture)
    made = [
        NewsPageFactory(
            parent=site.news, slug="bridge", title="Bridge", date=timezone.localdate(), body=body, **picture
        ),
        series,
        StoryPageFactory(parent=series, slug="story", body=body, **picture),
        PartnerSpotlightPageFactory(parent=site.partners, **picture),
        StandardPageFactory(parent=site.home, body=body, **picture),
    ]
    for page in made:
        page.save_revision().publish()
    return made


def addresses(pages: list[Page]) -> Iterator[str]:
    yield from OUTLETS
    for page in pages:
        yield page.url_path
        yield from (f"/lite{page.url_path}", f"/text{page.url_path}", f"/api/v3/pages/{page.pk}/")
        if page.embed_template:
            yield f"/embed{page.url_path}"


def failures(client: Client, pages: list[Page]) -> dict[str, int]:
    found = {address: client.get(address).status_code for address in addresses(pages)}
    return {address: status for address, status in found.items() if status != 200}


def originals(change: Callable[[Path], None]) -> None:
    for image in CoalitionImage.objects.all():
        change(Path(image.file.path))


def deleted(settings: Settings) -> None:
    originals(Path.unlink)


def deleted_with_renditions(settings: Settings) -> None:
    originals(Path.unlink)
    CoalitionRendition.objects.all().delete()


def corrupted(settings: Settings) -> None:
    originals(lambda path: path.write_bytes(path.read_bytes()[:200] + MARKER.encode()))
    CoalitionRendition.objects.all().delete()


def with_storage(name: str) -> Callable[[Settings], None]:
    def fail(settings: Settings) -> None:
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"tests.media.storages.{name}"}}

    fail.__name__ = name
    return fail


def full_and_nothing_made(settings: Settings) -> None:
    CoalitionRendition.objects.all().delete()
    with_storage("FullStorage")(settings)


FAULTS = [
    deleted,
    deleted_with_renditions,
    corrupted,
    full_and_nothing_made,
    with_storage("FailingStorage"),
    with_storage("UnreachableStorage"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_no_fault_of_a_file_reaches_a_reader(
    client: Client, pages: list[Page], settings: Settings, fault: Callable[[Settings], None]
) -> None:
    fault(settings)
    assert failures(client, pages) == {}
    for page in pages:
        html = client.get(page.url_path).content.decode()
        if 'property="og:image"' in html:
            assert 'og:image" content="http' in html
        if fault in (deleted_with_renditions, corrupted, full_and_nothing_made):
            assert "<picture>" not in html
            assert "Its caption" not in html, "a caption without its picture says nothing"


def test_a_size_that_is_missing_is_left_out(client: Client, pages: list[Page]) -> None:
    page = pages[0]
    CoalitionRendition.objects.filter(filter_spec="fill-800x500|format-jpeg").delete()
    CoalitionRendition.objects.filter(filter_spec__contains="avif").delete()
    html = client.get(page.url_path).content.decode()
    assert html.count("<picture>") == 2
    assert "avif" not in html
    assert "800x500.format-webp" in html
    assert "800x500.format-jpeg" not in html


def test_the_nearest_size_is_shown_where_a_place_has_none_of_its_own(client: Client, pages: list[Page]) -> None:
    CoalitionRendition.objects.exclude(filter_spec="max-480x1920|format-jpeg").delete()
    html = client.get(pages[0].url_path).content.decode()
    assert html.count("<picture>") == 2
    assert html.count("max-480x1920") >= 4  # both pictures, Open Graph, JSON-LD
    CoalitionRendition.objects.all().update(focal_point_key="moved")
    assert client.get(pages[0].url_path).content.decode().count("<picture>") == 2


def test_rendering_makes_nothing(client: Client, pages: list[Page]) -> None:
    CoalitionRendition.objects.all().delete()
    failures(client, pages)
    assert not CoalitionRendition.objects.exists()


@pytest.mark.parametrize("name", ["FailingStorage", "UnreachableStorage"])
def test_a_picture_in_a_storage_that_is_away_is_unavailable(
    client: Client, pages: list[Page], settings: Settings, name: str
) -> None:
    path = f"/media/{CoalitionRendition.objects.get(filter_spec='fill-400x250|format-jpeg').file.name}"
    assert client.get(path)["Content-Type"] == "image/jpeg"
    with_storage(name)(settings)
    response = client.get(path)
    assert (response.status_code, response["Cache-Control"], response["Retry-After"]) == (503, "no-store", "60")


def test_an_original_is_served_to_nobody(client: Client, pages: list[Page], people: SimpleNamespace) -> None:
    client.login(username="admin", password=PASSWORD)
    image = CoalitionImage.objects.get()
    original = image.get_rendition("original")
    assert default_storage.exists(original.file.name)
    assert client.get(f"/media/{original.file.name}").status_code == 404
    assert client.get(f"/media/{image.file.name}").status_code == 404


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_the_admin_works_without_the_file(
    client: Client,
    pages: list[Page],
    people: SimpleNamespace,
    settings: Settings,
    fault: Callable[[Settings], None],
) -> None:
    client.login(username="admin", password=PASSWORD)
    fault(settings)
    image = CoalitionImage.objects.get()
    listed = [reverse("wagtailimages:index"), reverse("wagtailimages_chooser:choose")]
    edited = [reverse(f"wagtailimages:{name}", args=[image.pk]) for name in ("edit", "delete", "image_usage")]
    chosen = reverse("wagtailimages_chooser:chosen", args=[image.pk])
    # Wagtail prints a file's address itself; only a storage that can't tell it is beyond help.
    can_tell = fault.__name__ != "UnreachableStorage"
    for address in [*listed, *edited, chosen] if can_tell else edited[1:]:
        assert client.get(address).status_code == 200, address
    if not can_tell:
        return
    data = {"title": "A new title", "credit": "Somebody else", "licence": "own", "collection": 1}
    assert client.post(edited[0], data).status_code == 302
    assert CoalitionImage.objects.get().title == "A new title"
