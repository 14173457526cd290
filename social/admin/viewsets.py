"""Lists and forms of posts and sources."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.widgets import ListingButton
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from social.admin.forms import SocialSourceForm
from social.models import SocialPost, SocialSource

STOP = "social.stop_socialsource"


class OutcomePanel(MultiFieldPanel):
    """How it went last: nothing, before a source was saved."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        """The panel of one source."""

        def is_shown(self) -> bool:
            """Shows it where there is something to tell."""
            return bool(self.instance.pk) and super().is_shown()


class SocialPostViewSet(SnippetViewSet):
    """The posts that are kept here."""

    model = SocialPost
    icon = "comment"
    menu_label = _("Posts")
    menu_order = 100
    copy_view_enabled = False
    list_per_page = 50
    list_display = [
        "text",
        "account",
        Column("posted_at", label=_("Posted at"), sort_key="posted_at"),
        Column("state", label=_("State")),
        BooleanColumn("is_pinned", label=_("Pinned"), sort_key="is_pinned"),
    ]
    list_filter = ["status", "source", "network", "is_pinned", "language"]

    def get_queryset(self, request: Any) -> Any:
        """Returns the posts with their sources, which their state speaks of."""
        return SocialPost.objects.select_related("source").order_by("-posted_at", "-pk")


class SocialSourceViewSet(SnippetViewSet):
    """The accounts and feeds from which posts are brought."""

    model = SocialSource
    icon = "globe"
    menu_label = _("Sources")
    menu_order = 200
    copy_view_enabled = False
    list_display = [
        "name",
        Column("address", label=_("Account or address")),
        Column("state", label=_("State")),
        DateColumn("succeeded_at", label=_("Last succeeded")),
        Column("failures", label=_("Failures in a row")),
    ]
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("network"), FieldPanel("language")]),
                FieldPanel("address"),
                FieldPanel("new_token"),
                FieldPanel("forget_token"),
            ],
            heading=_("Account"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_active"),
                FieldPanel("every_minutes"),
                FieldRowPanel([FieldPanel("approval"), FieldPanel("delay_minutes")]),
            ],
            heading=_("What becomes of its posts"),
        ),
        OutcomePanel(
            [
                FieldPanel(name, read_only=True)
                for name in ("fault", "fault_detail", "failures", "tried_at", "succeeded_at", "next_try_at")
            ],
            heading=_("How it went last"),
        ),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        """Returns the form whose token never comes out again."""
        return self.get_edit_handler().get_form_class()

    def get_edit_handler(self) -> Any:
        """Returns the panels, on that form."""
        handler = super().get_edit_handler()
        handler.base_form_class = SocialSourceForm
        return handler


class SocialGroup(SnippetViewSetGroup):
    """Posts and sources, under one entry of the menu."""

    menu_label = _("Social posts")
    menu_icon = "comment"
    menu_order = 620
    items = (SocialPostViewSet, SocialSourceViewSet)


def source_buttons(source: SocialSource, user: Any) -> Iterator[ListingButton]:
    """Yields what can be done with a source in the list."""
    if not user.has_perm(STOP):
        return
    if source.is_active:
        yield ListingButton(_("Stop"), reverse("social_stop", args=[source.pk]), icon_name="cross", priority=40)
    else:
        yield ListingButton(
            _("Start again"), reverse("social_start", args=[source.pk]), icon_name="rotate", priority=40
        )
