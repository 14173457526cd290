"""Consent of the people in stories. Kept apart from the page: in no revision, API, export or index of references.

The database enforces the rule (``stories/migrations/0003_consent_rule.py``): no story about a real person is live
without consent in force, and any change to a record takes its confirmation away.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.fields import TickedChoicesField
from stories.forms import ConsentRecordForm
from stories.signals import consent_changed

if TYPE_CHECKING:
    from stories.models.pages import StoryPage

WARNING_DAYS = 30


class Channel(models.TextChoices):
    """Where a story may be shown."""

    SITE = "site", _("This site")
    SOCIAL = "social", _("The Coalition's social accounts")
    MAIL = "mail", _("The digest by e-mail")
    PRINT = "print", _("In print")


def days_left_at_first() -> dt.date:
    """Return the end that a new record proposes: a year from today."""
    return timezone.localdate() + dt.timedelta(days=365)


def content_languages() -> list[tuple[str, str]]:
    """Return the site's languages, when needed: a further one needs no migration."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class ConsentRecordQuerySet(models.QuerySet["ConsentRecord"]):
    """Consent records; every write first locks the stories it may take down."""

    def for_story(self, story: "StoryPage") -> "ConsentRecordQuerySet":
        """Return the records of a story, whichever of its languages they were entered for."""
        return self.filter(story__translation_key=story.translation_key)

    def in_force(self, today: dt.date) -> "ConsentRecordQuerySet":
        """Return those that are confirmed, not withdrawn and not past their end."""
        return self.filter(confirmed_by__isnull=False, withdrawn_on__isnull=True, valid_until__gte=today)

    def ending_soon(self, today: dt.date) -> "ConsentRecordQuerySet":
        """Return those in force that end within a month, the first to end first."""
        horizon = today + dt.timedelta(days=WARNING_DAYS)
        return self.in_force(today).filter(valid_until__lte=horizon).order_by("valid_until")

    def lock_stories(self, *stories: int) -> None:
        """Lock the pages of these records' stories in the order in which publishing does: pages before consent.

        Args:
            stories: Further stories' primary keys, such as the one that a record is about to move to.
        """
        keys = Page.objects.filter(models.Q(pk__in=stories) | models.Q(pk__in=self.order_by().values("story")))
        pages = Page.objects.filter(translation_key__in=keys.values("translation_key"))
        list(pages.order_by("pk").select_for_update(no_key=True).values_list("pk"))

    def update(self, **values: Any) -> int:
        """Update the rows and complete what that takes down."""
        return self._write(lambda: super(ConsentRecordQuerySet, self).update(**values))

    def bulk_create(self, objs: Iterable[Any], *args: Any, **options: Any) -> Any:
        """Create the rows; replacing existing ones may take stories down."""
        records = list(objs)
        return self._write(lambda: super(ConsentRecordQuerySet, self).bulk_create(records, *args, **options))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows; the signal of each completes what that takes down."""
        with transaction.atomic():
            self.lock_stories()
            return super().delete()

    def _write(self, write: Callable[[], Any]) -> Any:
        with transaction.atomic():
            self.lock_stories()
            outcome = write()
            consent_changed.send(sender=self.model)
            return outcome

    update.alters_data = bulk_create.alters_data = delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class ConsentRecord(models.Model):
    """One person's consent to one story."""

    # Editors can see where a story is used; that a consent record exists is not for them.
    wagtail_reference_index_ignore = True

    story = models.ForeignKey(
        "stories.StoryPage",
        on_delete=models.CASCADE,
        related_name="consent_records",
        verbose_name=_("story"),
        help_text=_("Save the story as a draft first; the record then holds for its translations too."),
    )
    covers_name = models.BooleanField(_("the real name may be shown"), default=False)
    covers_face = models.BooleanField(_("the face may be shown"), default=False)
    covers_place = models.BooleanField(_("the place may be named"), default=False)
    channels = TickedChoicesField(
        models.CharField(max_length=10, choices=Channel.choices),
        verbose_name=_("channels"),
        help_text=_("Where the story may be shown."),
    )
    languages = TickedChoicesField(
        models.CharField(max_length=10, choices=content_languages),
        verbose_name=_("languages"),
        help_text=_("In which languages it may be shown."),
    )
    valid_until = models.DateField(
        _("valid until"),
        default=days_left_at_first,
        help_text=_("The last day; the story is then taken down by itself."),
    )
    note = models.TextField(
        _("note"),
        blank=True,
        help_text=_("How consent was given, and where the signed form is kept. No copy of it here."),
    )
    withdrawn_on = models.DateField(
        _("withdrawn on"),
        null=True,
        blank=True,
        help_text=_("Set it when the person withdraws: the story goes down at once."),
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("confirmed by"),
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("last changed by"),
    )
    # The database counts: a write that began from an older version cannot confirm.
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    objects = ConsentRecordQuerySet.as_manager()
    base_form_class = ConsentRecordForm

    class Meta:
        ordering = ["valid_until"]
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | (~models.Q(confirmed_by=models.F("recorded_by")) & ~models.Q(confirmed_by=models.F("changed_by"))),
                name="consent_confirmed_by_someone_else",
                violation_error_message=_(
                    "Someone other than the people who recorded and last changed this consent must confirm it."
                ),
            )
        ]

    def __str__(self) -> str:
        # Logs, choosers and messages show this to people who may not see the record.
        return str(_("Consent record"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the record and read back what the database decides: the version and whether it is still confirmed."""
        if not self.changed_by_id:
            self.changed_by_id = self.recorded_by_id
        with transaction.atomic():
            ConsentRecord.objects.filter(pk=self.pk).lock_stories(self.story_id)
            super().save(*args, **kwargs)
            self.refresh_from_db(fields=["confirmed_by", "version"])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the record; what it no longer covers goes down in the same transaction."""
        with transaction.atomic():
            ConsentRecord.objects.filter(pk=self.pk).lock_stories()
            return super().delete(*args, **kwargs)

    def title(self) -> str:
        """Return the person, the story and the dates, for people who may see consent records."""
        dates = _("%(first)s, withdrawn on %(last)s") if self.withdrawn_on else _("%(first)s to %(last)s")
        first, last = timezone.localdate(self.recorded_at), self.withdrawn_on or self.valid_until
        shown = str(dates) % {"first": date_format(first), "last": date_format(last)}
        return " · ".join(filter(None, [self.story.name, self.story.title, shown]))

    title.short_description = _("person, story and dates")  # type: ignore[attr-defined]
