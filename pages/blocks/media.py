"""Blocks of pictures, videos and files."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    StructBlock,
    StructValue,
)
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from pages.alt_texts import REPEATED, repeats
from pages.blocks.base import RuledStructBlock, WebAddressBlock
from pages.embeds import frame_for
from pages.pictures import filter_specs

# What is taller would be a strip that nobody can read: its sizes end at four times their width (pages/pictures.py).
MAX_HEIGHT_TO_WIDTH = 4


class PrefetchingImageChooserBlock(ImageChooserBlock):
    """An image chooser that brings the renditions along: two queries for all images of a body."""

    def bulk_to_python(self, values: Iterable[int | None]) -> list[Any]:
        """Returns the image of each id, None where it was deleted or its rights have ended."""
        ids = list(values)
        images = self.model_class.objects.prefetch_renditions(*filter_specs("figure")).in_bulk(set(filter(None, ids)))
        return [image if (image := images.get(pk)) and image.is_showable else None for pk in ids]


class ImageValue(StructValue):
    """An image with what is said of it."""

    @property
    def credit_line(self) -> str:
        """The credit given here, else the one kept with the image."""
        image = self.get("image")
        return self.get("credit") or (image.credit if image else "")


class ImageBlock(RuledStructBlock):
    """A picture in the text."""

    image = PrefetchingImageChooserBlock(label=_("Image"))
    alt_text = CharBlock(
        label=_("What the image shows"),
        required=False,
        max_length=250,
        help_text=_("For those who cannot see it: what it shows that matters here."),
    )
    decorative = BooleanBlock(
        label=_("The image is decoration"),
        required=False,
        help_text=_("Tick it only where the image tells nothing that the text does not."),
    )
    caption = CharBlock(label=_("Caption"), required=False, max_length=250, help_text=_("Shown below the image."))
    credit = CharBlock(
        label=_("Credit"), required=False, max_length=200, help_text=_("Empty: the credit kept with the image.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its caption and credit.")
        template = "blocks/image.html"
        value_class = ImageValue
        preview_value = {"caption": "The bridge at Akhtarin after its repair", "decorative": True}

    def publish_errors(self, value: StructValue) -> dict[str, ValidationError]:
        """Refuse a strip; ask for a description, or for the decision that the image needs none."""
        image = value.get("image")
        if image and image.height > MAX_HEIGHT_TO_WIDTH * image.width:
            return {
                "image": ValidationError(
                    _("This image is more than four times as tall as it is wide: cut it into parts.")
                )
            }
        if not value.get("alt_text") and not value.get("decorative"):
            return {"alt_text": ValidationError(_("Say what the image shows, or tick that it is decoration."))}
        if value.get("alt_text") and value.get("decorative"):
            return {"decorative": ValidationError(_("A decorative image has no description: choose one."))}
        if repeats(value.get("alt_text") or "", value.get("caption") or ""):
            return {"alt_text": ValidationError(REPEATED)}
        return {}


class EmbedValue(StructValue):
    """A video or a post of another site."""

    @property
    def frame_url(self) -> str | None:
        """The frame that a click loads; None where it is shown as a link."""
        frame = frame_for(self["url"])
        return frame.url if frame else None

    @property
    def provider_name(self) -> str:
        """The name of the video's provider; empty for a link."""
        frame = frame_for(self["url"])
        return frame.provider if frame else ""


class AudioDescription(models.TextChoices):
    """How somebody who cannot see a video learns what it shows."""

    NOT_NEEDED = "not-needed", _("Its sound tells all that matters")
    IN_TEXT = "in-text", _("“What it says” tells what is seen")
    IN_VIDEO = "in-video", _("The video has audio description")


class EmbedBlock(RuledStructBlock):
    """A video, or a post of another network."""

    url = WebAddressBlock(
        label=_("Address"),
        help_text=_(
            "A YouTube or Vimeo video, or a post. Other addresses are shown as a link. Nothing loads before a click."
        ),
    )
    title = CharBlock(
        label=_("Title"), max_length=160, help_text=_("What it is; it names the frame for screen readers.")
    )
    text = CharBlock(
        label=_("What it says"),
        required=False,
        max_length=600,
        help_text=_("A post's words, or what is seen and said in a video, for those who do not load it."),
    )
    has_captions = BooleanBlock(
        label=_("The video has captions"),
        required=False,
        help_text=_("Written and checked, in this page's language. Automatic captions don't count."),
    )
    audio_description = ChoiceBlock(
        label=_("For those who cannot see it"),
        choices=AudioDescription.choices,
        required=False,
        search_index=False,
        help_text=_("How they learn what the video shows."),
    )

    class Meta:
        icon = "media"
        label = _("Video or post")
        description = _("A video or post of another site, loaded when the reader clicks.")
        template = "blocks/embed.html"
        value_class = EmbedValue
        preview_value = {"url": "https://vimeo.com/76979871", "title": "The road back to Mosul", "text": "Two minutes."}

    def publish_errors(self, value: StructValue) -> dict[str, ValidationError]:
        """Ask for captions, and for a way in which people who can't see the video learn what it shows."""
        errors: dict[str, ValidationError] = {}
        if not value.frame_url:
            return errors
        if not value.get("has_captions"):
            said = _("A video needs captions: add them where it is published, then tick this.")
            errors["has_captions"] = ValidationError(said)
        if not value.get("audio_description"):
            errors["audio_description"] = ValidationError(_("Choose how those who cannot see it learn what it shows."))
        elif value.get("audio_description") == AudioDescription.IN_TEXT and not value.get("text"):
            errors["text"] = ValidationError(_("Tell here what is seen and said."))
        return errors


class DocumentValue(StructValue):
    """A file to download."""

    @property
    def size(self) -> str:
        """The file's size for readers, such as 1.2 MB."""
        document = self.get("document")
        return filesizeformat(document.get_file_size() or 0) if document else ""

    @property
    def extension(self) -> str:
        """The file's type for readers, such as PDF."""
        document = self.get("document")
        return document.file_extension.upper() if document else ""


class DocumentBlock(StructBlock):
    """A file offered for download."""

    document = DocumentChooserBlock(label=_("Document"))
    title = CharBlock(
        label=_("Title"), required=False, max_length=160, help_text=_("Empty: the title kept with the document.")
    )

    class Meta:
        icon = "doc-full-inverse"
        label = _("Document")
        description = _("A file to download, with its size and type.")
        template = "blocks/document.html"
        value_class = DocumentValue
        preview_value = {"title": "Guiding principles"}
