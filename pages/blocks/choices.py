"""The block with which readers change their minds."""

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock


class ChoicesBlock(StructBlock):
    """What this device keeps, and the answer about counting visits."""

    title = CharBlock(label=_("Title"), max_length=80, help_text=_("Such as: Your choices on this device."))

    class Meta:
        icon = "cog"
        label = _("Your choices")
        description = _("Lets readers change what they agreed to. Belongs on the privacy page.")
        template = "blocks/choices.html"
        preview_value = {"title": "Your choices on this device"}
