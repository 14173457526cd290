"""Consent in the Wagtail admin: only people with its permissions see it, and none of it can be exported."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet

from stories.models import ConsentRecord


class ConsentRecordEditView(EditView):
    """The edit form, headed by person, story and dates: whoever may open it may see them."""

    success_message = _("Consent record saved.")

    def get_page_subtitle(self) -> str:  # noqa: D102
        return self.object.title()


class ConsentRecordDeleteView(DeleteView):
    """The confirmation that says what deleting a record does."""

    success_message = _("Consent record deleted.")
    confirmation_message = _(
        "Delete this consent record? A live story that no other record covers is taken down at once."
    )

    def get_page_subtitle(self) -> str:  # noqa: D102
        return self.object.title()


class ConsentRecordViewSet(SnippetViewSet):
    """Records of consent."""

    model = ConsentRecord
    icon = "key"
    menu_label = _("Consent")
    add_to_admin_menu = True
    menu_order = 650
    list_display = ["title", "valid_until", "withdrawn_on", "confirmed_by"]
    list_export: list[str] = []
    edit_view_class = ConsentRecordEditView
    delete_view_class = ConsentRecordDeleteView
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

    def get_queryset(self, request: HttpRequest) -> Any:
        """Return the records with what their titles show."""
        return ConsentRecord.objects.select_related("story", "confirmed_by")

    def register_chooser_viewset(self) -> None:
        """Register no chooser: nothing chooses a record, and choosers are open to people who may not see records."""


register_snippet(ConsentRecordViewSet)
