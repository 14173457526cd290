"""A story about a real person, and records of her consent."""

from types import SimpleNamespace
from typing import Any

import pytest
from wagtail.models import Locale

from stories.models import ConsentRecord, StoryPage
from tests.factories import ConsentRecordFactory, ImageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.stories.recording import publish


@pytest.fixture
def story(site: SimpleNamespace) -> StoryPage:
    """A draft about a real person."""
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    return StoryPageFactory(parent=series, slug="marwa", is_sample=False, live=False, name="Marwa", place="Syria")


@pytest.fixture
def consent(story: StoryPage, people: SimpleNamespace) -> Any:
    def make(**values: Any) -> ConsentRecord:
        given = {"recorded_by": people.moderator, "confirmed_by": people.second_moderator} | values
        return ConsentRecordFactory(story=story, **given)

    return make


@pytest.fixture
def record(consent: Any) -> ConsentRecord:
    return consent(languages=["en", "ar"])


@pytest.fixture
def live_story(story: StoryPage, record: ConsentRecord) -> StoryPage:
    """A live story that one record covers, with a portrait."""
    story.lead_image, story.lead_image_alt, story.shows_face = ImageFactory(), "Marwa at her loom", True
    publish(story)
    return story


@pytest.fixture
def arabic_story(live_story: StoryPage) -> StoryPage:
    """The live translation of a live story; its consent is recorded for the original."""
    arabic, _created = Locale.objects.get_or_create(language_code="ar")
    translation = live_story.copy_for_translation(arabic, copy_parents=True)
    publish(translation)
    return translation
