"""Commands of the publishing room."""
