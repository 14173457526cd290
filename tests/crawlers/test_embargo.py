"""Nothing that is not live is in any sitemap, from the moment of the change."""

import re
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from pages.models import BasePage
from pages.pictures import OPEN_GRAPH
from tests.crawlers.reading import addresses, parts
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory
from tests.test_embargo import MARK, STATES, kinds, make

SLUG = MARK.lower()


def told(client: Client) -> Iterator[str]:
    """Yields all that crawlers are told, sitemap by sitemap."""
    for path in ("/robots.txt", "/sitemap.xml", "/sitemap-news.xml", *parts(client)):
        yield client.get(path).content.decode()


def is_told(client: Client) -> bool:
    return any(SLUG in text.lower() for text in told(client))


def again(page: Any) -> Any:
    return Page.objects.get(pk=page.pk).specific


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_page_that_is_not_live_is_in_no_sitemap(
    client: Client, site: SimpleNamespace, kind: type[BasePage], state: Callable[..., None]
) -> None:
    page = make(kind, site, title=MARK, slug=SLUG, live=False)
    state(page, timezone.now())
    assert not is_told(client)
    again(page).save_revision().publish()
    page = again(page)
    assert page.live == (state.__name__ != "scheduled")
    assert is_told(client) == page.live


def test_a_deleted_page_is_gone_at_once(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug=SLUG)
    assert is_told(client)
    page.delete()
    assert not is_told(client)


def test_a_moved_page_is_at_its_new_address_alone(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug=SLUG)
    below = StandardPageFactory(parent=page, slug="below")
    target = StandardPageFactory(parent=site.home, slug="target")
    again(page).move(again(target), pos="last-child")
    found = addresses(client)
    assert f"/en/target/{SLUG}/" in found
    assert f"/en/target/{SLUG}/{below.slug}/" in found
    assert f"/en/{SLUG}/" not in found


def test_a_renamed_page_is_at_its_new_address_alone(client: Client, site: SimpleNamespace) -> None:
    page = again(NewsPageFactory(parent=site.news, slug=SLUG))
    page.slug = "renamed"
    page.save_revision().publish()
    assert "/en/news/renamed/" in addresses(client)
    assert not is_told(client)


def test_the_draft_of_a_live_page_changes_nothing(client: Client, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, slug="as-it-is", title="As it is")
    page.save_revision().publish()
    before = list(told(client))
    page = again(page)
    page.title = page.slug = SLUG
    page.save_revision()
    assert list(told(client)) == before


def test_a_picture_of_a_draft_alone_is_not_told(client: Client, site: SimpleNamespace) -> None:
    """Though its large size has been made, for a preview."""
    page = NewsPageFactory(parent=site.news, slug="plain")
    page.save_revision().publish()
    image = ImageFactory()
    rendition = image.get_rendition(OPEN_GRAPH)
    page = again(page)
    page.lead_image, page.lead_image_decorative = image, True
    draft = page.save_revision()
    assert rendition.url not in "".join(told(client))
    draft.publish()
    assert rendition.url in "".join(told(client))
    again(page).unpublish()
    assert rendition.url not in "".join(told(client))


def test_a_live_translation_does_not_tell_of_a_draft(client: Client, site: SimpleNamespace) -> None:
    from wagtail.models import Locale

    page = StandardPageFactory(parent=site.home, slug="plain")
    french = Locale.objects.create(language_code="fr")
    draft = page.copy_for_translation(french, copy_parents=True)
    draft.slug = SLUG
    draft.save()
    assert not draft.live
    assert not is_told(client)
    (entry,) = re.findall(r"<url><loc>[^<]*/en/plain/</loc>.*?</url>", "".join(told(client)))
    assert "hreflang" not in entry
