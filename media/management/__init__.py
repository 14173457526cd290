"""Management commands for stored images."""
