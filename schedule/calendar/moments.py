"""Which pages stand in the calendar, and when, asked with one query however many there are."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision, WorkflowState

from publishing.clock import DatabaseNow
from schedule.models import Action, Outcome, Overdue, Release, ReleaseMember


class State(models.TextChoices):
    """How far an entry has come."""

    OVERDUE = "overdue", _("Overdue")
    PROPOSED = "proposed", _("Proposed, not approved")
    IN_REVIEW = "in-review", _("Waiting for approval")
    SCHEDULED = "scheduled", _("Scheduled")
    RELEASE = "release", _("In a release")
    LIVE = "live", _("Live")
    DOWN = "down", _("Came down")
    DRAFT = "draft", _("Draft without a time")


@dataclass(frozen=True)
class Moment:
    """A page's time, before anything is known of the page.

    Attributes:
        page_id: Which page.
        at: When; None for what has no time yet.
        action: Going live, or coming down.
        state: How far it has come.
        note: What went wrong.
    """

    page_id: int
    at: dt.datetime | None
    action: str
    state: str
    note: str = ""


def find(start: dt.datetime, end: dt.datetime) -> list[Moment]:
    """Returns what was done and what is planned from one instant to another, what is overdue, and what has no time.

    Args:
        start: The first instant.
        end: The instant after the last.
    """
    sources = [
        *_scheduled(start, end),
        _proposed(start, end),
        _expiring(start, end),
        _went_live(start, end),
        _outcomes(start, end),
        _in_releases(start, end),
        _overdue(),
        _without_time(),
    ]
    first, *others = [rows.order_by() for rows in sources]
    found = [_moment(*row) for row in first.union(*others, all=True)]
    late = {(moment.page_id, moment.action) for moment in found if moment.note}
    return _without_repeats([m for m in found if m.note or (m.page_id, m.action) not in late or _is_done(m)])


def _row(rows: QuerySet[Any], page: Any, at: Any, action: Any, state: Any, note: Any = None) -> QuerySet[Any]:
    """Return rows with the columns of a moment; what is planned and past by the database's clock is overdue."""
    return rows.annotate(
        of_page=Cast(page, models.IntegerField()),
        at=Cast(at, models.DateTimeField()),
        does=Cast(action, models.TextField()),
        planned=Cast(state, models.TextField()),
        stands=Case(
            When(planned=State.SCHEDULED, at__lte=DatabaseNow(), then=Value(State.OVERDUE)),
            default=F("planned"),
            output_field=models.TextField(),
        ),
        said=Cast(note or Value(""), models.TextField()),
    ).values_list("of_page", "at", "does", "stands", "said")


def _moment(page_id: int, at: dt.datetime | None, action: str, state: str, note: str) -> Moment:
    """Return a row as a moment."""
    if state == State.OVERDUE and note:
        reason, _bar, error = note.partition("|")
        note = f"{Overdue.Reason(reason).label}. {error}".strip()
    return Moment(page_id, at, action, state, note)


def _is_done(moment: Moment) -> bool:
    """Returns whether a moment is history."""
    return moment.state in {State.LIVE, State.DOWN}


def _without_repeats(found: list[Moment]) -> list[Moment]:
    """Leaves out the scheduler's record of a go-live that the page itself shows."""
    kept: dict[tuple[Any, ...], Moment] = {}
    for moment in found:
        minute = moment.at.replace(second=0, microsecond=0) if moment.at else None
        kept.setdefault((moment.page_id, moment.action, minute), moment)
    return list(kept.values())


def _revisions() -> QuerySet[Any]:
    """Returns the revisions of pages, with the times that their content asks for."""
    return Revision.page_revisions.annotate(
        asked=KeyTextTransform("go_live_at", "content"), expiry=KeyTextTransform("expire_at", "content")
    )


def _scheduled(start: dt.datetime, end: dt.datetime) -> list[QuerySet[Any]]:
    """Returns the approved go-lives, and the expiries that are approved with them."""
    approved = _revisions().filter(approved_go_live_at__isnull=False)
    live, down = Value(Action.PUBLISH), Value(Action.UNPUBLISH)
    state = Value(State.SCHEDULED)
    going_live = approved.filter(approved_go_live_at__gte=start, approved_go_live_at__lt=end)
    coming_down = approved.filter(expiry__gte=_text(start), expiry__lt=_text(end))
    return [
        _row(going_live, F("object_id"), F("approved_go_live_at"), live, state),
        _row(coming_down, F("object_id"), F("expiry"), down, state),
    ]


def _proposed(start: dt.datetime, end: dt.datetime) -> QuerySet[Any]:
    """Returns the go-lives that a latest draft asks for and nobody has approved.

    The index ``coalition_go_live_asked`` serves this; the content has its times in UTC, as text.
    """
    latest = Page.objects.filter(latest_revision=OuterRef("pk")).exclude(
        live=True, go_live_at=Cast(OuterRef("asked"), models.DateTimeField())
    )
    rows = _revisions().filter(
        Exists(latest), asked__gte=_text(start), asked__lt=_text(end), approved_go_live_at__isnull=True
    )
    return _row(rows, F("object_id"), F("asked"), Value(Action.PUBLISH), Value(State.PROPOSED))


def _expiring(start: dt.datetime, end: dt.datetime) -> QuerySet[Any]:
    """Returns when live pages come down, unless a change that is scheduled says otherwise."""
    rows = Page.objects.filter(live=True, expire_at__gte=start, expire_at__lt=end).exclude(
        latest_revision__approved_go_live_at__isnull=False
    )
    return _row(rows, F("pk"), F("expire_at"), Value(Action.UNPUBLISH), Value(State.SCHEDULED))


def _went_live(start: dt.datetime, end: dt.datetime) -> QuerySet[Any]:
    """Returns when pages that are live went live first."""
    rows = Page.objects.filter(live=True, depth__gt=2, first_published_at__gte=start, first_published_at__lt=end)
    return _row(rows, F("pk"), F("first_published_at"), Value(Action.PUBLISH), Value(State.LIVE))


def _outcomes(start: dt.datetime, end: dt.datetime) -> QuerySet[Any]:
    """Returns what the scheduler has done."""
    rows = Outcome.objects.filter(done_at__gte=start, done_at__lt=end, content_type=_page_type())
    state = models.Case(models.When(action=Action.PUBLISH, then=Value(State.LIVE)), default=Value(State.DOWN))
    return _row(rows, F("object_id"), F("done_at"), F("action"), state)


def _in_releases(start: dt.datetime, end: dt.datetime) -> QuerySet[Any]:
    """Returns what goes live or comes down with a release that is scheduled."""
    rows = ReleaseMember.objects.filter(
        page__isnull=False,
        release__state=Release.State.SCHEDULED,
        release__go_live_at__gte=start,
        release__go_live_at__lt=end,
    )
    return _row(rows, F("page_id"), F("release__go_live_at"), F("action"), Value(State.RELEASE))


def _overdue() -> QuerySet[Any]:
    """Returns what was not done at its time, whenever that was."""
    rows = Overdue.objects.filter(content_type=_page_type())
    note = Concat("reason", Value("|"), "last_error", output_field=models.TextField())
    return _row(rows, F("object_id"), F("due_at"), F("action"), Value(State.OVERDUE), note)


def _without_time() -> QuerySet[Any]:
    """Returns the pages that were never live or wait for approval, and have no time."""
    reviews = WorkflowState.objects.filter(
        status=WorkflowState.STATUS_IN_PROGRESS, base_content_type=_page_type()
    ).annotate(number=Cast("object_id", models.IntegerField()))
    rows = (
        Page.objects.filter(Q(live=False, expired=False) | Q(pk__in=reviews.values("number")), depth__gt=2)
        .annotate(asked=KeyTextTransform("go_live_at", F("latest_revision__content")))
        .filter(asked__isnull=True)
        .exclude(
            pk__in=ReleaseMember.objects.filter(release__state=Release.State.SCHEDULED, page__isnull=False).values(
                "page_id"
            )
        )
    )
    no_time = Value(None, output_field=models.DateTimeField())
    return _row(rows, F("pk"), no_time, Value(Action.PUBLISH), Value(State.DRAFT))


def _text(at: dt.datetime) -> str:
    """Returns an instant as a revision's content has it."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _page_type() -> ContentType:
    """Returns the content type that stands for pages of every kind."""
    return ContentType.objects.get_for_model(Page)
