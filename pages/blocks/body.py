"""The body that every page kind shares."""

from django.utils.translation import gettext_lazy as _

from pages.blocks.base import BodyStreamBlock
from pages.blocks.choices import ChoicesBlock
from pages.blocks.data import FiguresBlock, TableBlock
from pages.blocks.links import RelatedPagesBlock
from pages.blocks.media import DocumentBlock, EmbedBlock, ImageBlock
from pages.blocks.text import CalloutBlock, HeadingBlock, ParagraphBlock, QuoteBlock


class BodyBlock(BodyStreamBlock):
    """A page's text, block by block."""

    paragraph = ParagraphBlock(group=_("Text"))
    heading = HeadingBlock(group=_("Text"))
    quote = QuoteBlock(group=_("Text"))
    callout = CalloutBlock(group=_("Text"))
    image = ImageBlock(group=_("Media"))
    embed = EmbedBlock(group=_("Media"))
    document = DocumentBlock(group=_("Media"))
    figures = FiguresBlock(group=_("Data"))
    table = TableBlock(group=_("Data"))
    related_pages = RelatedPagesBlock(group=_("Links"))

    class Meta:
        block_counts = {"related_pages": {"max_num": 2}}


class StandardBodyBlock(BodyBlock):
    """The body of a standard page: what every body has, and what only the privacy page needs."""

    choices = ChoicesBlock(group=_("Links"))

    class Meta:
        block_counts = {"related_pages": {"max_num": 2}, "choices": {"max_num": 1}}
