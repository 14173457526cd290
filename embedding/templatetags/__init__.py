"""The template tags of the embedding room."""
