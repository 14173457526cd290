"""What the tests of consent share: publishing a story, filling in a record's form, and letting time pass."""

from typing import Any

from django.db import connection

from stories.models import ConsentRecord, StoryPage


def publish(story: StoryPage) -> None:
    story.save_revision().publish()
    story.refresh_from_db()


def fields(story: StoryPage, **values: Any) -> dict[str, Any]:
    return {
        "story": story.pk,
        "channels": ["site"],
        "languages": ["en"],
        "valid_until": "2030-01-01",
        "covers_name": "on",
        "covers_place": "on",
    } | values


def let_consent_end(record: ConsentRecord) -> None:
    """Put a record where time would have put it: no trigger runs when a day passes."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE stories_consentrecord SET valid_until = statement_timestamp()::date - 2 WHERE id = %s", [record.pk]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


def commit() -> None:
    """Run what the database checks at the end of a transaction."""
    connection.check_constraints()
