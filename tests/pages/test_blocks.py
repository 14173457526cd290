"""Every body block on one page: valid, light on queries, and whole when what it points to is gone."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import StreamValue
from wagtail.documents.models import Document

from pages.blocks.body import StandardBodyBlock
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory
from tests.html import elements, parse, text_of


@pytest.fixture
def parts(site: SimpleNamespace) -> SimpleNamespace:
    document = Document(title="Guiding principles", file=ContentFile(b"x" * 3009, name="principles.csv"))
    document.save()
    return SimpleNamespace(
        document=document, image=ImageFactory(), other=NewsPageFactory(parent=site.news, title="Another page")
    )


def all_blocks(parts: SimpleNamespace) -> list[tuple[str, Any]]:
    columns = [{"type": "text", "heading": "Place"}, {"type": "text", "heading": "Date"}]
    rows = [{"values": ["Kobani", "2015"]}, {"values": ["Mosul", ""]}]
    return [
        ("paragraph", f'<p>See <a linktype="page" id="{parts.other.pk}">the other page</a>.</p>'),
        ("heading", {"text": "What happens next", "custom_anchor": ""}),
        ("quote", {"text": "We stayed.", "attribution": "A teacher", "source_url": "https://example.org/a?b=1&c=2"}),
        ("callout", {"title": "Mind", "text": "<p>This.</p>"}),
        (
            "image",
            {"image": parts.image, "alt_text": "A bridge", "decorative": False, "caption": "Caption", "credit": ""},
        ),
        (
            "embed",
            {
                "url": "https://youtu.be/dQw4w9WgXcQ",
                "title": "A film",
                "text": "What is seen.",
                "has_captions": True,
                "audio_description": "not-needed",
            },
        ),
        ("embed", {"url": "https://x.com/coalition/status/1", "title": "A post", "text": "What it says."}),
        ("document", {"document": parts.document, "title": ""}),
        (
            "figures",
            {"items": [{"value": "2,015", "unit": "km²", "label": "cleared", "source": "Ministry", "source_url": ""}]},
        ),
        (
            "table",
            {"caption": "Dates", "row_headers": True, "table": {"columns": columns, "rows": rows, "caption": ""}},
        ),
        ("related_pages", {"pages": [parts.other]}),
        ("choices", {"title": "Your choices"}),
    ]


def test_all_blocks_on_one_page(client: Client, site: SimpleNamespace, parts: SimpleNamespace) -> None:
    body = all_blocks(parts)
    assert {name for name, _value in body} == set(StandardBodyBlock().child_blocks)
    page = StandardPageFactory(parent=site.home, slug="everything", body=body)
    client.get(page.url_path)
    with CaptureQueriesContext(connection) as queries:
        content = client.get(page.url_path).content
    assert len(queries) <= 12, [query["sql"][:120] for query in queries]
    tree = parse(content)
    text = text_of(tree)
    for expected in (
        "CSV, 2.9",
        "Caption",
        "Picture: A photographer",
        "Play here (loads YouTube)",
        "cleared",
        "Another page",
    ):
        assert expected in text, expected
    assert [cell.get("scope") for cell in elements(tree, "th")] == ["col", "col", "row", "row"]
    assert next(heading.get("id") for heading in elements(tree, "h2") if text_of(heading) == "What happens next") == (
        "what-happens-next"
    )
    assert not list(elements(tree, "iframe"))
    assert 'href="/en/news/another-page/"' in content.decode()
    # A name in letters of another direction keeps its place in the sentence.
    assert "Picture: <bdi>A photographer</bdi>" in content.decode()


def test_what_they_point_to_may_be_gone(client: Client, site: SimpleNamespace, parts: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="everything", body=all_blocks(parts))
    parts.image.delete()
    parts.document.delete()
    parts.other.delete()
    response = client.get(page.url_path)
    assert response.status_code == 200
    parse(response.content)
    assert "Another page" not in response.content.decode()


def test_the_search_text_has_the_words_and_no_markup(site: SimpleNamespace, parts: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="everything", body=all_blocks(parts))
    text = page.search_text()
    for word in ("What this page is about", "What happens next", "We stayed.", "A film"):
        assert word in text
    assert "<p>" not in text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("image", {"alt_text": "", "decorative": False}),
        ("image", {"alt_text": "A bridge", "decorative": True}),
        ("embed", {"url": "not an address", "title": "A film"}),
        ("embed", {"url": "javascript:alert(1)", "title": "A film"}),
        ("heading", {"text": ""}),
        ("quote", {"text": "Words", "attribution": ""}),
    ],
)
def test_half_filled_blocks_are_refused(parts: SimpleNamespace, name: str, value: dict[str, Any]) -> None:
    from django.core.exceptions import ValidationError

    block = StandardBodyBlock()
    given = ({"image": parts.image.pk} if name == "image" else {}) | value
    stream = StreamValue(block, [{"type": name, "value": given}], is_lazy=True)
    with pytest.raises(ValidationError):
        block.clean(stream)
