"""Pictures, with what one must know before publishing them."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition


class Licence(models.TextChoices):
    """On what terms a picture may be shown."""

    OWN = "own", _("Coalition's own work")
    PERMISSION = "permission", _("With the owner's permission")
    CC0 = "cc0", _("Public domain or CC0")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")


class CoalitionImage(AbstractImage):
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

    @property
    def is_showable(self) -> bool:
        """Whether its rights still run."""
        return self.rights_expire_on is None or self.rights_expire_on >= timezone.localdate()


class CoalitionRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(CoalitionImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]
        indexes = [models.Index(fields=["file"], name="rendition_by_file")]
