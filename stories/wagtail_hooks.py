"""Consent in the Wagtail admin: only people with its permissions see it, and none of it can be exported."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.log_actions import LogActionRegistry, log
from wagtail.models import Page
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from stories.models import ConsentRecord

VIEWED, WITHDRAWN = "stories.consent_viewed", "stories.consent_withdrawn"


@hooks.register("register_log_actions")
def register_actions(actions: LogActionRegistry) -> None:
    """Name what happens to records of consent."""
    actions.register_action(VIEWED, _("View consent"), _("Opened the consent record"))
    actions.register_action(WITHDRAWN, _("Withdraw consent"), _("Recorded that consent was withdrawn"))


class ConsentRecordCreateView(CreateView):
    """The form for a new record."""

    def get_success_message(self, instance: ConsentRecord) -> str:  # noqa: D102
        return str(_("Consent record saved: %(title)s.") % {"title": instance.title()})


class ConsentRecordEditView(EditView):
    """The edit form, headed by person, story and dates: whoever may open it may see them, and is recorded."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form, and record who has looked."""
        log(instance=self.object, action=VIEWED, user=request.user)
        return super().get(request, *args, **kwargs)

    def save_instance(self) -> ConsentRecord:
        """Save the record; a withdrawal is recorded as one."""
        record = super().save_instance()
        if "withdrawn_on" in self.form.changed_data and record.withdrawn_on:
            log(instance=record, action=WITHDRAWN, user=self.request.user)
        return record

    def get_success_message(self) -> str:
        """Return what was saved, and whether it is confirmed."""
        text = _("Consent record saved: %(title)s.")
        if self.object.confirmed_by_id:
            text = _("Consent record saved and confirmed: %(title)s.")
        return str(text % {"title": self.object.title()})

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


@hooks.register("register_bulk_action", order=1)  # in place of the one for all snippets
class ConsentRecordDeleteAction(DeleteBulkAction):
    """The deletion of several records, each named by person, story and dates."""

    models = (ConsentRecord,)
    template_name = "stories/confirm_delete_consent.html"

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Return how many records were deleted; what they were about is gone."""
        return str(
            ngettext("%(count)d consent record deleted.", "%(count)d consent records deleted.", num_parent_objects)
            % {"count": num_parent_objects}
        )


class ConsentRecordViewSet(SnippetViewSet):
    """Records of consent."""

    model = ConsentRecord
    icon = "key"
    menu_label = _("Consent")
    add_to_admin_menu = True
    menu_order = 650
    list_display = ["title", "valid_until", "withdrawn_on", "confirmed_by"]
    list_export: list[str] = []
    add_view_class = ConsentRecordCreateView
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


@hooks.register("before_delete_page", order=5)
def keep_consented_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Guard the deletion of one page."""
    return _refuse_with_consent(request, [page])


@hooks.register("before_bulk_action", order=5)
def keep_consented_pages(request: HttpRequest, action_type: str, objects: Any, action: Any) -> HttpResponse | None:
    """Guard the deletion of many pages."""
    pages = [item for item in objects if isinstance(item, Page)]
    return _refuse_with_consent(request, pages) if action_type == "delete" and pages else None


def _refuse_with_consent(request: HttpRequest, pages: list[Page]) -> HttpResponse | None:
    """Refuse to delete stories with consent records to people who may not delete those.

    A record goes with its story, and so does what it covers in other languages.
    """
    if request.user.has_perm("stories.delete_consentrecord"):
        return None
    for page in pages:
        below = page.get_descendants(inclusive=True).values("pk")
        if record := ConsentRecord.objects.filter(story__in=below).select_related("story").first():
            # Editors don't learn which stories have records.
            text = _("“%(title)s” is a story that only moderators can delete. Ask one of them.")
            messages.error(request, text % {"title": record.story.title})
            return HttpResponseRedirect(reverse("wagtailadmin_explore", args=[page.get_parent().pk]))
    return None
