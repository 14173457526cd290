"""Who belongs to the Coalition: a table that no language and no unpublished page changes."""

import datetime as dt
from itertools import chain, count
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.search import index

from pages.found import SearchFacets
from pages.lines_panel import LinesOfEffortPanel
from pages.models import LineOfEffort
from pages.regions import Region
from partners.dates import spoken_bounds
from partners.names import localised_name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Members."""

    def current(self) -> "MembershipQuerySet":
        """Returns those that have not left."""
        return self.filter(left_from__isnull=True, left_by__isnull=True)


class Membership(index.Indexed, models.Model):
    """One member. Dates have two bounds each, because sources say "by August 2016" as often as a day.

    A bound is a day; a source that gives a month or a year sets the first and last day of it.
    """

    class Kind(models.TextChoices):
        """Members are not all countries."""

        COUNTRY = "country", pgettext_lazy("a kind of member", "Country")
        ORGANISATION = "organisation", pgettext_lazy("a kind of member", "Organisation")

    key = models.SlugField(
        _("key"),
        max_length=90,
        unique=True,
        editable=False,
        help_text=_("Made of the first name and never changed: the id in files that others keep."),
    )
    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("The official short name in English."))
    names = models.JSONField(
        _("names in other languages"),
        default=dict,
        blank=True,
        help_text=_('By language code, such as {"fr": "Ligue des États arabes"}. Countries have theirs from CLDR.'),
    )
    kind = models.CharField(_("kind"), max_length=15, choices=Kind.choices, default=Kind.COUNTRY)
    iso_code = models.CharField(
        _("ISO code"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Two capital letters, as in ISO 3166."))],
        help_text=_("Two letters, such as IQ; empty where there is none. It chooses the flag."),
    )
    region = models.CharField(_("region"), max_length=20, choices=Region.choices)
    joined_from = models.DateField(
        _("joined, at the earliest"), null=True, blank=True, help_text=_("Empty where the sources only say “by”.")
    )
    joined_by = models.DateField(
        _("joined, at the latest"), help_text=_("The first day on which it is known as a member.")
    )
    left_from = models.DateField(_("left, at the earliest"), null=True, blank=True)
    left_by = models.DateField(_("left, at the latest"), null=True, blank=True)
    lines_of_effort = models.ManyToManyField(
        LineOfEffort,
        blank=True,
        related_name="+",
        verbose_name=_("lines of effort"),
        help_text=_("The work it is known to take part in."),
    )

    objects = MembershipQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("names"), FieldPanel("kind")], heading=_("Name")),
        FieldRowPanel([FieldPanel("iso_code"), FieldPanel("region")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("joined_from"), FieldPanel("joined_by")]),
                FieldRowPanel([FieldPanel("left_from"), FieldPanel("left_by")]),
            ],
            heading=_("Membership"),
        ),
        LinesOfEffortPanel("lines_of_effort"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["name"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=Q(joined_from__isnull=True) | Q(joined_from__lte=F("joined_by")),
                name="membership_joined_in_order",
            ),
            models.CheckConstraint(
                condition=Q(left_from__isnull=True) | Q(left_by__isnull=True) | Q(left_from__lte=F("left_by")),
                name="membership_left_in_order",
            ),
            models.UniqueConstraint(fields=["iso_code"], condition=~Q(iso_code=""), name="membership_iso_code_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Gives a new member its key."""
        if not self.key:
            self.key = self._free_key()
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuses bounds in the wrong order."""
        super().clean()
        for first, last in (("joined_from", "joined_by"), ("left_from", "left_by")):
            earliest: dt.date | None = getattr(self, first)
            latest: dt.date | None = getattr(self, last)
            if earliest and latest and earliest > latest:
                raise ValidationError({last: _("The latest day cannot come before the earliest.")})

    def _free_key(self) -> str:
        """Returns the name as a slug; with a number behind it where another member has that."""
        base = slugify(self.name) or "member"
        taken = set(Membership.objects.filter(key__startswith=base).values_list("key", flat=True))
        tries = chain([base], (f"{base}-{number}" for number in count(2)))
        return next(key for key in tries if key not in taken)

    @property
    def is_current(self) -> bool:
        """Whether it has not left."""
        return self.left_from is None and self.left_by is None

    @property
    def joined(self) -> str:
        """When it joined, no more exactly than the sources know: "by August 2016"."""
        return spoken_bounds(self.joined_from, self.joined_by)

    @property
    def left(self) -> str:
        """When it left, as exactly as is known; empty for a member."""
        return spoken_bounds(self.left_from, self.left_by)

    def search_facets(self) -> SearchFacets:
        """Returns by what the search narrows down the pages about it."""
        keys = dict.fromkeys(line.key for line in self.lines_of_effort.all())
        return SearchFacets(list(keys), [self.region])

    def name_in(self, language: str) -> str:
        """Returns the short name in a language: its own, the country's by CLDR, else the English one."""
        return localised_name(self.name, self.iso_code, self.names, language)

    @property
    def flag_name(self) -> str:
        """The id of its flag in ``static/img/members.svg``; that of a neutral tile where it has none."""
        return self.iso_code.lower() or "organisation"

    @property
    def flag(self) -> str:
        """The static path of its flag by itself."""
        return f"img/flags/{self.flag_name}.svg"
