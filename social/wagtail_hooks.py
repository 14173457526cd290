"""Social posts in the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import ListingButton
from wagtail.log_actions import LogActionRegistry
from wagtail.snippets.models import register_snippet

from social.admin.bulk import ACTIONS
from social.admin.views import StartView, StopView
from social.admin.viewsets import SocialGroup, source_buttons
from social.models import SocialSource

register_snippet(SocialGroup)

for action in ACTIONS:
    hooks.register("register_bulk_action", action)


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Adds the questions before a source is stopped or started."""
    return [
        path("social/sources/<int:pk>/stop/", StopView.as_view(), name="social_stop"),
        path("social/sources/<int:pk>/start/", StartView.as_view(), name="social_start"),
    ]


@hooks.register("register_snippet_listing_buttons")
def buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[ListingButton]:
    """Puts stopping and starting into the list of sources."""
    if isinstance(snippet, SocialSource):
        yield from source_buttons(snippet, user)


@hooks.register("register_log_actions")
def words_in_the_history(actions: LogActionRegistry) -> None:
    """Registers what is done with a source."""
    actions.register_action("social.stop", _("Stop"), _("Stopped, and what it brought was hidden"))
    actions.register_action("social.start", _("Start again"), _("Started again"))
