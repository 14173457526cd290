"""The stretches of days that the calendar shows, each with an address of its own."""

import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _

AGENDA_DAYS = 28
EARLIEST, LATEST = 2000, 2100


@dataclass(frozen=True)
class Span:
    """Some days in a row.

    Attributes:
        view: ``month``, ``week`` or ``agenda``.
        name: The span in its address: ``2026-11``, ``2026-W48`` or ``2026-11-26``.
        title: The span in words.
        first: Its first day.
        last: Its last day.
        shown_first: The first day on the page: a month is shown in whole weeks.
        shown_last: The last day on the page.
    """

    view: str
    name: str
    title: str
    first: dt.date
    last: dt.date
    shown_first: dt.date
    shown_last: dt.date

    @property
    def days(self) -> list[dt.date]:
        """Every day on the page."""
        return [self.shown_first + dt.timedelta(days=n) for n in range((self.shown_last - self.shown_first).days + 1)]

    @property
    def before(self) -> str:
        """The name of the span before."""
        day = self.first - dt.timedelta(days=AGENDA_DAYS if self.view == "agenda" else 1)
        return around(self.view, day).name

    @property
    def after(self) -> str:
        """The name of the span after."""
        return around(self.view, self.last + dt.timedelta(days=1)).name


def around(view: str, day: dt.date) -> Span:
    """Returns the month or week of a day, or the agenda that begins with it.

    Args:
        view: ``month``, ``week`` or ``agenda``.
        day: Any day from the first Monday of 2000 to the end of 2100; one outside is brought back to it.
    """
    day = min(max(day, dt.date(EARLIEST, 1, 3)), dt.date(LATEST, 12, 31))
    if view == "month":
        first = day.replace(day=1)
        last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
        title = formats.date_format(first, "F Y")
        return Span(view, f"{first:%Y-%m}", title, first, last, _monday(first), _monday(last) + dt.timedelta(days=6))
    if view == "week":
        first, (year, number, _day) = _monday(day), day.isocalendar()
        last = first + dt.timedelta(days=6)
        title = _("Week %(number)d: %(first)s to %(last)s") % _ends(first, last, number=number)
        return Span(view, f"{year}-W{number:02}", title, first, last, first, last)
    last = day + dt.timedelta(days=AGENDA_DAYS - 1)
    return Span(view, f"{day}", _("%(first)s to %(last)s") % _ends(day, last), day, last, day, last)


def parse(view: str, name: str) -> Span:
    """Returns the span of an address.

    Raises:
        ValidationError: There is none of that name.
    """
    try:
        if view == "month" and re.fullmatch(r"\d{4}-\d{2}", name, re.ASCII):
            day = dt.date.fromisoformat(f"{name}-01")
        elif view == "week" and re.fullmatch(r"\d{4}-W\d{2}", name, re.ASCII):
            day = dt.date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        elif view == "agenda" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", name, re.ASCII):
            day = dt.date.fromisoformat(name)
        else:
            raise ValueError(name)
    except ValueError as error:
        raise ValidationError(_("There is no such month, week or day.")) from error
    if not dt.date(EARLIEST, 1, 1) <= day <= dt.date(LATEST, 12, 31):
        raise ValidationError(_("The calendar begins in 2000 and ends in 2100."))
    return around(view, day)


def _monday(day: dt.date) -> dt.date:
    """Returns the Monday of a day's week."""
    return day - dt.timedelta(days=day.weekday())


def _ends(first: dt.date, last: dt.date, **more: object) -> dict[str, object]:
    """Returns the first and the last day in words."""
    return {"first": formats.date_format(first, "j F"), "last": formats.date_format(last, "j F Y"), **more}
