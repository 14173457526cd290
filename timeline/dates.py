"""Dates that are known to the day, the month or the year."""

import datetime as dt

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")

    @property
    def machine_length(self) -> int:
        """How many characters of an ISO date are known: 10, 7 or 4."""
        return {"day": 10, "month": 7, "year": 4}[self.value]


FORMATS = {Precision.DAY: "DATE_FORMAT", Precision.MONTH: "YEAR_MONTH_FORMAT", Precision.YEAR: "Y"}


def spoken_date(date: dt.date, precision: str) -> str:
    """Returns a date in the active language, no more exactly than it is known.

    Args:
        date: The date; where only its month or year is known, any day in it.
        precision: A value of ``Precision``.
    """
    return date_format(date, FORMATS[Precision(precision)])
