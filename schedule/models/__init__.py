"""What the schedule room keeps."""

from schedule.models.clock import Action, Outcome, Overdue, Reminder, Scheduled
from schedule.models.feeds import CalendarFeed
from schedule.models.previews import PreviewComment, PreviewLink
from schedule.models.releases import Release, ReleaseMember
from schedule.models.slots import Holiday, SlotRule

__all__ = [
    "Action",
    "CalendarFeed",
    "Holiday",
    "Outcome",
    "Overdue",
    "PreviewComment",
    "PreviewLink",
    "Release",
    "ReleaseMember",
    "Reminder",
    "Scheduled",
    "SlotRule",
]
