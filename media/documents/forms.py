"""The document form: say at the field why a file is refused."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm

from media.documents.cleaning import clean_file
from media.documents.refusal import DocumentRefusedError


class CleanDocumentForm(BaseDocumentForm):
    """Wagtail's document form with cleaned files."""

    def clean(self) -> dict[str, Any]:
        """Replace the upload with its cleaned content, or say why it is refused."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        upload = cleaned.get("file")
        if "file" not in self.changed_data or not upload:
            return cleaned
        try:
            cleaned["file"] = clean_file(upload, upload.name, cleaned.get("title", ""))
        except DocumentRefusedError as error:
            self.add_error("file", error)
        return cleaned

    def _update_errors(self, errors: Any) -> None:
        """Drop what the model says about a file that this form has no field for, or has refused already.

        Wagtail checks the file's ending before it attaches an upload that was waiting for its other fields, and misses it
        where there is no file left to store.
        """
        found = getattr(errors, "error_dict", {})
        if ("file" not in self.fields or "file" in self.errors) and found.pop("file", None) and not found:
            return
        super()._update_errors(errors)
