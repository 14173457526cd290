"""Links in running text: where they lead, and what they cost."""

from types import SimpleNamespace

import pytest
from django.utils import translation
from wagtail.models import Locale
from wagtail.rich_text import expand_db_html

from tests.factories import NewsPageFactory, StandardPageFactory


def link_to(pk: object) -> str:
    return f'<a linktype="page" id="{pk}">x</a>'


def test_a_link_leads_to_the_page_in_the_readers_language(site: SimpleNamespace) -> None:
    arabic = Locale.objects.create(language_code="ar")
    home = site.home.copy_for_translation(arabic)
    home.slug = "ar"
    home.save_revision().publish()
    page = StandardPageFactory(parent=site.home, slug="aims")
    with translation.override("ar"):
        assert expand_db_html(link_to(page.pk)) == '<a href="/en/aims/">x</a>'
    draft = page.copy_for_translation(arabic)
    with translation.override("ar"):
        assert expand_db_html(link_to(page.pk)) == '<a href="/en/aims/">x</a>'
        draft.save_revision().publish()
        assert expand_db_html(link_to(page.pk)) == f'<a href="{draft.url_path}">x</a>'
        page.unpublish()
        assert expand_db_html(link_to(page.pk)) == "<a>x</a>"
    assert expand_db_html(link_to(draft.pk)) == f'<a href="{draft.url_path}">x</a>'


@pytest.mark.parametrize("pk", ["", "x", "-1", "٣", "999999999"])
def test_a_link_to_what_is_no_page_leads_nowhere(site: SimpleNamespace, pk: str) -> None:
    assert expand_db_html(link_to(pk)) == "<a>x</a>"


def test_links_cost_one_query_whatever_they_lead_to(site: SimpleNamespace, django_assert_num_queries: object) -> None:
    pages = [site.home, site.news, site.timeline, NewsPageFactory(parent=site.news)]
    html = "".join(link_to(page.pk) for page in pages)
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = expand_db_html(html)
    assert [f'href="{page.url_path}"' in found for page in pages] == [True] * len(pages)
