"""The rule below every way to delete: a planned page stays, and so does the revision that is to go live."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import pre_delete
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page, Revision
from wagtail.query import TreeQuerySet

from pages.live_revision import is_live_revision
from publishing import row_locks
from schedule.deletion.plans import plans_for
from schedule.models import ReleaseMember


class PlannedError(ProtectedError, PermissionDenied):
    """A planned page, or the revision that is to go live, can't be deleted.

    It is refused as a protected row is: commands that purge count it and go on. Wagtail's admin answers it as it does
    any other refusal, also in a view that knows nothing of schedules.
    """

    def __init__(self, message: str, thing: Any) -> None:
        self.message = message
        super().__init__(message, {thing})

    def __str__(self) -> str:
        return self.message


def keep_planned_page(instance: Page, **kwargs: Any) -> None:
    """Refuse to delete a page that is scheduled or in an open release.

    ``cancel_plans`` says who confirmed it; after that the page can be deleted.
    """
    row_locks.lock_page(instance.pk)  # whoever is scheduling it just now comes first
    if plans := plans_for([instance], below=False):
        text = _("It can't be deleted: %(plan)s") % {"plan": plans[0]}
        raise PlannedError(text, instance)


def keep_planned_revision(instance: Revision, origin: Any = None, **kwargs: Any) -> None:
    """Refuse to delete a revision that is scheduled, that an open release publishes or that readers see.

    What readers see goes with its page.
    """
    model = getattr(origin, "model", type(origin))
    if model is Revision and is_live_revision(instance):
        raise PlannedError(_("This version of “%s” is live and can't be deleted.") % instance.object_str, instance)
    revision = Revision.objects.filter(pk=instance.pk, approved_go_live_at__isnull=False).first()
    if revision:
        raise PlannedError(_("This version of “%s” is scheduled and can't be deleted.") % revision.object_str, revision)
    members = ReleaseMember.objects.filter(revision_id=instance.pk, is_open=True, page__isnull=False)
    member = members.select_related("release").first()
    if member:
        words = {"title": member.title, "release": member.release.name}
        text = _("This version of “%(title)s” is in the release “%(release)s” and can't be deleted.")
        raise PlannedError(text % words, instance)


def connect() -> None:
    """Put the rule in place, and make deleting pages all or nothing.

    Treebeard corrects the parent's number of children, and Wagtail writes "deleted" into the history, before the rows
    are deleted; outside a transaction a refusal would leave both behind.
    """
    pre_delete.connect(keep_planned_page, sender=Page, dispatch_uid="keep_planned_page")
    pre_delete.connect(keep_planned_revision, sender=Revision, dispatch_uid="keep_planned_revision")
    TreeQuerySet.delete = _atomic(TreeQuerySet.delete)
    DeletePageAction.execute = transaction.atomic(DeletePageAction.execute)


def _atomic(delete: Any) -> Any:
    """Return a queryset's ``delete`` in a transaction, with the attributes that Django reads from it."""
    wrapped: Any = transaction.atomic(delete)
    wrapped.alters_data, wrapped.queryset_only = True, True
    return wrapped
