"""Blocks of words."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, StructValue, TextBlock
from wagtail.rich_text import RichText

from pages.blocks.base import WebAddressBlock
from pages.blocks.link_texts import vague_links

PROSE = ["bold", "italic", "link", "document-link", "ol", "ul"]


class ParagraphBlock(RichTextBlock):
    """Paragraphs and lists; pasted text loses every style that is not among the features."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("features", PROSE)
        super().__init__(**kwargs)

    def value_from_datadict(self, data: Any, files: Any, prefix: str) -> RichText:
        """Return what was typed; half a character, which the database can't hold, becomes a replacement character."""
        value = super().value_from_datadict(data, files, prefix)
        return RichText(value.source.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))

    def clean(self, value: RichText) -> RichText:
        """Refuse links whose text doesn't say where they lead, unless a draft is saved."""
        if not self.is_deferred_validation and (vague := vague_links(value.source if value else "")):
            said = _("Say in the link's words where it leads, in place of “%(text)s”.") % {"text": vague[0]}
            raise ValidationError(said)
        return super().clean(value)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/rich_text.html"
        preview_value = "<p>Water runs again in the eastern districts, and the market has reopened.</p>"


class HeadingValue(StructValue):
    """A heading that can be linked to."""

    @property
    def anchor(self) -> str:
        """The part of the address after #: chosen by staff, else made of the heading's words."""
        return slugify(self.get("custom_anchor") or self["text"], allow_unicode=True)


class HeadingBlock(StructBlock):
    """A heading inside the body, below the page's title."""

    text = CharBlock(label=_("Heading"), max_length=120, help_text=_("Keep it short."))
    custom_anchor = CharBlock(
        label=_("Anchor"),
        required=False,
        max_length=60,
        help_text=_("What stands after # in a link to here. Empty: made of the heading's words."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("A heading with an anchor, so that it can be linked to.")
        template = "blocks/heading.html"
        value_class = HeadingValue
        preview_value = {"text": "What happens next"}


class QuoteBlock(StructBlock):
    """Words somebody said, with who said them."""

    text = TextBlock(label=_("Words"), help_text=_("The exact words. Quotation marks are added for you."))
    attribution = CharBlock(label=_("Who said it"), max_length=160, help_text=_("Name or pseudonym, role, place."))
    source_url = WebAddressBlock(label=_("Source"), required=False, help_text=_("Where the words are on record."))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        description = _("A quotation with who said it and where it is on record.")
        template = "blocks/quote.html"
        preview_value = {"text": "We opened the school before we had windows.", "attribution": "A teacher in Raqqa"}


class CalloutBlock(StructBlock):
    """Something a reader must not miss."""

    title = CharBlock(label=_("Title"), max_length=120, help_text=_("What it is about, in a few words."))
    text = RichTextBlock(label=_("Text"), features=PROSE, help_text=_("Two or three sentences."))

    class Meta:
        icon = "info-circle"
        label = _("Call-out")
        description = _("A framed note that stands out from the text.")
        template = "blocks/callout.html"
        preview_value = {"title": "How to help", "text": "<p>Write to us at contact@example.org.</p>"}
