"""The form for images: what cannot be read to its end is refused at the form, and nothing is stored."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ReadableImageField(WagtailImageField):
    """An upload that is an image from its first byte to its last."""

    def to_python(self, data: Any) -> Any:
        """Returns the file.

        Raises:
            ValidationError: It is no image, too large, of a format we do not take, or broken off.
        """
        try:
            file = super().to_python(data)
            if file is not None:
                with Image.open(file) as image:
                    image.load()
                file.seek(0)
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error
        return file


class CoalitionImageForm(BaseImageForm):
    """The image form with our file field."""

    file = ReadableImageField(label=_("File"), widget=forms.FileInput(attrs=BaseImageForm.Meta.widgets["file"].attrs))
