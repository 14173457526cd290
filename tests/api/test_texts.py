"""Texts as others can use them."""

from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from wagtail.documents.models import Document

from tests.api.conftest import LIST
from tests.factories import ImageFactory, NewsPageFactory, StandardPageFactory
from tests.html import elements, parse

URL = "http://testserver"


def test_every_block_is_told(ask: Any, site: SimpleNamespace) -> None:
    document = Document(title="Principles")
    document.file.save("principles.csv", ContentFile(b"name"))
    link = f'<p>See <a linktype="page" id="{site.news.pk}">the <b>news</b></a>, <a href="https://example.org">the report</a>.</p>'
    figure = {
        "value": "15",
        "unit": "km²",
        "label": "cleared",
        "source": "A ministry",
        "source_url": "https://example.org",
    }
    table = {"columns": [{"type": "text", "heading": "Year"}], "rows": [{"values": ["2019"]}], "caption": ""}
    page = StandardPageFactory(
        parent=site.home,
        body=[
            ("paragraph", link),
            ("heading", {"text": "What happens next"}),
            ("quote", {"text": "We opened.", "attribution": "A teacher"}),
            ("callout", {"title": "How to help", "text": "<ul><li>Write</li><li>Call</li></ul>"}),
            ("image", {"image": ImageFactory(), "alt_text": "A bridge", "caption": "In Raqqa", "decorative": False}),
            (
                "embed",
                {
                    "url": "https://vimeo.com/76979871",
                    "title": "The road back",
                    "text": "Two minutes.",
                    "has_captions": True,
                    "audio_description": "not-needed",
                },
            ),
            ("document", {"document": document}),
            ("figures", {"items": [figure]}),
            ("related_pages", {"pages": [site.news]}),
            ("choices", {"title": "Your choices"}),
        ],
    )
    body = StandardPageFactory._meta.model._meta.get_field("body").stream_block
    page.body.append(("table", body.child_blocks["table"].to_python({"caption": "Members by year", "table": table})))
    page.save()
    told = ask(f"{LIST}{page.pk}/")["body"]
    assert told["text"].split("\n") == [
        "See the news, the report.",
        "What happens next",
        "We opened.",
        "A teacher",
        "How to help",
        "Write",
        "Call",
        "In Raqqa Picture: A photographer",
        "The road back",
        "Two minutes.",
        "With captions",
        "Watch on Vimeo",
        "Principles CSV, 4 bytes",
        "cleared",
        "15 km² A ministry",
        "Related pages",
        "News",
        "Members by year",
        "Year",
        "2019",
    ]
    tree = parse(f"<!DOCTYPE html><html><head><title>.</title></head><body>{told['html']}</body></html>".encode())
    names = {name for element in tree.iter() for name in element.attrib}
    assert not {"class", "style", "data-embed-src", "role", "tabindex", "hidden"} & names
    assert not list(elements(tree, "script", "button", "div", "span", "form"))
    links = [link.get("href") for link in elements(tree, "a")]
    assert links == [
        f"{URL}/en/news/",
        "https://example.org",
        "https://vimeo.com/76979871",
        f"{URL}{document.url}",
        "https://example.org",
        f"{URL}/en/news/",
    ]
    for picture in elements(tree, "img", "source"):
        assert all(part.strip().startswith(f"{URL}/media/images/") for part in picture.get("srcset").split(","))
    assert [image.get("alt") for image in elements(tree, "img")] == ["A bridge"]


def test_the_reader_does_not_choose_the_language_of_a_text(client: Any, site: SimpleNamespace) -> None:
    page = NewsPageFactory(
        parent=site.news,
        body=[
            (
                "embed",
                {
                    "url": "https://vimeo.com/76979871",
                    "title": "A road",
                    "has_captions": True,
                    "audio_description": "not-needed",
                },
            )
        ],
    )
    answers = [client.get(f"{LIST}{page.pk}/", headers={"Accept-Language": code}) for code in ("en", "ar", "fr")]
    assert len({answer.content for answer in answers}) == 1
