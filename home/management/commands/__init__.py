"""Commands that make a site."""
