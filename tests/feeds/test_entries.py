"""The text of an entry: whole, readable anywhere, and nothing that a reader's program must not get."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.documents.models import Document

from demo.hostile import CONTROLS
from feeds.cleaning import clean_html, clean_text
from pages.blocks.body import BodyBlock
from tests.factories import (
    DigestPageFactory,
    ImageFactory,
    NewsPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.feeds.reading import ATOM, atom, the_item

NEWS = "/en/news/feed.json"


def body(site: SimpleNamespace) -> list[tuple[str, Any]]:
    """Returns a body with one block of each kind."""
    image = ImageFactory(credit="A photographer")
    document = Document.objects.create(title="Principles", file="documents/principles.pdf", file_size=2_000)
    link = f'<a linktype="page" id="{site.timeline.pk}">timeline</a>'
    table = {"columns": [{"type": "text", "heading": "Year"}], "rows": [{"values": ["2014"]}]}
    return [
        ("paragraph", f"<p>Water &amp; bread, see the {link}.</p>"),
        ("heading", {"text": "What happens next", "custom_anchor": ""}),
        ("quote", {"text": "We opened.", "attribution": "A teacher", "source_url": "https://example.org/q"}),
        ("callout", {"title": "How to help", "text": f"<p>Write, or see the {link}.</p>"}),
        ("image", {"image": image, "alt_text": "A bridge", "decorative": False, "caption": "Akhtarin", "credit": ""}),
        (
            "embed",
            {
                "url": "https://vimeo.com/76979871",
                "title": "The road",
                "text": "Two minutes.",
                "has_captions": True,
                "audio_description": "not-needed",
            },
        ),
        ("document", {"document": document, "title": ""}),
        ("figures", {"items": [{"value": "2,015", "unit": "km²", "label": "cleared", "source": "A ministry"}]}),
        ("table", {"caption": "By year", "row_headers": False, "table": table}),
        ("related_pages", {"pages": [site.digest]}),
    ]


def test_the_whole_body_is_there_as_plain_html(client: Client, site: SimpleNamespace) -> None:
    blocks = body(site)
    assert {name for name, _value in blocks} == set(BodyBlock().child_blocks)
    NewsPageFactory(parent=site.news, body=BodyBlock().to_python(_raw(blocks)), slug="whole")
    html = the_item(client, NEWS)["content_html"]
    for said in (
        '<p>Water &amp; bread, see the <a href="http://testserver/en/timeline/">timeline</a>.</p>',
        '<h2><a href="http://testserver/en/news/whole/#what-happens-next">What happens next</a></h2>',
        "<p>We opened.</p>",
        "A teacher",
        "<h2>How to help</h2>",
        'Write, or see the <a href="http://testserver/en/timeline/">timeline</a>',
        "<p>[Picture: A bridge] Akhtarin (A photographer)</p>",
        '<a href="https://vimeo.com/76979871">Watch on Vimeo</a>',
        "Two minutes.",
        'href="http://testserver/documents/',
        "<dt>cleared</dt>",
        "2,015",
        "<caption>By year</caption>",
        "<td>2014</td>",
        '<a href="http://testserver/en/digest/">',
    ):
        assert said in html
    for unwanted in (
        "<script",
        "<button",
        "<img",
        "<iframe",
        "class=",
        "data-",
        "Nothing is loaded",
        'href="/',
        "<div",
    ):
        assert unwanted not in html


def _raw(blocks: list[tuple[str, Any]]) -> list[dict[str, Any]]:
    stream = BodyBlock()
    made = []
    for name, value in blocks:
        block = stream.child_blocks[name]
        given = value if name in {"table"} else block.get_prep_value(block.normalize(value))
        made.append({"type": name, "value": given})
    return made


def test_an_event_says_no_more_than_is_known_of_its_day(client: Client, site: SimpleNamespace) -> None:
    TimelineEventPageFactory(
        parent=site.timeline,
        date=dt.date(2015, 6, 17),
        precision="month",
        sources=[("source", {"title": "", "url": "https://example.org/report"})],
        body=[("paragraph", "<p>It was free.</p>")],
    )
    item = the_item(client, "/en/timeline/feed.json")
    assert '<time datetime="2015-06">June 2015</time>' in item["content_html"]
    assert "Mosul, Iraq" in item["content_html"]
    assert '<a href="https://example.org/report">example.org</a>' in item["content_html"]
    assert "<p>It was free.</p>" in item["content_html"]
    assert "17" not in item["content_html"]
    assert not item.get("date_published", "").startswith("2015")
    assert item["tags"] == ["Liberation", "Iraq"]


def test_a_digest_has_its_items_with_their_sources(client: Client, site: SimpleNamespace) -> None:
    DigestPageFactory(parent=site.digest, introduction="The week.")
    html = the_item(client, "/en/digest/feed.json")["content_html"]
    assert "<p>The week.</p>" in html
    assert '<h3><a href="https://example.org">Talks</a></h3>' in html
    assert "They met." in html
    assert "A paper" in html


def test_a_story_says_whose_it_is(client: Client, site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    StoryPageFactory(parent=series, pull_quote="I stayed.", is_pseudonym=True, place="Raqqa")
    html = the_item(client, "/en/stories/women/feed.json")["content_html"]
    for said in ("This is a sample story.", "Rasha (name changed)", "Raqqa", "<p>I stayed.</p>", "Water runs"):
        assert said in html


HOSTILE_TITLES = [
    f"A{''.join(c for c in CONTROLS if c != chr(0))}B",
    "Bread & <b>water</b> ]]> <!-- --> <![CDATA[ &amp; &#0; &lt;",
    "\u202eevil\u202c \u2066x\u2069",
    "😀 \U0010ffff \ufffe\uffff",
    "x" * 250,
    "\u200fعنوان\u200e",
]


@pytest.mark.parametrize("title", HOSTILE_TITLES, ids=range(len(HOSTILE_TITLES)))
def test_no_title_breaks_a_feed(client: Client, site: SimpleNamespace, title: str) -> None:
    page = NewsPageFactory(parent=site.news, slug="one", tags=[title[:90]], summary=title, body=[("paragraph", title)])
    type(page).objects.filter(pk=page.pk).update(title=title)
    item = the_item(client, NEWS)
    tree = atom(client.get("/en/news/feed.atom"))
    assert tree.findtext(f"{ATOM}entry/{ATOM}title") == item["title"] == item["summary"] == clean_text(title)
    assert tree.findtext(f"{ATOM}entry/{ATOM}content") == item["content_html"]


def test_text_is_in_one_line_and_turns_nothing_round() -> None:
    assert clean_text("\u202e a\x00\x1b[2J\n b\u2066\ud800 ") == "a[2J b"
    assert clean_text("\u200fعنوان") == "\u200fعنوان"


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("<script>alert(1)</script><p onclick='x()' style='x'>a</p>", "<p>a</p>"),
        ("<p>a<!-- b --><![CDATA[c]]></p>", "<p>a</p>"),
        ("<a href='javascript:alert(1)'>a</a>", "a"),
        ("<a href=' JaVa\tScript:alert(1)'>a</a>", "a"),
        ("<a href='java&#1;script:alert(1)'>a</a>", "a"),
        ("<a href='data:text/html,x'>a</a>", "a"),
        ("<a href='//[x'>a</a>", "a"),
        ("<a href='/en/news/'>a</a>", '<a href="http://testserver/en/news/">a</a>'),
        ("<a href='#b'>a</a>", '<a href="http://testserver/en/#b">a</a>'),
        ("<a href='?page=2'>a</a>", '<a href="http://testserver/en/?page=2">a</a>'),
        ("<a href='mailto:a@example.org'>a</a>", '<a href="mailto:a@example.org">a</a>'),
        ("<iframe src='x'>a</iframe><form><input><button>b</button></form>c", "c"),
        ("<svg><script>1</script></svg><img src=x onerror=1><video><p>a</p></video>b", "b"),
        ("<div><p>a</p><p hidden>b</p></div>", "<p>a</p>"),
        ("<p>a\x08 &#8; &#x1b; \x00b</p>", "<p>a b</p>"),
        ("<p>a < b & c ]]></p>", "<p>a &lt; b &amp; c ]]&gt;</p>"),
        ("<p><b>unended", "<p><b>unended</b></p>"),
        ("", ""),
    ],
)
def test_html_is_reduced_to_text(given: str, left: str) -> None:
    found = clean_html(given, "http://testserver/en/")
    assert found.replace("  ", " ").replace("  ", " ") == left


def test_a_text_with_a_tag_left_open_breaks_no_other(client: Client, site: SimpleNamespace) -> None:
    for number, text in enumerate(
        ['<p>One <a linktype="page" id="1"', "<p>Two</p>", f'<p><a linktype="page" id="{"9" * 20}">Three</a></p>']
    ):
        NewsPageFactory(parent=site.news, slug=f"n{number}", body=[("paragraph", text)])
    content = client.get("/en/news/feed.json")
    assert content.status_code == 200
    assert all(word in content.content.decode() for word in ("One", "Two", "Three"))


def test_spaces_that_must_not_break_stay(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="Quand\u00a0?", body=[("paragraph", "<p>Demain\u202f!</p>")])
    content = client.get("/en/news/feed.json").json()["items"][0]
    assert content["title"] == "Quand\u00a0?"
    assert "Demain\u202f!" in content["content_html"]
