"""The gate that every page passes on its way to readers, whichever way leads there.

Publishing, approving, releasing, copying, mirroring and translating a page all end in saving it as live, and scheduling
ends in saving a revision with its approved time. Both are checked here, below all of those ways.
"""

from collections.abc import Callable, Iterable
from typing import Any

import structlog
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from pages.completeness import incomplete
from pages.references import references_of
from publishing import hold

# What saving a live page may change without readers noticing.
BOOKKEEPING = frozenset(
    {
        "alias_of",
        "alias_of_id",
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
    }
)

log = structlog.get_logger("coalition.pages")

Embargo = Callable[[Page], str]

_embargoes: list[Embargo] = []


class PublishRefusedError(ValidationError):
    """A page may not go live as it is.

    Attributes:
        page: The page that was refused.
        problems: What is wrong with it, one readable sentence each.
    """

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page = page
        self.problems = problems
        # Isolated: a Latin title must not turn round the Arabic sentence that it is in.
        title = f"\u2068{page.get_admin_display_title()}\u2069"
        super().__init__([_("“%(title)s”: %(problem)s") % {"title": title, "problem": text} for text in problems])


def register_embargo(embargo: Embargo) -> Embargo:
    """Register a function that says why a page may not go live yet; it returns an empty text for any other page."""
    _embargoes.append(embargo)
    return embargo


def problems_now(page: Page) -> list[str]:
    """Return why a page may not be live now, as it is in memory.

    Args:
        page: The page, of its own type, about to be saved as live.
    """
    columns = ("live", "live_revision_id", "go_live_at")
    stored = Page.objects.filter(pk=page.pk).values(*columns).first() if page.pk else None
    # A live page may have had a go-live that is still to come; a draft that brings one along is a scheduled change.
    is_as_before = bool(stored and stored["live"] and stored["go_live_at"] == page.go_live_at)
    return _too_early(page, was_live=bool(stored and stored["live"]), is_scheduled_before=is_as_before) or [
        *incomplete(page),
        *_lost_files_of(page, stored["live_revision_id"] if stored else None),
    ]


def problems_of(revision: Revision) -> list[str]:
    """Return why a version of a page may not be scheduled.

    Args:
        revision: The version.
    """
    return [*incomplete(revision.as_object()), *lost_files(revision)]


def lost_files(revision: Revision) -> list[str]:
    """Return a sentence for each image and document that a version uses and that has been deleted since.

    Args:
        revision: A version of a page. Making a page of it leaves such files out silently.
    """
    model = ContentType.objects.get_for_id(revision.content_type_id).model_class()
    if model is None or not issubclass(model, Page):
        return []
    used = references_of(model, revision.content)
    images = _missing(get_image_model(), used.images)
    documents = _missing(get_document_model(), used.documents)
    return [
        *(_("It uses image number %(pk)d, which has been deleted: choose another.") % {"pk": pk} for pk in images),
        *(
            _("It uses document number %(pk)d, which has been deleted: choose another.") % {"pk": pk}
            for pk in documents
        ),
    ]


def check_live_page(
    instance: Any, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Refuse to save a page as live that may not be (a receiver of ``pre_save``).

    Raises:
        PublishRefusedError: It may not be live.
    """
    if raw or not isinstance(instance, Page) or not instance.live:
        return
    if update_fields is not None and BOOKKEEPING.issuperset(update_fields):
        return
    page = _of_own_type(instance)
    if page is None or not (problems := problems_now(page)):
        return
    if _follows_an_original(page):
        instance.live = False
        log.warning("alias kept down", page=page.pk, path=page.url_path, problems=problems)
        return
    raise PublishRefusedError(page, problems)


def check_scheduled_revision(
    instance: Revision, raw: bool = False, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    """Refuse to schedule a version that could not go live (a receiver of ``pre_save``).

    Raises:
        PublishRefusedError: It could not.
    """
    if raw or instance.approved_go_live_at is None:
        return
    if update_fields is not None and "approved_go_live_at" not in update_fields:
        return
    if instance.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return
    if problems := problems_of(instance):
        raise PublishRefusedError(instance.as_object(), problems)


def _follows_an_original(page: Page) -> bool:
    """Return whether a page is an alias whose original is live, and so went live without it.

    Consent may cover the original's language and not the alias's. The original goes live all the same; a new alias is
    refused.
    """
    return page.pk is not None and Page.objects.filter(pk=page.alias_of_id, live=True).exists()


def _too_early(page: Page, *, was_live: bool, is_scheduled_before: bool) -> list[str]:
    """Return why it is not the time for a page, whatever is in it.

    Args:
        page: The page, about to be saved as live.
        was_live: Whether it is live already.
        is_scheduled_before: Whether it is live already with the go-live that it has now.
    """
    is_held, now = hold.is_on_now()
    if is_held:
        return [_("Everything is on hold: nothing goes live until the hold is lifted.")]
    if page.go_live_at and page.go_live_at > now and not is_scheduled_before:
        return [_("Its go-live is still to come.")]
    if not was_live and page.expire_at and page.expire_at <= now:
        return [_("Its expiry has passed: clear it, or choose one that is to come.")]
    return [reason for embargo in _embargoes if (reason := embargo(page))]


def _lost_files_of(page: Page, former_revision_id: int | None) -> list[str]:
    """Return which files the version has lost that a page goes live with; nothing where the version stays the same."""
    if page.live_revision_id is None or page.live_revision_id == former_revision_id or page.alias_of_id:
        return []
    return lost_files(page.live_revision)


def _missing(model: Any, wanted: set[int]) -> list[int]:
    """Return the keys that no row has."""
    return sorted(wanted - set(model.objects.filter(pk__in=wanted).values_list("pk", flat=True)))


def _of_own_type(page: Page) -> Page | None:
    """Return a page as its own type, with what is about to be saved; None for the root of the tree."""
    if type(page) is not Page:
        return page
    if page.pk is None or page.specific_class in {None, Page}:
        return None
    specific = page.specific
    for column in Page._meta.concrete_fields:
        setattr(specific, column.attname, getattr(page, column.attname))
    return specific
