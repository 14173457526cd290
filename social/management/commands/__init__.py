"""Commands of the social room."""
