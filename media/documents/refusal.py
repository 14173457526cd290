"""The refusal of a document, and the limits that all file types share."""

from django.core.exceptions import ValidationError

MAX_ENTRIES = 5_000
MAX_EXPANDED_BYTES = 200 * 1024 * 1024


class DocumentRefusedError(ValidationError):
    """A document cannot be stored; the message says why, in one sentence."""
