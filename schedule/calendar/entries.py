"""What stands in the calendar: what is to go live or to come down, what has, what is overdue, what has no time yet.

However many pages there are, a calendar costs the same number of queries.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Exists, OuterRef
from django.db.models.functions import Cast
from wagtail.models import Page, WorkflowState
from wagtail.permission_policies.pages import PagePermissionPolicy

from schedule.calendar import moments
from schedule.calendar.moments import State
from schedule.models import Action
from schedule.slots.slots import Slot, slots_between, with_subjects

TRAY_LIMIT = 60


@dataclass
class Entry:
    """A page at a time in the calendar.

    Attributes:
        page: The page, with its language and owner, and whether it is in review.
        action: Going live, or coming down.
        state: How far it has come.
        at: When; None in the tray.
        version: What the page's time is told from by whoever changes it; see ``schedule.moving.version``.
        may_plan: Whether the user may set, move and cancel its time.
        may_propose: Whether the user may propose one.
        is_change: Whether it is a change to what is live already.
        note: What went wrong.
        is_crowded: Whether another page of its language stands in the same slot.
    """

    page: Any
    action: str
    state: str
    at: dt.datetime | None = None
    version: str = ""
    may_plan: bool = False
    may_propose: bool = False
    note: str = ""
    is_crowded: bool = False

    @property
    def title(self) -> str:
        """The page's title as its latest draft has it."""
        return str(self.page.draft_title or self.page.title)

    @property
    def kind(self) -> str:
        """What kind of page it is."""
        model = self.page.cached_content_type.model_class()
        return str(model._meta.verbose_name) if model else ""

    @property
    def is_change(self) -> bool:
        """Whether it is a change to what is live already."""
        return self.page.live and self.action == Action.PUBLISH and self.state not in {State.LIVE, State.DOWN}

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def author(self) -> str:
        """Who made the page."""
        owner = self.page.owner
        return str(owner.get_full_name() or owner.get_username()) if owner else ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in {State.OVERDUE, State.PROPOSED, State.IN_REVIEW, State.SCHEDULED}

    @property
    def may_move(self) -> bool:
        """Whether the user may give it another time."""
        return self.is_open and (self.may_plan or (self.may_propose and self.state == State.PROPOSED))


@dataclass
class Entries:
    """What the calendar shows.

    Attributes:
        dated: What has a time in the span, oldest first.
        overdue: What is overdue, whenever it was due.
        tray: What has no time yet, newest first.
        slots: The slots of the span, with what stands in them.
    """

    dated: list[Entry] = field(default_factory=list)
    overdue: list[Entry] = field(default_factory=list)
    tray: list[Entry] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)


def find(start: dt.datetime, end: dt.datetime, user: Any) -> Entries:
    """Returns what stands in the calendar.

    Args:
        start: The first instant.
        end: The instant after the last.
        user: Who looks: everybody sees everything, and may move what that user may publish.
    """
    found = moments.find(start, end)
    pages = _pages({moment.page_id for moment in found})
    policy = PagePermissionPolicy()
    entries = [_entry(moment, pages[moment.page_id], policy, user) for moment in found if moment.page_id in pages]
    slots = slots_between(start, end, [(e.page, e.at) for e in entries if e.at and e.action == Action.PUBLISH])
    crowded = {(page.pk, slot.at) for slot in slots if slot.is_crowded for page in slot.pages}
    for entry in entries:
        entry.is_crowded = (entry.page.pk, entry.at) in crowded
    timed = sorted((entry for entry in entries if entry.at), key=lambda entry: (entry.at, entry.title))
    tray = [entry for entry in entries if entry.at is None]
    return Entries(
        dated=[entry for entry in timed if entry.at and start <= entry.at < end],
        overdue=[entry for entry in timed if entry.state == State.OVERDUE],
        tray=sorted(tray, key=lambda entry: (entry.state != State.IN_REVIEW, -entry.page.pk))[:TRAY_LIMIT],
        slots=slots,
    )


def _entry(moment: moments.Moment, page: Page, policy: PagePermissionPolicy, user: Any) -> Entry:
    """Returns the entry of a page's moment; the policy knows the user's permissions after its first question."""
    state = moment.state
    if page.is_in_review and state in {State.PROPOSED, State.DRAFT}:
        state = State.IN_REVIEW
    return Entry(
        page=page,
        action=moment.action,
        state=state,
        at=moment.at,
        version=f"{page.latest_revision_id}:{moment.at.isoformat() if moment.at else ''}",
        may_plan=policy.user_has_permission_for_instance(user, "publish", page),
        may_propose=policy.user_has_permission_for_instance(user, "change", page),
        note=moment.note,
    )


def _pages(ids: set[int]) -> dict[int, Any]:
    """Returns pages with what an entry shows of them."""
    reviews = WorkflowState.objects.annotate(number=Cast("object_id", models.IntegerField())).filter(
        status=WorkflowState.STATUS_IN_PROGRESS,
        base_content_type=ContentType.objects.get_for_model(Page),
        number=OuterRef("pk"),
    )
    pages = Page.objects.filter(pk__in=ids).select_related("locale", "owner").annotate(is_in_review=Exists(reviews))
    pages = with_subjects(pages)
    return {page.pk: page for page in pages}
