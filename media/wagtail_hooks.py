"""Images and documents in the admin: say why a file cannot be changed."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents.views import documents
from wagtail.images.views import images
from wagtail.permissions import policy_registry

from media.file_permissions import why_refused


def explaining(view: Callable[..., Any], model: Any, action: str, listing: str) -> Callable[..., Any]:
    """Wrap a view of a file so that a refusal says what to do instead.

    Args:
        view: Wagtail's view, which checks the permission itself.
        model: The model of images or documents.
        action: What the view does, "change" or "delete".
        listing: The name of the URL to go back to.
    """

    def explained(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        file = model.objects.filter(pk__in=kwargs.values()).first()
        policy = policy_registry.get_by_type(model)
        is_script = request.headers.get("x-requested-with") == "XMLHttpRequest"
        if file is None or is_script or not policy.user_has_permission(request.user, action):
            return view(request, **kwargs)
        if policy.user_has_permission_for_instance(request.user, action, file):
            return view(request, **kwargs)
        messages.error(request, why_refused(request.user, file))
        return redirect(listing)

    return explained


@hooks.register("register_admin_urls", order=-1)
def explained_urls() -> list[URLPattern]:
    """Put the explaining views in front of Wagtail's own, which answer a refusal with the dashboard."""
    image, document = images.Image, documents.Document
    image_list, document_list = "wagtailimages:index", "wagtaildocs:index"
    return [
        path("images/<int:image_id>/", explaining(images.EditView.as_view(), image, "change", image_list)),
        path("images/<int:image_id>/delete/", explaining(images.DeleteView.as_view(), image, "delete", image_list)),
        path(
            "documents/edit/<int:document_id>/",
            explaining(documents.EditView.as_view(), document, "change", document_list),
        ),
        path(
            "documents/delete/<int:document_id>/",
            explaining(documents.DeleteView.as_view(), document, "delete", document_list),
        ),
    ]
