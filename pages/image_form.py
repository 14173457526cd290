"""The form for images: it refuses, with the reason, what can't be stored or shown."""

from typing import Any

from django import forms
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media.changes import Change, explained
from media.files import IngestedFile, ingested_from
from media.refusal import ImageRefusedError


class IngestedImageField(WagtailImageField):
    """An upload that has been checked, converted and stripped of metadata."""

    def to_python(self, data: Any) -> Any:
        """Return the file as it will be stored.

        Raises:
            ValidationError: It can't be accepted.
        """
        # Past Wagtail's own checks, which call an animated PNG or a photo in HEIC "corrupted".
        file = forms.FileField.to_python(self, data)
        if file is None:
            return None
        ingested = ingested_from(file.name or "", file)
        # The same upload may be stored a second time, to wait for the rest of its form.
        data.ingested = ingested
        return IngestedFile(ingested)


class CoalitionImageForm(BaseImageForm):
    """The image form with our file field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Not declared on the class: the second step of the multiple upload excludes the file, and a declared field stays.
        # By then the upload has been converted; what was changed comes along with the form.
        if stock := self.fields.get("file"):
            self.fields["file"] = IngestedImageField(label=stock.label, required=stock.required, widget=stock.widget)
        else:
            self.fields["changes"] = forms.MultipleChoiceField(
                choices=Change.choices, required=False, widget=forms.MultipleHiddenInput, initial=self.instance.changes
            )
        told = self.fields["file" if stock else "title"]
        told.help_text = " ".join(filter(None, [explained(self.instance.changes), str(told.help_text)]))

    def _post_clean(self) -> None:
        """Make every size that pages show while the upload can still be refused."""
        super()._post_clean()
        file = self.cleaned_data.get("file")
        if isinstance(file, IngestedFile) and not self.errors:
            try:
                self.instance.prepare_renditions(file.ingested)
            except ImageRefusedError as error:
                self.add_error("file", error)

    def save(self, commit: bool = True) -> Any:
        """Save the image, whose model replaces the old files itself: Wagtail would delete the new renditions too."""
        self.original_file = None
        self.instance.changes = self.cleaned_data.get("changes") or self.instance.changes
        return super().save(commit=commit)
