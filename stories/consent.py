"""The rule that no story about a real person is public without consent. Its definition is in the database."""

from django.db import connection
from django.utils.translation import gettext as _

from stories.models.pages import StoryPage


def problem_with(story: StoryPage) -> str:
    """Return why a story may not be published; empty if it may.

    Args:
        story: The story as it would be published.
    """
    lacking = lacks(story)
    if not lacking:
        return ""
    if lacking == ["record"]:
        return _("This story is about a person: it needs a consent record that is confirmed and in force.")
    names = {
        "language": _("its language"),
        "site": _("this site"),
        "name": _("the name"),
        "face": _("the face"),
        "place": _("the place"),
    }
    return _("The recorded consent does not cover %(things)s.") % {"things": ", ".join(names[key] for key in lacking)}


def lacks(story: StoryPage) -> list[str]:
    """Return what a story shows that no record in force covers, as the database's rule names it.

    Args:
        story: A story as it is in memory, saved or not.
    """
    if not story.needs_consent:
        return []
    shown = [
        str(story.translation_key),
        story.locale.language_code if story.locale_id else "",
        bool(story.name) and not story.is_pseudonym,
        bool(story.lead_image_id) and story.shows_face,
        bool(story.place),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT stories_consent_lacks(%s, %s, %s, %s, %s)", shown)
        return list(cursor.fetchone()[0])
