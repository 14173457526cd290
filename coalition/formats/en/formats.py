"""Dates in English as an international body writes them: 17 April 2019."""

DATE_FORMAT = "j F Y"
# With its zone: the admin shows times in that of the editor.
DATETIME_FORMAT = "j F Y, H:i T"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
SHORT_DATE_FORMAT = "d/m/Y"
FIRST_DAY_OF_WEEK = 1
