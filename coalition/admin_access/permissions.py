"""What a user must be allowed beyond what a view checks by itself, and what must be so before anybody may do it."""

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.auth import get_permission_codename
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupCollectionPermission, Page, TaskState, TranslatableMixin
from wagtail.permissions import policy_registry
from wagtail_localize.models import TranslationSource

from media.file_permissions import why_refused

# Each returns why a user may not, or an empty text.
Rule = Callable[[Any, dict[str, Any]], str]

REFUSED = gettext_lazy("Sorry, you do not have permission to access this area.")


def problem(need: str, user: Any, kwargs: dict[str, Any]) -> str:
    """Return why a user may not use an address; empty where nothing is in the way.

    Args:
        need: What the table asks for: a permission, or the name of a rule.
        user: Who asks.
        kwargs: What stands in the address.
    """
    if need in RULES:
        return RULES[need](user, kwargs)
    return "" if not need or user.has_perm(need) else str(REFUSED)


def change_source(user: Any, kwargs: dict[str, Any]) -> str:
    """Ask for the permission to change the original: the translation of a snippet is public at once."""
    source = TranslationSource.objects.filter(pk=kwargs["translation_source_id"]).first()
    model: Any = source.specific_content_type.model_class() if source else None
    return "" if model is None or issubclass(model, Page) else _unless_may(user, "change", model)


def add_snippet(user: Any, kwargs: dict[str, Any]) -> str:
    """Ask for the permission to add snippets of the type in the address."""
    model = _model(kwargs)
    return "" if model is None else _unless_may(user, "add", model)


def see_snippet(user: Any, kwargs: dict[str, Any]) -> str:
    """Let staff read the names of snippets that pages are translated with; others need the permission to view them."""
    model = _model(kwargs)
    return "" if model is None or issubclass(model, TranslatableMixin) else _unless_may(user, "view", model)


def nothing_waits(user: Any, kwargs: dict[str, Any]) -> str:
    """Refuse while pages wait in a task: without it Wagtail takes them for approved, and publishes them."""
    waiting = TaskState.objects.filter(task_id=kwargs["pk"], status=TaskState.STATUS_IN_PROGRESS)
    if not waiting.exists():
        return ""
    return _("Pages wait in this task and would be published without it. Approve or reject them first.")


def delete_images(user: Any, kwargs: dict[str, Any]) -> str:
    """Ask for the right to delete images, which Wagtail gives to everybody who may change them."""
    return _unless_may_in_a_collection(user, "delete_image")


def delete_documents(user: Any, kwargs: dict[str, Any]) -> str:
    """Ask for the right to delete documents, which Wagtail gives to everybody who may change them."""
    return _unless_may_in_a_collection(user, "delete_document")


def may(action: str, find_model: Callable[[], Any]) -> Rule:
    """Return the rule that asks whether a user may change or delete the very file in the address.

    Args:
        action: "change" or "delete".
        find_model: Returns the model of images or documents.
    """

    def rule(user: Any, kwargs: dict[str, Any]) -> str:
        model = find_model()
        file = model.objects.filter(pk__in=[value for value in kwargs.values() if str(value).isdecimal()]).first()
        if file is None or policy_registry.get_by_type(model).user_has_permission_for_instance(user, action, file):
            return ""
        return why_refused(user, file)

    return rule


RULES: dict[str, Rule] = {
    "change-image": may("change", get_image_model),
    "delete-image": may("delete", get_image_model),
    "change-document": may("change", get_document_model),
    "delete-document": may("delete", get_document_model),
    "change-source": change_source,
    "add-snippet": add_snippet,
    "see-snippet": see_snippet,
    "nothing-waits": nothing_waits,
    "delete-images": delete_images,
    "delete-documents": delete_documents,
}


def _unless_may(user: Any, action: str, model: type[Model]) -> str:
    name = f"{model._meta.app_label}.{get_permission_codename(action, model._meta)}"
    return "" if user.has_perm(name) else str(REFUSED)


def _unless_may_in_a_collection(user: Any, codename: str) -> str:
    granted = GroupCollectionPermission.objects.filter(group__user=user, permission__codename=codename)
    return "" if user.is_superuser or granted.exists() else str(REFUSED)


def _model(kwargs: dict[str, Any]) -> type[Model] | None:
    """Return the model in the address; for one that does not exist the view has its own answer."""
    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return None
