"""Social posts and their sources in the Wagtail admin."""
