"""The steps of the guided tour of the home page."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, StructBlock, TextBlock

from home.blocks.sections import HomeSectionsBlock
from pages.blocks.base import BodyStreamBlock


def section_choices() -> list[tuple[str, str]]:
    """Returns the kinds of section, as staff know them."""
    return [(name, block.label) for name, block in HomeSectionsBlock.base_blocks.items()]


class TourStepBlock(StructBlock):
    """One stop of the tour: a section, and what is said about it."""

    section = ChoiceBlock(
        choices=section_choices,
        label=_("Section"),
        help_text=_("Where the tour stops. If that section isn't on the page, this step is skipped."),
    )
    title = CharBlock(label=_("Title"), max_length=60, help_text=_("A few words."))
    text = TextBlock(label=_("Text"), max_length=240, help_text=_("One or two sentences: what is found here."))

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class TourBlock(BodyStreamBlock):
    """The tour's steps, in their order."""

    step = TourStepBlock()

    class Meta:
        max_num = 9
