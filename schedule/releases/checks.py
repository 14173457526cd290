"""Whether a page in a release may go live: complete, approved, its pictures and links there."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from publishing.files import files_used_by
from schedule.models import Action, Release, ReleaseMember
from stories.consent import problem_with
from stories.models import StoryPage


def check(release: Release) -> dict[int, list[str]]:
    """Checks every page of a release and keeps what was found.

    Args:
        release: The release.

    Returns:
        What is wrong, in words, by the member's id; a page with which nothing is wrong is left out.
    """
    members = list(release.members.select_related("page", "revision"))
    found = {}
    for member in members:
        member.problems = list(problems(member, release, members))
        member.checked_at = timezone.now()
        if member.problems:
            found[member.pk] = member.problems
    ReleaseMember.objects.bulk_update(members, ["problems", "checked_at"])
    return found


def problems(member: ReleaseMember, release: Release, members: list[ReleaseMember]) -> Iterator[str]:
    """Yields what keeps a page from going live or coming down with its release.

    Args:
        member: The page.
        release: Its release.
        members: Everything in the release: what goes live with it may be linked to.
    """
    if member.action == Action.UNPUBLISH:
        if not member.page.live:
            yield _("It is not live: there is nothing to take down.")
        return
    if member.revision is None:
        yield _("It has no saved draft.")
        return
    if not member.is_approved:
        yield _("It is not approved.")
    if member.page.latest_revision_id != member.revision_id:
        yield _("There is a newer draft: take it in, or put the older one back.")
    if member.page.revisions.filter(approved_go_live_at__isnull=False).exists():
        yield _("It has a go-live of its own.")
    content = member.revision.as_object()
    yield from _incomplete(content)
    yield from _times(content, release.go_live_at)
    yield from _missing_files(content, release.go_live_at)
    together = {other.page_id for other in members if other.action == Action.PUBLISH}
    coming_down = {other.page_id for other in members if other.action == Action.UNPUBLISH}
    yield from _broken_links(content, together, coming_down)


def _incomplete(content: Any) -> Iterator[str]:
    """Yields what the page's own rules refuse."""
    try:
        content.full_clean()
    except ValidationError as error:
        yield from (" ".join(texts) for texts in error.message_dict.values())
    if isinstance(content, StoryPage) and (problem := problem_with(content)):
        yield problem


def _times(content: Any, at: dt.datetime | None) -> Iterator[str]:
    """Yields what contradicts the release's time."""
    now = at or timezone.now()
    if content.go_live_at and content.go_live_at > now:
        yield _("Its draft asks for a later go-live.")
    if content.expire_at and content.expire_at <= now:
        yield _("It would have come down by then.")


def _missing_files(content: Any, at: dt.datetime | None) -> Iterator[str]:
    """Yields the pictures and documents that are not there, or whose rights have ended."""
    day = timezone.localdate(at or timezone.now())
    for kind, pk in sorted(files_used_by(content)):
        try:
            file: Any = ContentType.objects.get_for_id(kind).get_object_for_this_type(pk=pk)
        except ObjectDoesNotExist:
            yield _("A file that it uses is gone (number %(pk)d).") % {"pk": pk}
            continue
        if not file.file.storage.exists(file.file.name):
            yield _("The file of “%(title)s” is missing.") % {"title": file.title}
        ends = getattr(file, "rights_expire_on", None)
        if ends and ends < day:
            yield _("The rights of “%(title)s” have ended by then.") % {"title": file.title}


def _broken_links(content: Any, together: set[int], coming_down: set[int]) -> Iterator[str]:
    """Yields the pages it links to, or stands below, that readers will not find."""
    kind = ContentType.objects.get_for_model(Page).pk
    # Wagtail's own reading of all fields, as in publishing/files.py.
    references = ReferenceIndex._extract_references_from_object(content)  # noqa: SLF001
    wanted = {int(pk) for to, pk, model_path, _path in references if to == kind and model_path not in _NO_LINKS}
    live = dict(Page.objects.filter(pk__in=wanted, live=True).values_list("pk", "title")).keys() - coming_down
    titles = dict(Page.objects.filter(pk__in=wanted).values_list("pk", "draft_title"))
    for pk in sorted(wanted - live - together):
        yield _("It links to “%(title)s”, which will not be live.") % {"title": titles.get(pk, pk)}
    parent = content.get_parent()
    if parent and (not parent.live or parent.pk in coming_down) and parent.pk not in together:
        yield _("The page above it, “%(title)s”, will not be live.") % {"title": parent.draft_title}


# Columns of Wagtail's own that name pages and lead no reader anywhere.
_NO_LINKS = {"page_ptr", "alias_of", "parent"}
