"""The table of members in the Wagtail admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from partners.models import Membership


class MembershipViewSet(SnippetViewSet):
    """The members."""

    model = Membership
    icon = "globe"
    add_to_admin_menu = True
    menu_label = _("Members")
    menu_order = 600
    copy_view_enabled = False
    list_display = ["name", "kind", "region", "joined_by"]
    list_filter = ["region", "kind"]
    list_per_page = 100


register_snippet(MembershipViewSet)
