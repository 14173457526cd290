"""Slots: when something wants its next page, and what stands there."""
