"""Who may sign in, and what the roles may do."""
