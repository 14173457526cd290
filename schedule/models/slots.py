"""When a series, a kind of news or the spotlight wants its next page."""

import datetime as dt
import zoneinfo
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from news.models import NewsKind
from stories.models import StorySeriesPage

ZONES = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")


def own_zone() -> str:
    """Returns the zone that a new rule proposes: the site's."""
    return settings.TIME_ZONE


def check_zone(name: str) -> None:
    """Refuses what is no time zone.

    Raises:
        ValidationError: There is none of that name.
    """
    if name not in ZONES:
        raise ValidationError(_("There is no such time zone."))


class SlotRules(models.Manager["SlotRule"]):
    """Finds rules with their series, and with its title as those read it who are asking."""

    def get_queryset(self) -> QuerySet["SlotRule"]:
        """Returns all rules, each with its series and ``own_title``."""
        same = StorySeriesPage.objects.filter(translation_key=OuterRef("series__translation_key"))
        own = same.filter(locale__language_code=get_language()).values("title")[:1]
        return super().get_queryset().select_related("series").annotate(own_title=Subquery(own))


class SlotRule(models.Model):
    """A weekday and a time at which something wants a page, in every language."""

    series = models.ForeignKey(
        "stories.StorySeriesPage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("series"),
        help_text=_("The rule then serves its stories in every language."),
    )
    news_kind = models.CharField(_("kind of news"), max_length=20, choices=NewsKind.choices, blank=True)
    is_spotlight = models.BooleanField(_("the partner spotlight"), default=False)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=list(WEEKDAYS.items()))
    time = models.TimeField(_("time"), help_text=_("By the clocks of the zone, in summer and in winter."))
    zone = models.CharField(
        _("time zone"),
        max_length=60,
        default=own_zone,
        validators=[check_zone],
        help_text=_("Such as Europe/London or Asia/Baghdad."),
    )
    every_weeks = models.PositiveSmallIntegerField(
        _("every how many weeks"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(52)],
        help_text=_("Counted from the week of the first day."),
    )
    from_date = models.DateField(_("first day"), default=dt.date.today)
    until_date = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: it has no end."))
    skip_weekend = models.BooleanField(_("skip Fridays and Saturdays"), default=False)
    skip_holidays = models.BooleanField(_("skip holidays"), default=True)

    objects = SlotRules()

    class Meta:
        ordering = ["weekday", "time", "pk"]
        verbose_name = _("slot rule")
        verbose_name_plural = _("slot rules")

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_weekday_display()} {self.time:%H:%M} {self.zone}"

    @property
    def subject(self) -> str:
        """What the rule is for, in words."""
        if self.series:
            # A rule that has just been made knows no title in another language yet.
            return str(getattr(self, "own_title", None) or self.series.title)
        return str(_("Partner spotlight") if self.is_spotlight else self.get_news_kind_display())

    def clean(self) -> None:
        """Refuses a rule for nothing or for two things, one that never comes round, and years that cannot be meant."""
        super().clean()
        if [bool(self.series_id), bool(self.news_kind), self.is_spotlight].count(True) != 1:
            raise ValidationError(_("Choose one: a series, a kind of news, or the spotlight."))
        errors: dict[str, Any] = {}
        if self.from_date and not 2000 <= self.from_date.year <= 2100:
            errors["from_date"] = _("That year is too far away: is it right?")
        if self.from_date and self.until_date and self.until_date < self.from_date:
            errors["until_date"] = _("It would end before it begins.")
        if self.skip_weekend and self.weekday in {4, 5}:
            errors["weekday"] = _("Fridays and Saturdays are skipped: this rule would never come round.")
        if errors:
            raise ValidationError(errors)


class Holiday(models.Model):
    """A day on which rules that skip holidays have no slot."""

    name = models.CharField(_("name"), max_length=80)
    date = models.DateField(_("day"))
    is_yearly = models.BooleanField(_("every year"), default=False, help_text=_("On the same day of the same month."))

    class Meta:
        ordering = ["date", "pk"]
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.name}, {self.date}"

    def is_on(self, day: dt.date) -> bool:
        """Returns whether a day is this holiday."""
        return day == self.date or (self.is_yearly and (day.month, day.day) == (self.date.month, self.date.day))
