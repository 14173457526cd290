"""Management of the social room."""
