"""The version that readers see: every live page has one, and nobody writes over it."""

import datetime as dt
from typing import Any

from wagtail.models import Page, Revision

from publishing import clock


def keep_live_revision(page: Any) -> None:
    """Give a live page a live revision if it has none; Wagtail takes such a page down when a change is scheduled.

    Pages that were made live by code have none, nor have those whose revisions were purged.

    Args:
        page: A page in memory; what is stored is what counts.
    """
    stored = Page.objects.filter(pk=page.pk, live=True, live_revision__isnull=True).first()
    if stored is not None:
        page.live_revision = version_of_live(stored.specific)
        Page.objects.filter(pk=page.pk).update(live_revision=page.live_revision)


def version_of_live(page: Any) -> Revision:
    """Return a new version made of what is live, older than all others: none of them is to be taken for out of date.

    Args:
        page: The page as it is stored, of its own type.
    """
    oldest = page.revisions.order_by("created_at").values_list("created_at", flat=True).first() or clock.now()
    return Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        created_at=oldest - dt.timedelta(seconds=1),
        object_str=str(page),
        content=page.serializable_data(),
    )


def is_live_revision(revision: Any) -> bool:
    """Return whether readers see a version."""
    return Page.objects.filter(live_revision_id=revision.pk).exists()
