"""Template tags of the social room."""
