"""The schedule for other calendars: private iCalendar feeds."""
