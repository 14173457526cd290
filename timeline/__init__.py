"""The Liberation Timeline."""
