"""Stories, their series, and the consent of those they show."""

from stories.models.consent import ConsentRecord
from stories.models.pages import StoryIndexPage, StoryPage, StorySeriesPage

__all__ = ["ConsentRecord", "StoryIndexPage", "StoryPage", "StorySeriesPage"]
