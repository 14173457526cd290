"""What lower rooms tell higher ones."""

from django.dispatch import Signal

# Sent inside the transaction of a change with ``tags``: the names of what answers were built from and is now out of date.
answers_changed = Signal()
