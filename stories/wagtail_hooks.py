"""Consent in the Wagtail admin: only those with its permission see it, and nothing of it can be exported."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from stories.models import ConsentRecord


class ConsentRecordViewSet(SnippetViewSet):
    """Records of consent."""

    model = ConsentRecord
    icon = "key"
    menu_label = _("Consent")
    add_to_admin_menu = True
    menu_order = 650
    list_display = ["story", "valid_until", "withdrawn_on", "confirmed_by"]
    list_export: list[str] = []
    copy_view_enabled = False
    inspect_view_enabled = False
    panels = [
        PageChooserPanel("story", "stories.StoryPage"),
        MultiFieldPanel(
            [FieldPanel("covers_name"), FieldPanel("covers_face"), FieldPanel("covers_place")],
            heading=_("What it covers"),
        ),
        FieldPanel("channels"),
        FieldPanel("languages"),
        FieldPanel("valid_until"),
        FieldPanel("withdrawn_on"),
        FieldPanel("note"),
        FieldPanel("confirm"),
    ]


register_snippet(ConsentRecordViewSet)
