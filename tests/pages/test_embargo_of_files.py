"""Pictures and documents: closed until something live uses them, and closed again when nothing does."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db.models import Model
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.fields import RichTextField
from wagtail.models import Page

from news.models import NewsPage
from pages.models import CoalitionImage
from publishing.files import file_models
from publishing.models import LiveUse
from schedule.clock import scheduler
from tests.conftest import PASSWORD
from tests.factories import PARAGRAPH, ImageFactory, NewsPageFactory

WITH_DOCUMENT = '<p><a linktype="document" id="{}">The list</a></p>'


@pytest.fixture
def image(site: SimpleNamespace) -> CoalitionImage:
    return ImageFactory()


@pytest.fixture
def document(site: SimpleNamespace) -> Document:
    document = Document(title="The list")
    document.file.save("list.csv", ContentFile(b"name\nIraq\n"))
    return document


def draft_with(site: SimpleNamespace, image: CoalitionImage, document: Document, **kwargs: Any) -> NewsPage:
    body = [("paragraph", WITH_DOCUMENT.format(document.pk))]
    return NewsPageFactory(parent=site.news, lead_image=image, lead_image_alt="A bridge", body=body, **kwargs)


def addresses(image: CoalitionImage, document: Document) -> list[str]:
    return [f"/media/{image.get_rendition('fill-400x250|format-jpeg').file.name}", document.url]


def answers(image: CoalitionImage, document: Document, client: Client | None = None) -> set[int]:
    """Asks for both files; returns the statuses of the answers."""
    client, found = client or Client(), set()
    for address in addresses(image, document):
        response = client.get(address)
        found.add(response.status_code)
        if response.status_code == 404:
            assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    return found


def test_what_was_just_uploaded_is_closed(image: CoalitionImage, document: Document) -> None:
    assert answers(image, document) == {404}


def test_a_file_is_open_as_long_as_a_live_page_uses_it(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    page = draft_with(site, image, document, live=False)
    assert answers(image, document) == {404}
    page.save_revision()
    assert answers(image, document) == {404}
    page.get_latest_revision().publish()
    assert answers(image, document) == {200}
    Page.objects.get(pk=page.pk).specific.unpublish()
    assert answers(image, document) == {404}


def test_what_only_the_draft_of_a_live_page_uses_is_closed(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    page = NewsPageFactory(parent=site.news)
    page.lead_image, page.lead_image_alt = image, "A bridge"
    page.body = [("paragraph", WITH_DOCUMENT.format(document.pk))]
    revision = page.save_revision()
    assert answers(image, document) == {404}
    revision.publish()
    assert answers(image, document) == {200}


def test_what_a_live_page_used_formerly_is_closed(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    page = draft_with(site, image, document)
    assert answers(image, document) == {200}
    page.lead_image, page.body = None, PARAGRAPH
    page.save_revision().publish()
    assert answers(image, document) == {404}


def test_a_scheduled_page_opens_its_files_at_its_time_and_closes_them_when_it_comes_down(
    site: SimpleNamespace, image: CoalitionImage, document: Document, time_machine: Any
) -> None:
    now = timezone.now()
    time_machine.move_to(now, tick=False)
    page = draft_with(site, image, document, live=False)
    page.go_live_at, page.expire_at = now + dt.timedelta(hours=1), now + dt.timedelta(hours=2)
    page.save_revision().publish()
    for hours, expected in ((0.5, {404}), (1, {200}), (2, {404})):
        time_machine.move_to(now + dt.timedelta(hours=hours), tick=False)
        scheduler.run_due()
        assert answers(image, document) == expected


def test_a_deleted_page_closes_its_files_and_another_that_uses_them_keeps_them_open(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    first, second = (draft_with(site, image, document) for _ in range(2))
    first.delete()
    assert answers(image, document) == {200}
    second.delete()
    assert answers(image, document) == {404}


def test_a_section_that_comes_down_with_its_pages_closes_their_files(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    draft_with(site, image, document)
    for page in site.news.get_descendants(inclusive=True).specific():
        page.unpublish()
    assert answers(image, document) == {404}


def test_a_picture_whose_rights_have_ended_is_closed(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    draft_with(site, image, document)
    image.rights_expire_on = timezone.localdate() - dt.timedelta(days=1)
    image.save()
    picture, list_of_members = (Client().get(address).status_code for address in addresses(image, document))
    assert (picture, list_of_members) == (404, 200)


@pytest.mark.parametrize("name", ["editor", "moderator"])
def test_staff_see_what_is_closed_and_no_cache_keeps_it(
    people: SimpleNamespace, image: CoalitionImage, document: Document, name: str
) -> None:
    client = Client()
    client.login(username=name, password=PASSWORD)
    for address in addresses(image, document):
        response = client.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"


def test_a_visitor_with_an_account_but_no_access_to_the_admin_is_a_visitor(
    people: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    people.editor.groups.clear()
    client = Client()
    client.login(username="editor", password=PASSWORD)
    assert answers(image, document, client) == {404}


@pytest.mark.parametrize(
    "address",
    [
        "/media/images/none.jpg",
        "/media/images/" + "x" * 5000 + ".jpg",
        "/media/images/..%2f..%2fvar%2fsecret",
        "/media/images/%00.jpg",
        "/media/original_images/picture.jpg",
        "/media/documents/list.csv",
        "/documents/1/other-name.csv",
        "/documents/99999999999999999999/list.csv",
        "/documents/0/%2e%2e",
    ],
)
def test_guessing_addresses_does_not_help(
    site: SimpleNamespace, image: CoalitionImage, document: Document, client: Client, address: str
) -> None:
    draft_with(site, image, document)
    assert client.get(address).status_code == 404


def test_originals_are_never_public(site: SimpleNamespace, image: CoalitionImage, document: Document) -> None:
    draft_with(site, image, document)
    assert Client().get(image.file.url).status_code == 404
    assert Client().get(document.file.url).status_code == 404
    assert Client().get(f"/media/{image.get_rendition('original').file.name}").status_code == 404


def test_a_public_picture_costs_three_queries_at_most_and_no_cookie(
    site: SimpleNamespace, image: CoalitionImage, document: Document, django_assert_max_num_queries: Any
) -> None:
    draft_with(site, image, document)
    address = addresses(image, document)[0]
    client = Client()
    client.get(address)
    with django_assert_max_num_queries(3):
        response = client.get(address)
    assert response["Cache-Control"] == "public, max-age=86400, s-maxage=60"
    assert "Cookie" not in response.get("Vary", "")
    assert client.head(address).status_code == 200
    assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_the_table_can_be_rebuilt_at_any_time(site: SimpleNamespace, image: CoalitionImage, document: Document) -> None:
    page = draft_with(site, image, document)
    draft_with(site, ImageFactory(), document, live=False)
    LiveUse.objects.all().delete()
    assert answers(image, document) == {404}
    for _ in range(2):
        call_command("rebuild_live_uses", verbosity=0)
        assert LiveUse.objects.filter(page=page).count() == LiveUse.objects.count() == 2
    assert answers(image, document) == {200}


def test_nothing_but_pages_uses_files() -> None:
    """A model that is no page and refers to a file would need to be followed in ``publishing/files.py`` first."""
    ours = {config.label for config in apps.get_app_configs() if "." not in config.name and config.name != "wagtail"}
    files: tuple[type[Model], ...] = file_models()
    for model in apps.get_models():
        if model._meta.app_label not in ours or issubclass(model, Page) or model in files:
            continue
        for field in model._meta.get_fields():
            is_reference = field.many_to_one and field.related_model in files
            if is_reference and model._meta.label != "pages.CoalitionRendition":
                pytest.fail(f"{field} refers to a file, and nobody follows whether it is live.")
            assert not isinstance(field, RichTextField), field


def test_a_refused_file_looks_like_one_that_does_not_exist(
    site: SimpleNamespace, image: CoalitionImage, document: Document
) -> None:
    refused, missing = (Client().get(address) for address in (addresses(image, document)[0], "/media/images/none.jpg"))
    ours = {"X-Request-ID", "Content-Length"}
    told = [{name: value for name, value in answer.items() if name not in ours} for answer in (refused, missing)]
    assert told[0] == told[1]
