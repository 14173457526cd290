"""Dates of which only two bounds are known, as readers read them."""

import calendar
import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _


def spoken_bounds(earliest: dt.date | None, latest: dt.date | None) -> str:
    """Says when something happened, no more exactly than is known.

    Args:
        earliest: The first day on which it may have happened; None where that is not known.
        latest: The last such day; None where that is not known.

    Returns:
        A text such as "13 February 2018", "November 2017", "2017", "by August 2016" or "between February 2018 and
        February 2019"; empty where neither bound is known.
    """
    if earliest and latest:
        if earliest == latest:
            return date_format(latest, "DATE_FORMAT")
        if _is_whole_year(earliest, latest):
            return date_format(latest, "Y")
        if _is_whole_month(earliest, latest):
            return date_format(latest, "YEAR_MONTH_FORMAT")
        return _("between %(first)s and %(last)s") % {"first": _bound(earliest), "last": _bound(latest)}
    if latest:
        return _("by %(day)s") % {"day": _bound(latest)}
    if earliest:
        return _("after %(day)s") % {"day": _bound(earliest)}
    return ""


def _bound(day: dt.date) -> str:
    """Returns the month of a bound on a month's first or last day, else the day."""
    edge = day.day in {1, calendar.monthrange(day.year, day.month)[1]}
    return date_format(day, "YEAR_MONTH_FORMAT" if edge else "DATE_FORMAT")


def _is_whole_year(earliest: dt.date, latest: dt.date) -> bool:
    return (earliest.month, earliest.day, latest.month, latest.day) == (1, 1, 12, 31) and earliest.year == latest.year


def _is_whole_month(earliest: dt.date, latest: dt.date) -> bool:
    last = calendar.monthrange(latest.year, latest.month)[1]
    return (earliest.year, earliest.month) == (latest.year, latest.month) and (earliest.day, latest.day) == (1, last)
