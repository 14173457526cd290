"""The scheduler's command."""
