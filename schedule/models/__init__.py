"""What the schedule room keeps."""

from schedule.models.clock import Action, Outcome, Overdue, Scheduled

__all__ = ["Action", "Outcome", "Overdue", "Scheduled"]
