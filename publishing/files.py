"""Which files the public may have: those that something live uses, and no other.

A file is a picture or a document. It is closed from the moment it is uploaded; publishing a page that uses it opens it;
when no live page uses it any more it is closed again. That is asked each time the file is asked for.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision

from publishing.models import LiveUse

Grant = Callable[[HttpRequest, Model], bool]
RevisionFinder = Callable[[], QuerySet[Revision]]

_grants: list[Grant] = []
_scheduled: list[RevisionFinder] = []


def register_grant(grant: Grant) -> Grant:
    """Registers a function that may let a request have a file that is not public, such as a preview link does."""
    _grants.append(grant)
    return grant


def register_scheduled_revisions(find: RevisionFinder) -> RevisionFinder:
    """Register a function that returns page revisions which go live later, beside those that Wagtail schedules."""
    _scheduled.append(find)
    return find


def is_public(file: Model) -> bool:
    """Returns whether something live uses a file.

    Args:
        file: A picture or a document.
    """
    return LiveUse.objects.filter(file_type=_kind(file), file_id=file.pk, page__live=True).exists()


def may_see(request: HttpRequest, file: Model) -> bool:
    """Returns whether a request that is not the public's may have a file: staff's, or one with a grant.

    Asking this reads the visitor's cookie; ask ``is_public`` first.

    Args:
        request: Who asks.
        file: A picture or a document.
    """
    if request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin"):
        return True
    return any(grant(request, file) for grant in _grants)


def pages_publishing(file: Model) -> QuerySet[Page]:
    """Return the pages through which readers see a file, now or as scheduled."""
    live = LiveUse.objects.filter(file_type=_kind(file), file_id=file.pk, page__live=True).values("page_id")
    finders: list[RevisionFinder] = [_wagtails_scheduled_revisions, *_scheduled]
    scheduled = {int(revision.object_id) for find in finders for revision in _revisions_using(file, find())}
    return Page.objects.filter(Q(pk__in=live) | Q(pk__in=scheduled))


def is_used(file: Any) -> bool:
    """Return whether any page uses a file or has ever used it, drafts and earlier revisions included."""
    if LiveUse.objects.filter(file_type=_kind(file), file_id=file.pk).exists():
        return True
    if ReferenceIndex.get_references_to(file).exists():
        return True
    # No revision older than the file can refer to it.
    later = Revision.page_revisions.filter(created_at__gte=file.created_at)
    return next(_revisions_using(file, later), None) is not None


def files_used_by(instance: Model) -> set[tuple[int, int]]:
    """Returns the kind and the id of every file that a page's fields, blocks and texts refer to.

    Args:
        instance: A page as it is in memory.
    """
    kinds = {ContentType.objects.get_for_model(model).pk for model in file_models()}
    # Wagtail's own reading of all fields; the index it fills with it is brought up to date by tasks, too late for us.
    found = ReferenceIndex._extract_references_from_object(instance)  # noqa: SLF001
    return {(kind, int(pk)) for kind, pk, _field, _path in found if kind in kinds}


def file_models() -> tuple[type[Model], type[Model]]:
    """Returns the models of pictures and of documents."""
    return get_image_model(), get_document_model()


def note_uses(page: Page) -> None:
    """Writes down which files a page's published version uses.

    Args:
        page: The page as it has just been saved, of its own kind.
    """
    if not page.live:
        return  # what a page that is not live uses opens nothing; publishing it writes this anew
    wanted = files_used_by(page)
    rows = LiveUse.objects.filter(page_id=page.pk).values_list("file_type_id", "file_id", "pk")
    have = {(kind, pk): row for kind, pk, row in rows}
    if wanted == have.keys():
        return
    with transaction.atomic():
        LiveUse.objects.filter(pk__in=[row for key, row in have.items() if key not in wanted]).delete()
        new = [LiveUse(page_id=page.pk, file_type_id=kind, file_id=pk) for kind, pk in wanted - have.keys()]
        LiveUse.objects.bulk_create(new, ignore_conflicts=True)


def note_saved_page(
    instance: Any, update_fields: Iterable[str] | None = None, raw: bool = False, **kwargs: Any
) -> None:
    """Follows every page that is saved whole; saving a draft writes only the names of some columns."""
    if not isinstance(instance, Page) or update_fields is not None or raw:
        return
    # A page may be made live through the base class.
    specific = instance if type(instance) is not Page else instance.specific
    if type(specific) is not Page:
        note_uses(specific)


def _kind(file: Model) -> ContentType:
    """Returns the content type of a picture or a document."""
    return ContentType.objects.get_for_model(file)


def _wagtails_scheduled_revisions() -> QuerySet[Revision]:
    """Return the revisions that are approved and go live later."""
    revisions: QuerySet[Revision] = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return revisions


def _revisions_using(file: Model, revisions: QuerySet[Revision]) -> Iterator[Revision]:
    """Yield the page revisions that use a file."""
    key = (_kind(file).pk, file.pk)
    # Building a page from its revision is slow, so the database first drops those without the file's number.
    mentions = revisions.annotate(text=Cast("content", TextField())).filter(text__regex=rf"\m{file.pk}\M")
    return (revision for revision in mentions.iterator() if key in files_used_by(revision.as_object()))
