"""A draft always saves; what it lacks is said, and asked for when it is submitted or published."""

import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Page

from news.models import NewsPage
from pages.blocks.base import BodyStreamBlock
from pages.blocks.body import BodyBlock
from pages.models import BasePage
from stories.models import StoryPage
from tests.conftest import PASSWORD
from tests.factories import (
    ImageFactory,
    NewsPageFactory,
    PartnerSpotlightPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
    TimelineEventPageFactory,
)
from tests.forms import form_data, stream_data

VIDEO = {"url": "https://youtu.be/dQw4w9WgXcQ", "title": "A film", "has_captions": False}
LINK_HERE = '{"entityMap":{"0":{"type":"LINK","mutability":"MUTABLE","data":{"url":"https://example.org/"}}},"blocks":[{"key":"a","type":"unstyled","depth":0,"text":"here","inlineStyleRanges":[],"entityRanges":[{"offset":0,"length":4,"key":0}]}]}'
TOMORROW = "2031-01-02 10:00"


@pytest.fixture
def editor(client: Client, people: SimpleNamespace) -> Client:
    client.login(username="editor", password=PASSWORD)
    return client


def a_picture(width: int = 1600) -> Any:
    from django.core.files.base import ContentFile

    from tests.factories import a_jpeg

    return ImageFactory(file=ContentFile(a_jpeg(width), name="picture.jpg"))


def news(site: SimpleNamespace) -> BasePage:
    return NewsPageFactory(parent=site.news, live=False)


def event(site: SimpleNamespace) -> BasePage:
    return TimelineEventPageFactory(parent=site.timeline, live=False)


def series(site: SimpleNamespace) -> BasePage:
    return StorySeriesPageFactory(parent=site.stories, live=False)


def spotlight(site: SimpleNamespace) -> BasePage:
    return PartnerSpotlightPageFactory(parent=site.partners, live=False)


def block(name: str, value: dict[str, Any]) -> dict[str, str]:
    stream = BodyBlock()
    return stream_data("body", stream, StreamValue(stream, [{"type": name, "value": value}], is_lazy=True))


# What is entered, and the words that say what is wrong with it.
FAULTS: dict[str, tuple[Any, Any, str]] = {
    "lead image without a description": (news, lambda: {"lead_image": a_picture().pk}, "Say what the image shows"),
    "lead image that is too small": (
        news,
        lambda: {"lead_image": a_picture(200).pk, "lead_image_decorative": "on"},
        "200 pixels wide",
    ),
    "lead image described and decorative": (
        news,
        lambda: {"lead_image": a_picture().pk, "lead_image_alt": "A bridge", "lead_image_decorative": "on"},
        "A decorative image has no description",
    ),
    "image block without a description": (
        news,
        lambda: block("image", {"image": a_picture().pk}),
        "Say what the image shows",
    ),
    "video without captions": (news, lambda: block("embed", VIDEO), "A video needs captions"),
    "link that reads here": (
        news,
        lambda: block("paragraph", "<p>x</p>") | {"body-0-value": LINK_HERE},  # type: ignore[arg-type]
        "Say in the link",
    ),
    "half an address": (
        news,
        lambda: block("embed", VIDEO | {"url": "https:/"}),
        "Enter a valid URL",
    ),
    "figure without a source": (
        news,
        lambda: block("figures", {"items": [{"value": "7", "label": "people"}]}),
        "Say who gives this figure",
    ),
    "no body": (news, lambda: {"body-count": "0"}, "This field is required"),
    "no source": (event, lambda: {"sources-count": "0"}, "This field is required"),
    "swapped coordinates": (event, lambda: {"latitude": "43.1", "longitude": "36.3"}, "are swapped"),
    "coordinates of another country": (event, lambda: {"latitude": "-36.3"}, "isn't in Iraq"),
    "coordinates off the earth": (event, lambda: {"latitude": "93.1"}, "less than or equal to 90"),
    "hashtag with its sign": (series, lambda: {"hashtag": "#Women"}, "Letters, digits and underscores only"),
    "week that begins on a Tuesday": (spotlight, lambda: {"week": "2019-04-02"}, "begins on a Monday"),
    "no contributions": (spotlight, lambda: {"contributions-count": "0"}, "This field is required"),
    "go-live that is past": (news, lambda: {"go_live_at": "2019-01-02 10:00"}, "That time is past"),
    "expiry that is past": (news, lambda: {"expire_at": "2019-01-02 10:00"}, "must be in the future"),
    "go-live after the expiry": (
        news,
        lambda: {"go_live_at": "2031-01-02 10:00", "expire_at": "2031-01-01 10:00"},
        "must be before expiry",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("is_live", [False, True], ids=["draft", "live"])
def test_a_draft_saves_and_is_refused_when_submitted(
    editor: Client, site: SimpleNamespace, fault: str, is_live: bool
) -> None:
    make, entered, said = FAULTS[fault]
    page = make(site)
    revision = page.save_revision()
    if is_live:
        revision.publish()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(editor, address, page) | {"summary": "Typed before leaving."} | entered()
    answer = editor.post(address, data, headers={"Accept": "application/json"})
    assert answer.json()["success"] is True, answer.json()
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    assert draft.summary == "Typed before leaving."
    refused = editor.post(address, data | {"action-submit": "1"})
    assert refused.status_code == 200
    assert refused.context["form"].errors or refused.context["form"].formsets
    assert said.replace("'", "&#x27;") in refused.content.decode() or said in str(
        refused.context["form"].errors.as_data()
    )
    assert Page.objects.get(pk=page.pk).current_workflow_state is None
    stored = page.specific_class.objects.get(pk=page.pk)
    assert stored.live is is_live
    assert stored.summary == (page.summary if is_live else draft.summary)


# Whatever a slug or a title is, the draft is saved under one that works; the form is told which.
NAMES = {
    "slug of a sibling": ({"slug": "taken"}, {"slug": "taken-2"}),
    "slug of a sibling, at full length": ({"slug": "x" * 255}, {"slug": "x" * 245}),
    "no slug": ({"slug": ""}, {"slug": "typed"}),
    "slug with spaces": ({"slug": "Two words!"}, {"slug": "two-words"}),
    "slug of signs": ({"slug": "!!!"}, {"slug": "typed"}),
    "slug too long": ({"slug": "y" * 300}, {"slug": "y" * 245}),
    "no title": ({"title": " "}, {"title": "Before"}),
    "title too long": ({"title": "z" * 300}, {"title": "z" * 255}),
    "title with NUL": ({"title": "A\0B"}, {"title": "AB"}),
    "summary with NUL": ({"summary": "A\0B"}, {}),
    "summary with half a surrogate pair": ({"summary": b"A\xed\xa0\x80B"}, {}),
    "no date": ({"date": ""}, {}),
    "a date that doesn't exist": ({"date": "2026-13-45"}, {}),
    "an image that doesn't exist": ({"lead_image": "999999"}, {}),
    "a kind that doesn't exist": ({"kind": "rumour"}, {}),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_saves_under_a_title_and_slug_that_work(editor: Client, site: SimpleNamespace, name: str) -> None:
    entered, expected = NAMES[name]
    NewsPageFactory(parent=site.news, slug="taken")
    NewsPageFactory(parent=site.news, slug="x" * 255)
    page = NewsPageFactory(parent=site.news, live=False, title="Before", slug="before")
    page.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(editor, address, page) | {"title": "Typed", "summary": "Typed before leaving."} | entered
    answer = editor.post(address, data, headers={"Accept": "application/json"})
    assert answer.json()["success"] is True, answer.json()
    draft = Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    assert {field: getattr(draft, field) for field in expected} == expected
    if "summary" not in entered:
        assert draft.summary == "Typed before leaving."
    told = answer.json()["field_updates"]
    assert told.get("slug", "") == (expected.get("slug", "") if "slug" in entered else "")
    if set(entered) <= {"title", "slug", "date", "kind"}:
        assert "form" in editor.post(address, data | {"action-submit": "1"}).context


def test_a_new_page_is_saved_beside_one_of_the_same_name(editor: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="taken")
    page = NewsPageFactory(parent=site.news, live=False, title="Taken", slug="other")
    page.save_revision()
    data = form_data(editor, reverse("wagtailadmin_pages:edit", args=[page.pk]), page) | {"slug": "taken"}
    address = reverse("wagtailadmin_pages:add", args=["news", "newspage", site.news.pk])
    answer = editor.post(address, data, headers={"Accept": "application/json"})
    assert answer.json()["success"] is True, answer.json()
    assert Page.objects.get(pk=answer.json()["pk"]).slug == "taken-2"


def test_taking_the_sample_mark_off_a_live_story_saves(editor: Client, site: SimpleNamespace) -> None:
    story = StoryPageFactory(parent=StorySeriesPageFactory(parent=site.stories))
    story.save_revision().publish()
    address = reverse("wagtailadmin_pages:edit", args=[story.pk])
    data = form_data(editor, address, story)
    data.pop("is_sample")
    assert editor.post(address, data, headers={"Accept": "application/json"}).json()["success"] is True
    story = StoryPage.objects.get(pk=story.pk)
    assert (story.live, story.is_sample, story.get_latest_revision_as_object().is_sample) == (True, True, False)


def test_what_is_missing_is_listed_and_brought_up_to_date(editor: Client, site: SimpleNamespace) -> None:
    page = news(site)
    page.save_revision()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Nothing is missing." in editor.get(address).content.decode()
    data = form_data(editor, address, page) | {"lead_image": a_picture().pk}
    html = editor.post(address, data, headers={"Accept": "application/json"}).json()["html"]
    assert 'data-w-teleport-target-value="#publish-problems"' in html
    assert "Say what the image shows" in html
    assert "Say what the image shows" in editor.get(address).content.decode()


def test_a_rejected_page_needs_nothing(client: Client, site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = news(site)
    page.save_revision(user=people.editor)
    page.get_workflow().start(page, people.editor)
    client.login(username="moderator", password=PASSWORD)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = form_data(client, address, page) | {"body-count": "0"}
    client.post(address, data | {"action-workflow-action": "true", "workflow-action-name": "reject"})
    assert Page.objects.get(pk=page.pk).current_workflow_state is None or (
        Page.objects.get(pk=page.pk).current_workflow_state.status == "needs_changes"
    )


def test_two_threads_do_not_share_what_is_relaxed(db: None) -> None:
    """Wagtail relaxes block definitions that all threads share while it saves a draft."""
    stream = NewsPage._meta.get_field("body").stream_block
    empty = StreamValue(stream, [("heading", {"text": "", "custom_anchor": ""})])
    entered, leave, refused = threading.Event(), threading.Event(), []

    class Slow(BodyStreamBlock):
        def clean(self, value: Any) -> Any:
            entered.set()
            leave.wait(5)
            return super().clean(value)

    slow = Slow(list(stream.child_blocks.items()))

    def publish() -> None:
        try:
            stream.clean(empty)
        except ValidationError:
            refused.append(True)

    draft = threading.Thread(target=lambda: slow.clean_deferred(slow.to_python([])))
    draft.start()
    assert entered.wait(5)
    other = threading.Thread(target=publish)
    other.start()
    other.join(0.3)
    leave.set()
    draft.join(5)
    other.join(5)
    assert refused == [True]
