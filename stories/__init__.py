"""Stories, their series, and consent."""
