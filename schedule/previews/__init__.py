"""Preview links: one draft, for one reviewer without an account."""
