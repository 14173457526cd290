"""Who may change and delete images and documents.

A file that readers see, now or at a scheduled time, is changed only by people who may publish every page that shows it.
The permission policy says so to every view; the guards at the model refuse what a view forgets to ask.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string
from wagtail.log_actions import get_active_log_context
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy
from wagtail.permissions import page_permission_policy, policy_registry, register_permission_policy

from publishing import files, hold

MAX_PAGES_NAMED = 3
# What Wagtail fills in when a file is first looked at; none of it is a change that a person makes.
DERIVED_FIELDS = {"file_size", "file_hash"}


class FilePermissionPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's policy, with a permission of its own for deleting and with respect for what readers see.

    Listings still show every file that a user could change; each action asks for the single file.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Return whether a user may perform an action on some files."""
        if action == "delete":
            return bool(self._check_perm(user, ["add", "delete"]))
        return bool(super().user_has_permission(user, action))

    def user_has_any_permission_for_instance(self, user: Any, actions: Iterable[str], instance: Any) -> bool:
        """Return whether a user may perform one of the actions on a file."""
        return any(self._is_allowed(user, action, instance) for action in actions)

    def _is_allowed(self, user: Any, action: str, file: Any) -> bool:
        if action == "delete":
            granted = self._check_perm(user, ["delete"], collection=file.collection) or self._may_take_back(user, file)
        else:
            granted = super().user_has_any_permission_for_instance(user, [action], file)
        if not granted or action not in ("change", "delete"):
            return bool(granted)
        # Deleting takes something away from readers, as an expiry does: that goes on during a hold.
        return may_change_for_readers(user, file) and (action == "delete" or not is_held(file))

    def _may_take_back(self, user: Any, file: Any) -> bool:
        """Return whether a user may delete their own upload: as long as no page has ever used it."""
        is_own = user.pk is not None and getattr(file, f"{self.owner_field_name}_id") == user.pk
        return is_own and self._check_perm(user, ["add"], collection=file.collection) and not files.is_used(file)


def is_held(file: Model) -> bool:
    """Return whether readers see a file while everything is on hold, so that nobody may change it."""
    return hold.is_on() and files.pages_publishing(file).exists()


def may_change_for_readers(user: Any, file: Model) -> bool:
    """Return whether a user may publish every page through which readers see a file."""
    if user.is_active and user.is_superuser:
        return True
    own = page_permission_policy.instances_user_has_permission_for(user, "publish")
    return not files.pages_publishing(file).exclude(pk__in=own.values("pk")).exists()


def why_refused(user: Any, file: Model) -> str:
    """Return why a user may not change or delete a file, and what to do instead."""
    if is_held(file):
        return _("Everything is on hold: what readers see can't be changed until the hold is lifted.")
    if may_change_for_readers(user, file):
        return _("Only administrators can delete files. You can delete your own upload while no page has used it.")
    titles = [page.title for page in files.pages_publishing(file)[: MAX_PAGES_NAMED + 1]]
    if len(titles) > MAX_PAGES_NAMED:
        titles[MAX_PAGES_NAMED:] = [_("other pages")]
    return _(
        "“%(file)s” is used by live or scheduled pages (%(pages)s), so only people who may publish them can change it. "
        "Upload a new file and choose it in a draft instead."
    ) % {"file": file, "pages": get_text_list(titles, _("and"))}


def refuse_change(instance: Any, update_fields: Iterable[str] | None = None, raw: bool = False, **kwargs: Any) -> None:
    """Refuse to save a file for a user who may not change what readers see.

    Raises:
        PermissionDenied: The signed-in user may not publish a page that shows the file, or everything is on hold.
    """
    user = get_active_log_context().user
    is_derived = update_fields is not None and DERIVED_FIELDS.issuperset(update_fields)
    if user is None or instance.pk is None or raw or is_derived:
        return
    if is_held(instance) or not may_change_for_readers(user, instance):
        raise PermissionDenied(why_refused(user, instance))


def refuse_deletion(instance: Any, **kwargs: Any) -> None:
    """Refuse to delete a file for a user without that permission, also in a queryset or with a collection.

    Raises:
        PermissionDenied: The signed-in user may not delete the file.
    """
    user = get_active_log_context().user
    if user is None:
        return
    if not policy_registry.get_by_type(type(instance)).user_has_permission_for_instance(user, "delete", instance):
        raise PermissionDenied(why_refused(user, instance))


def register() -> None:
    """Register the policy and the guards for images and documents."""
    names = ((get_image_model_string(), "wagtailimages.Image"), (get_document_model_string(), "wagtaildocs.Document"))
    for name, auth_model in names:
        policy = FilePermissionPolicy(name, auth_model=auth_model, owner_field_name="uploaded_by_user")
        # Wagtail registers its own policy later, but the one for exactly this class wins.
        register_permission_policy(policy.model, policy, exact_class=True)
        pre_save.connect(refuse_change, sender=policy.model, dispatch_uid=f"media.change.{name}")
        pre_delete.connect(refuse_deletion, sender=policy.model, dispatch_uid=f"media.delete.{name}")
