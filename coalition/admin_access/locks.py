"""Every lock on a page. Wagtail's own ``get_lock`` returns the first, and many views never ask for it."""

from collections.abc import Iterable, Iterator
from typing import Any

from wagtail.locks import BaseLock, BasicLock, ScheduledForPublishLock
from wagtail.models import Page

from pages.locks import lock_on
from schedule.deletion.plans import plans_for

PERSON, WORKFLOW, SCHEDULE, SCHEDULE_FOR_EDITORS, RELEASE = (
    "person",
    "workflow",
    "schedule",
    "schedule-for-editors",
    "release",
)
ALL = (PERSON, WORKFLOW, SCHEDULE, SCHEDULE_FOR_EDITORS, RELEASE)


def locks_on(page: Any) -> Iterator[tuple[str, BaseLock]]:
    """Yield each lock on a page with its name in the table.

    Args:
        page: The specific page.
    """
    if release := lock_on(page):
        yield RELEASE, release
    if page.locked:
        yield PERSON, BasicLock(page)
    if task := page.current_workflow_task:
        yield WORKFLOW, task.lock_class(page, task)
    if page.approved_schedule:
        yield SCHEDULE, ScheduledForPublishLock(page)
        yield SCHEDULE_FOR_EDITORS, _ScheduledForEditorsLock(page)


def in_the_way(page: Page, user: Any, names: Iterable[str]) -> BaseLock | None:
    """Return the first of the named locks that keeps a user from changing a page, None where there is none.

    Args:
        page: The page, of any type.
        user: Who wants to change it.
        names: The locks that matter for this change.
    """
    wanted = set(names)
    return next((lock for name, lock in locks_on(page.specific) if name in wanted and lock.for_user(user)), None)


class _ScheduledForEditorsLock(ScheduledForPublishLock):
    """The lock of a schedule, which those who may publish may overrule."""

    def for_user(self, user: Any) -> bool:
        return not self.object.permissions_for_user(user).can_publish()

    def get_message(self, user: Any) -> str:
        """Return what the page is planned for, with the time zone."""
        return " ".join(str(plan) for plan in plans_for([self.object], below=False))
