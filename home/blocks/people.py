"""Sections about people: a featured story, a series."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock, StructValue, TextBlock

from home.blocks.base import SectionBlock
from stories.models import StoryPage


class FeaturedStorySection(SectionBlock):
    """One story with its quote."""

    text = TextBlock(required=False, max_length=500, help_text=_("Two or three sentences that lead into the story."))
    story = PageChooserBlock(page_type="stories.StoryPage", help_text=_("The story; its pull quote is shown large."))

    class Meta:
        icon = "user"
        label = _("Featured story")
        description = _("One story with its quote.")
        template = "home/sections/featured_story.html"
        preview_value = {"heading": "In her own words"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the chosen story while it is live."""
        story = value.get("story")
        return story if story and story.live else None

    def pages_with_pictures(self, content: Any) -> list[Any]:
        """Returns the story."""
        return [content]


class SeriesSection(SectionBlock):
    """A series with its hashtag and its latest story."""

    text = TextBlock(required=False, max_length=500, help_text=_("What the series is about."))
    series = PageChooserBlock(page_type="stories.StorySeriesPage", help_text=_("The series."))

    class Meta:
        icon = "group"
        label = _("Story series")
        description = _("A series with its hashtag and its latest stories.")
        template = "home/sections/series.html"
        preview_value = {"heading": "Inspiring Women"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the series and its latest stories, while there are any."""
        series = value.get("series")
        stories = list(StoryPage.objects.child_of(series).for_list()[:3]) if series and series.live else []
        return {"series": series, "stories": stories} if stories else None

    def pages_with_pictures(self, content: Any) -> list[Any]:
        """Returns the stories."""
        return list(content["stories"])
