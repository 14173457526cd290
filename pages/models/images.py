"""Images, with what one must know before publishing them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter

from media.models import IngestedImage, attach_original_file
from media.rights import Rights
from pages.lead_images import MIN_LEAD_IMAGE_WIDTH, live_page_led_by
from pages.pictures import all_filters


class Licence(models.TextChoices):
    """On what terms a picture may be shown."""

    OWN = "own", _("Coalition's own work")
    PERMISSION = "permission", _("With the owner's permission")
    CC0 = "cc0", _("Public domain or CC0")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")


LICENCE_URLS: dict[str, str] = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}


class CoalitionImage(IngestedImage):
    """A picture with its credit, its licence and the day its rights end."""

    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it, as it must be named beside the picture.")
    )
    licence = models.CharField(
        _("licence"),
        max_length=20,
        choices=Licence.choices,
        default=Licence.OWN,
        help_text=_("On what terms we show it."),
    )
    rights_expire_on = models.DateField(
        _("rights expire on"),
        null=True,
        blank=True,
        help_text=_("The last day on which it may be shown. Empty where the rights do not end."),
    )

    admin_form_fields = (
        "title",
        "file",
        "collection",
        "description",
        "credit",
        "licence",
        "rights_expire_on",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean(self) -> None:
        """Refuse a new file that is too small for a live page whose lead image it is.

        Raises:
            ValidationError: It is; the message names the page.
        """
        super().clean()
        is_replaced = self.pk is not None and not self.file._committed  # noqa: SLF001 (nothing else says whether a file is stored)
        if is_replaced and self.width < MIN_LEAD_IMAGE_WIDTH and (page := live_page_led_by(self)):
            text = _("“%(page)s” shows this as its lead image, which must be at least %(width)d pixels wide.")
            raise ValidationError({"file": text % {"page": page.title, "width": MIN_LEAD_IMAGE_WIDTH}})

    @property
    def is_showable(self) -> bool:
        """Whether its rights still run."""
        return self.rights_expire_on is None or self.rights_expire_on >= timezone.localdate()

    def rights(self) -> Rights:
        """Return what the files say about author and terms, in English: they travel without the page's language."""
        with translation.override("en"):
            terms = str(Licence(self.licence).label) if self.licence in Licence.values else ""
        notice = ". ".join(filter(None, (self.credit, terms)))
        return Rights(self.credit, notice, LICENCE_URLS.get(self.licence, ""))

    def required_filters(self) -> Sequence[Filter]:
        """Return the filter of every rendition that pages may show."""
        return all_filters()


attach_original_file(CoalitionImage)


class CoalitionRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(CoalitionImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
