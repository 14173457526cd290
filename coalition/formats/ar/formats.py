"""Times in Arabic with their zone."""

# With its zone: the admin shows times in that of the editor.
DATETIME_FORMAT = "j F Y, H:i T"
