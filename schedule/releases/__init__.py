"""Releases: pages that go live at one instant, all or none."""
