"""The home page and its sections."""
