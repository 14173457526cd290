"""What somebody shown in a story agreed to. Kept apart from the page: in no revision, no interface, no export."""

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pages.fields import TickedChoicesField
from stories.forms import ConsentRecordForm

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
    """Returns the end that a new record proposes: a year from today."""
    return timezone.localdate() + dt.timedelta(days=365)


def content_languages() -> list[tuple[str, str]]:
    """Returns the languages of the site; asked when needed, so that a further one needs no migration."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class ConsentRecordQuerySet(models.QuerySet["ConsentRecord"]):
    """Records of consent."""

    def for_story(self, story: "StoryPage") -> "ConsentRecordQuerySet":
        """Returns the records of a story, whichever of its languages they were entered for."""
        return self.filter(story__translation_key=story.translation_key)

    def in_force(self, today: dt.date) -> "ConsentRecordQuerySet":
        """Returns those that are confirmed, not withdrawn and not at their end."""
        return self.filter(confirmed_by__isnull=False, withdrawn_on__isnull=True, valid_until__gte=today)

    def ending_soon(self, today: dt.date) -> "ConsentRecordQuerySet":
        """Returns those in force that end within a month, the first to end first."""
        horizon = today + dt.timedelta(days=WARNING_DAYS)
        return self.in_force(today).filter(valid_until__lte=horizon).order_by("valid_until")


class ConsentRecord(models.Model):
    """One person's consent to one story."""

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

    objects = ConsentRecordQuerySet.as_manager()
    base_form_class = ConsentRecordForm

    class Meta:
        ordering = ["valid_until"]
        verbose_name = _("consent record")
        verbose_name_plural = _("consent records")

    def __str__(self) -> str:
        # Nothing personal: this text gets into the log of changes.
        return str(_("Consent record %(number)s") % {"number": self.pk})

    def clean(self) -> None:
        """Refuses a confirmation by the one who recorded it."""
        super().clean()
        if self.confirmed_by_id and self.confirmed_by_id == self.recorded_by_id:
            raise ValidationError(_("Consent must be confirmed by somebody else than the one who recorded it."))

    def lacks(self, story: "StoryPage") -> list[str]:
        """Returns what a story shows that this record does not cover; empty when it covers everything."""
        shows = {
            str(_("its language")): story.locale.language_code not in self.languages,
            str(_("this site")): Channel.SITE not in self.channels,
            str(_("the name")): bool(story.name) and not story.is_pseudonym and not self.covers_name,
            str(_("the face")): bool(story.lead_image_id) and story.shows_face and not self.covers_face,
            str(_("the place")): bool(story.place) and not self.covers_place,
        }
        return [thing for thing, uncovered in shows.items() if uncovered]
