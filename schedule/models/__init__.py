"""What the schedule room keeps."""

from schedule.models.clock import Action, Outcome, Overdue, Scheduled
from schedule.models.releases import Release, ReleaseMember
from schedule.models.slots import Holiday, SlotRule

__all__ = ["Action", "Holiday", "Outcome", "Overdue", "Release", "ReleaseMember", "Scheduled", "SlotRule"]
