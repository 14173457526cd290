"""Social posts in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from social.models import SocialPost


class SocialPostViewSet(SnippetViewSet):
    """The posts that are kept here."""

    model = SocialPost
    icon = "comment"
    add_to_admin_menu = True
    menu_label = _("Social posts")
    menu_order = 620
    copy_view_enabled = False
    list_display = ["text", "account", "posted_at", "is_pinned", "status"]
    list_filter = ["network", "is_pinned", "status"]


register_snippet(SocialPostViewSet)
