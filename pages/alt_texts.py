"""What may not stand in the text that tells what a picture shows."""

from django.utils.translation import gettext_lazy as _

REPEATED = _(
    "This repeats the caption, which everybody can read or hear: say what the image shows, or tick decoration."
)


def repeats(alt_text: str, caption: str) -> bool:
    """Returns whether the text that tells what a picture shows says no more than its caption.

    Args:
        alt_text: The text.
        caption: The caption.
    """
    said, shown = _words(alt_text), _words(caption)
    return bool(said) and said == shown


def _words(text: str) -> list[str]:
    """Returns the words of a text, without marks and capitals."""
    return "".join(mark if mark.isalnum() else " " for mark in text.casefold()).split()
