"""Signals of the stories app."""

from django.dispatch import Signal

# Sent after consent records have been written in a way for which Django sends no signal of its own.
consent_changed = Signal()
