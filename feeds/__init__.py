"""Atom and JSON feeds of what the site publishes."""
