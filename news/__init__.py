"""News: articles, statements, press releases, announcements."""
