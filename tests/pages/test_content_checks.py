"""What an editor is told before readers who cannot see or hear are left out."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks.stream_block import StreamValue

from demo.hostile import searches
from pages.alt_texts import repeats
from pages.blocks.body import StandardBodyBlock
from pages.blocks.link_texts import vague_links
from pages.plain_language import readability
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory

VIDEO = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "A film"}


def cleaned(name: str, value: Any) -> Any:
    block = StandardBodyBlock()
    return block.clean(StreamValue(block, [{"type": name, "value": value}], is_lazy=True))


@pytest.mark.parametrize(
    "text",
    [
        "here",
        "Click here",
        " read more … ",
        "HERE!",
        "https://example.org/a",
        "www.example.org",
        "هنا",
        "اقرأ المزيد",
        "cliquez ici",
        "En savoir plus »",
        "<b>more</b>",
    ],
)
def test_a_link_text_that_says_nothing_is_refused(db: None, text: str) -> None:
    html = f'<p>For the report <a href="https://example.org/">{text}</a>.</p>'
    assert len(vague_links(html)) == 1
    with pytest.raises(ValidationError):
        cleaned("paragraph", html)


@pytest.mark.parametrize(
    "text", ["the report of 2019", "More about Mosul", "تقرير عام 2019", "le rapport", "here and there in Iraq", ""]
)
def test_other_link_texts_are_left_alone(db: None, text: str) -> None:
    html = f'<p>We wrote <a href="https://example.org/">{text}</a>. Click here is not a link here.</p>'
    assert vague_links(html) == []
    cleaned("paragraph", html)


@pytest.mark.parametrize("html", ["", "<a>", "<a href=", "</a></a>", "<a><a>here</a>", "<" * 10_000, "<a>here" * 2000])
def test_broken_markup_is_read(html: str) -> None:
    assert isinstance(vague_links(html), list)


@pytest.mark.parametrize("chosen", ["not-needed", ""])
def test_what_is_chosen_about_a_video_is_no_text_of_the_page(site: Any, chosen: str) -> None:
    value = VIDEO | {"has_captions": True, "audio_description": chosen, "text": "A road."}
    page = NewsPageFactory(parent=site.news, body=[("embed", value)], live=False)
    assert page.search_text().split("\n")[1:] == ["A film", "A road."]


def test_an_alt_text_does_not_repeat_the_caption(site: Any) -> None:
    assert repeats("The bridge, mended.", "The bridge mended")
    assert not repeats("", "")
    assert not repeats("A bridge with new planks", "The bridge, mended")
    picture = ImageFactory()
    value = {"image": picture.pk, "alt_text": "The bridge", "caption": "the bridge.", "decorative": False}
    with pytest.raises(ValidationError):
        cleaned("image", value)
    cleaned("image", value | {"caption": "Akhtarin, April 2019"})
    page = NewsPageFactory(parent=site.news, lead_image=picture, lead_image_alt="The bridge")
    page.lead_image_caption = "The bridge."
    with pytest.raises(ValidationError):
        page.full_clean()


@pytest.mark.parametrize(
    "lacking",
    [
        {"has_captions": False, "audio_description": "not-needed"},
        {"has_captions": True, "audio_description": ""},
        {"has_captions": True, "audio_description": "in-text", "text": ""},
        {"has_captions": True, "audio_description": "other"},
    ],
)
def test_a_video_needs_captions_and_a_thought_for_those_who_cannot_see_it(db: None, lacking: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        cleaned("embed", VIDEO | lacking)


def test_a_video_with_both_and_a_post_are_taken(db: None) -> None:
    cleaned("embed", VIDEO | {"has_captions": True, "audio_description": "in-text", "text": "A road, then a town."})
    cleaned("embed", {"url": "https://x.com/coalition/status/1", "title": "A post", "text": "What it says."})


def test_long_sentences_are_called_hard() -> None:
    easy = readability("Water runs again. The market is open. " * 10)
    assert easy is not None
    assert (easy.words, easy.is_easy, easy.is_hard) == (4, True, False)
    hard = readability(" ".join(["word"] * 60) + ". " + " ".join(["more"] * 30) + ".")
    assert hard is not None
    assert (hard.words, hard.longest, hard.is_hard) == (45, 60, True)
    assert hard.excerpt == " ".join(["word"] * 14)
    arabic = readability("عادت المياه إلى الأحياء الشرقية. هل فُتحت السوق من جديد؟ نعم، فُتحت السوق اليوم." * 4)
    assert arabic is not None
    assert arabic.words < 8
    assert readability("Too short.") is None


def test_any_text_is_measured() -> None:
    for text in searches(200, seed="readability"):
        readability(text)


def test_an_editor_sees_it(client: Client, site: Any, people: Any) -> None:
    page = NewsPageFactory(parent=site.news, body=[("paragraph", f"<p>{'long ' * 70}.</p>")])
    client.login(username="editor", password=PASSWORD)
    content = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "That is hard to read" in content
    assert "The longest sentence has" in content
