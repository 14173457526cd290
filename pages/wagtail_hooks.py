"""The ground floor in the Wagtail admin: its colours, its snippets."""

from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile

from pages.bulk_publish import CheckedPublishBulkAction
from pages.fixed_addresses import TAKEN, is_taken
from pages.image_views import ImageAddView, ImagesAddView
from pages.models import LineOfEffort, SiteSettings, UrgentBanner
from pages.rich_text import LivePageLinkHandler
from pages.translating import not_translated_yet, texts_missing
from pages.translation_files import problems

MOST_PROBLEMS = 5
NO_FILE = _("Choose a file first.")


class LineOfEffortViewSet(SnippetViewSet):
    """The five kinds of work."""

    model = LineOfEffort
    icon = "list-ol"
    list_display = ["name", "summary", "order"]
    ordering = ["order"]


class SiteSettingsViewSet(SnippetViewSet):
    """The frame's texts, one row a language."""

    model = SiteSettings
    icon = "cog"
    add_to_settings_menu = True
    copy_view_enabled = False


class UrgentBannerViewSet(SnippetViewSet):
    """The message across the top of every page."""

    model = UrgentBanner
    icon = "warning"
    add_to_admin_menu = True
    menu_order = 700
    copy_view_enabled = False
    list_display = ["text", "level", "ends_at"]


for viewset in (LineOfEffortViewSet, SiteSettingsViewSet, UrgentBannerViewSet):
    register_snippet(viewset)


@hooks.register("before_move_page")
def refuse_to_hide(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """Refuses to move a page to where something of the site's own answers."""
    if not is_taken(destination, page.slug):
        return None
    messages.error(request, TAKEN)
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("before_copy_page")
def refuse_a_hidden_copy(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuses to copy a page to where something of the site's own answers."""
    chosen = request.POST.get("new_parent_page", "")
    if not chosen.isdecimal():
        return None
    parent = Page.objects.filter(pk=chosen).first()
    if parent is None or not is_taken(parent, request.POST.get("new_slug", "")):
        return None
    messages.error(request, TAKEN)
    return redirect("wagtailadmin_pages:copy", page.pk)


@hooks.register("before_edit_page", order=-1)
def refuse_half_a_translation(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Says how many texts are left when a translation is published too early; its draft stays as it is."""
    left = texts_missing(page) if request.POST.get("action") == "publish" else 0
    if not left:
        return None
    messages.error(request, not_translated_yet(left))
    return redirect("wagtailadmin_pages:edit", page.pk)


# After Wagtail's own hooks: the last action of a type is the one that counts.
hooks.register("register_bulk_action", CheckedPublishBulkAction, order=100)


@hooks.register("register_rich_text_features", order=10)
def keep_addresses_of_drafts(features: FeatureRegistry) -> None:
    """Replaces Wagtail's links to pages by those that lead to live pages only."""
    features.register_link_type(LivePageLinkHandler)


@hooks.register("register_admin_urls", order=-1)
def replaced_addresses() -> list[URLPattern]:
    """Return our versions of views of Wagtail and wagtail-localize, which come before theirs."""
    return [
        path("images/add/", ImageAddView.as_view(), name="add_image"),
        path("images/multiple/add/", ImagesAddView.as_view(), name="add_images"),
        path(
            "localize/translate/<int:translation_id>/pofile/upload/",
            take_in_translation_file,
            name="upload_translation_file",
        ),
    ]


@require_POST
def take_in_translation_file(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Takes in a PO file, or says in which lines it is broken and changes nothing."""
    translation = get_object_or_404(Translation, pk=translation_id)
    file = request.FILES.get("file")
    found = list(islice(problems(file.read(), str(translation.uuid)), MOST_PROBLEMS)) if file else [NO_FILE]
    if not found and file:
        file.seek(0)
        taken: HttpResponse = upload_pofile(request, translation_id)
        return taken
    for problem in found:
        messages.error(request, problem)
    return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")


@hooks.register("insert_global_admin_css")
def admin_colours() -> SafeString:
    """Brings the site's colours into the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("insert_global_admin_js")
def admin_script() -> SafeString:
    """Lets a form that is saving itself finish before it is sent."""
    return format_html('<script type="module" src="{}"></script>', static("js/admin.js"))
