"""When a page that speaks of the present was last looked over."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class ReviewedMixin(models.Model):
    """The day on which somebody last checked that what a page says is still so.

    For pages that have no day of their own. News, stories and digests tell of their day and stay as they are.
    """

    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("The day on which somebody last checked that all of it still holds. Readers see it."),
    )

    reviewed_panel = FieldPanel("last_reviewed")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuses a review that has not taken place yet."""
        super().clean()
        if self.last_reviewed and self.last_reviewed > timezone.localdate():
            raise ValidationError({"last_reviewed": _("This day has not come yet.")})
