"""Make Wagtail decide by the database's clock whether a revision goes live now or later."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import registry
from wagtail.models import Page, Revision
from wagtail.utils.timestamps import ensure_utc

from publishing import clock

# Wagtail looks at the machine's clock a little later than we do.
MARGIN = dt.timedelta(seconds=5)


@contextmanager
def on_the_databases_clock(revision: Revision, now: dt.datetime | None = None) -> Iterator[None]:
    """Publish or schedule a revision by the database's clock, whatever this machine's clock says.

    Wagtail compares the go-live with ``timezone.now()``. Where the two clocks disagree, it is shown an instant on the
    right side of that for as long as it publishes, and the true go-live is put back in the same transaction.

    Args:
        revision: What ``publish()`` is called on inside the block.
        now: The present instant by the database's clock, if it was asked a moment ago.
    """
    asked = _instant(revision.content.get("go_live_at"))
    now, here = now or clock.now(), timezone.now()
    if asked is None or _agree(asked, now, here):
        yield
        return
    shown = here - MARGIN if asked <= now else here + dt.timedelta(days=1)
    true_content = revision.content
    revision.content = true_content | {"go_live_at": shown.isoformat()}
    try:
        with transaction.atomic():
            yield
            _put_back(revision, shown, asked)
    finally:
        revision.content = true_content
        if revision.approved_go_live_at == shown:
            revision.approved_go_live_at = asked


def _instant(value: Any) -> dt.datetime | None:
    """Return an instant out of a revision's content: text, unless the revision has just been made."""
    return value if isinstance(value, dt.datetime) else parse_datetime(value or "")


def _agree(asked: dt.datetime, now: dt.datetime, here: dt.datetime) -> bool:
    """Return whether Wagtail comes to the right answer by itself."""
    return asked <= here if asked <= now else asked > here + MARGIN


def _put_back(revision: Revision, shown: dt.datetime, asked: dt.datetime) -> None:
    """Replace the instant that Wagtail was shown wherever it has stored it: revision, page, aliases, history."""
    Revision.objects.filter(pk=revision.pk, approved_go_live_at=shown).update(approved_go_live_at=asked)
    model: Any = ContentType.objects.get_for_id(revision.base_content_type_id).model_class()
    same = Q(pk=revision.object_id)
    if issubclass(model, Page):
        same |= Q(alias_of=revision.object_id)
    model.objects.filter(same, go_live_at=shown).update(go_live_at=asked)
    entries: Any = registry.get_logs_for_instance(revision.content_object)
    for entry in entries.filter(revision=revision, action="wagtail.publish.schedule"):
        entry.data["revision"]["go_live_at"] = ensure_utc(asked)
        entry.save(update_fields=["data"])
