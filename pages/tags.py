"""Tags that are translated with their page."""

from collections.abc import Iterable
from typing import Any

from modelcluster.contrib.taggit import ClusterTaggableManager
from wagtail_localize.segments import StringSegmentValue


class TranslatableTags(ClusterTaggableManager):
    """Tags whose names are segments of a translation, which has tags of its own language.

    wagtail-localize asks a field that has the two methods below, and sets what comes of it as an attribute: taggit's
    manager cannot be set.
    """

    def __set__(self, instance: Any, names: Iterable[str]) -> None:
        """Gives a page other tags.

        Args:
            instance: The page.
            names: The tags' names; those that are new are made.
        """
        getattr(instance, self.name).set(names)

    def get_translatable_segments(self, tags: Iterable[Any]) -> list[StringSegmentValue]:
        """Returns each tag's name as a text to translate, found again by its slug.

        Args:
            tags: The tags of the original.
        """
        return [StringSegmentValue(tag.slug, tag.name) for tag in tags]

    def restore_translated_segments(self, tags: Iterable[Any], segments: Iterable[StringSegmentValue]) -> list[str]:
        """Returns the names of a translation's tags.

        Args:
            tags: The tags of the original.
            segments: Their names in the other language, or as they were where there is none yet.
        """
        return [segment.render_text() for segment in segments]
