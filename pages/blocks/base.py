"""What our blocks share: rules that hold for publishing but never stop a draft from being saved."""

from threading import RLock
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import StreamBlock, StreamValue, StructBlock, StructBlockValidationError, StructValue, URLBlock

# Wagtail relaxes validation for a draft by changing block definitions that all threads share. Without this lock, a
# page published while another thread saves a draft could skip its rules.
_validation = RLock()


class BodyStreamBlock(StreamBlock):
    """The outermost block of a stream field: validates one value at a time."""

    def clean(self, value: StreamValue) -> StreamValue:
        """Validate a value while no other thread changes the rules."""
        with _validation:
            return super().clean(value)

    def clean_deferred(self, value: StreamValue) -> StreamValue:
        """Validate a draft; rules for publishing don't apply."""
        with _validation:
            return super().clean_deferred(value)


class RuledStructBlock(StructBlock):
    """A struct with rules that its value must meet before it can be published."""

    def publish_errors(self, value: StructValue) -> dict[str, ValidationError]:
        """Return what is wrong with a value, by the name of the child block; subclasses add their rules.

        Args:
            value: A value whose children are valid.
        """
        return {}

    def clean(self, value: StructValue) -> StructValue:
        """Validate a value, including the rules for publishing unless a draft is saved."""
        cleaned = super().clean(value)
        if not self.is_deferred_validation and (errors := self.publish_errors(cleaned)):
            raise StructBlockValidationError(errors)
        return cleaned


class WebAddressBlock(URLBlock):
    """A URL; a draft may hold one that is still being typed."""

    def clean(self, value: str) -> Any:
        """Validate the URL unless a draft is saved."""
        return value if self.is_deferred_validation else super().clean(value)
