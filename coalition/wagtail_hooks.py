"""What the admin as a whole offers: locks in bulk actions, who changes accounts, no buttons to closed addresses."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import resolve
from django.urls.exceptions import Resolver404
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.account import AvatarSettingsPanel
from wagtail.models import Page
from wagtail.users.views.users import UserViewSet

from coalition.admin_access.locks import in_the_way
from coalition.admin_access.pages import with_descendants
from coalition.admin_access.refusals import locked_text, no_permission
from coalition.admin_access.table import addresses, name_of

# What wagtail-localize adds to the menu of a page's editor and what leads to an address that is closed.
CLOSED_ACTIONS = {"localize-convert-to-alias"}


# Wagtail has no setting for this; media/uploads.py says why there are none.
AvatarSettingsPanel.is_active = lambda _panel: False
# An account is made for a person; nothing of another's is copied.
UserViewSet.copy_view_enabled = False


@hooks.register("before_bulk_action", order=-10)
def skip_locked_pages(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Leave locked pages out of a bulk action and say so; the rest goes on."""
    address = addresses()[name_of(request.resolver_match)]  # type: ignore[arg-type]
    for page in [item for item in objects if isinstance(item, Page)]:
        with_subtree = address.pages == "subtree" or bool(request.POST.get("include_descendants"))
        for part in with_descendants(page) if with_subtree else (page,):
            if lock := in_the_way(part, request.user, address.locks):
                messages.error(request, locked_text(part, lock, request))
                objects.remove(page)
                break
    return None if objects else HttpResponseRedirect(action.next_url)


@hooks.register("before_bulk_action", order=-10)
def skip_superusers(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """Leave superusers out of what others do to many accounts at a time."""
    kept = [item for item in objects if request.user.is_superuser or not getattr(item, "is_superuser", False)]
    if len(kept) == len(objects):
        return None
    messages.error(request, _("Only superusers can change the accounts of superusers."))
    objects[:] = kept
    return None if kept else HttpResponseRedirect(action.next_url)


@hooks.register("before_create_user")
@hooks.register("before_edit_user")
@hooks.register("before_delete_user")
def keep_superusers_to_themselves(request: HttpRequest, user: Any = None) -> HttpResponse | None:
    """Let only superusers make superusers, or change the accounts of superusers: an administrator could become one."""
    if request.user.is_superuser or request.method != "POST":
        return None
    if "is_superuser" in request.POST:
        return no_permission(request, _("Only superusers can make somebody a superuser."))
    if user and user.is_superuser:
        return no_permission(request, _("Only superusers can change the accounts of superusers."))
    return None


@hooks.register("construct_page_action_menu")
def leave_out_closed_actions(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Leave out of the editor's menu what leads to a closed address."""
    menu_items[:] = [item for item in menu_items if item.name not in CLOSED_ACTIONS]


@hooks.register("construct_main_menu")
@hooks.register("construct_reports_menu")
@hooks.register("construct_settings_menu")
def leave_out_closed_entries(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Leave out of the menus what leads to a closed address."""
    menu_items[:] = [item for item in menu_items if not _is_closed(getattr(item, "url", ""))]


@lru_cache(maxsize=256)  # menus have few addresses, and every page of the admin shows them
def _is_closed(url: str) -> bool:
    """Return whether an address of the admin is closed."""
    try:
        match = resolve(url.partition("?")[0])
    except Resolver404:
        return False
    row = addresses().get(name_of(match))
    return match.route.startswith(settings.ADMIN_PATH) and (row is None or row.is_closed)
