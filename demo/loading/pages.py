"""Making pages."""

import datetime as dt
from typing import Any

from django.utils import timezone

from pages.models import BasePage

HOUR = dt.time(9)


def add[Kind: BasePage](parent: BasePage, page: Kind, date: dt.date | None = None) -> Kind:
    """Adds a page below another, published in the morning of a day.

    Args:
        parent: The page above it.
        page: The page, not yet saved.
        date: The day; today where it is not given.
    """
    page.locale_id = parent.locale_id
    if page.live:
        moment = timezone.make_aware(dt.datetime.combine(date, HOUR)) if date else timezone.now()
        page.first_published_at = page.last_published_at = page.latest_revision_created_at = moment
    parent.add_child(instance=page)
    return page


def update(page: BasePage, **values: Any) -> None:
    """Sets a page's fields and saves it."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save()
