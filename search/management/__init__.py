"""The search's commands."""
