"""Whether a page in a release may go live: complete, approved, its pictures and links there."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, Revision

from pages.completeness import incomplete
from pages.references import References, references_of
from publishing import clock
from schedule.models import Action, Release, ReleaseMember

MOST_PROBLEMS = 20
LONGEST_PROBLEM = 400


def check(release: Release) -> dict[int, list[str]]:
    """Checks every page of a release and keeps what was found.

    Args:
        release: The release.

    Returns:
        What is wrong, in words, by the member's id; a page with which nothing is wrong is left out.
    """
    members = list(release.members.select_related("page__live_revision", "revision"))
    together = Together(release, members)
    found = {}
    for member in members:
        member.problems = together.problems(member)
        member.checked_at = together.now
        if member.problems:
            found[member.pk] = member.problems
    ReleaseMember.objects.bulk_update(members, ["problems", "checked_at"])
    return found


def in_lines(release: Release, found: dict[int, list[str]]) -> list[str]:
    """Returns what a check has found, one line a page that begins with its title.

    Args:
        release: The release.
        found: What ``check`` has returned.
    """
    titles = dict(release.members.values_list("pk", "title"))
    return [f"{titles[pk]}: {' '.join(problems)}" for pk, problems in found.items()]


class Together:
    """The pages of a release: what goes live with a page may be linked to, what comes down with it may not."""

    def __init__(self, release: Release, members: list[ReleaseMember]) -> None:
        self.now = clock.now()
        self.at = max(release.go_live_at or self.now, self.now)
        self.up = {member.page_id for member in members if member.action == Action.PUBLISH}
        self.down = {member.page_id for member in members if member.action == Action.UNPUBLISH}
        scheduled = Revision.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=[str(member.page_id) for member in members],
            approved_go_live_at__isnull=False,
        )
        self.with_time = {int(pk) for pk in scheduled.values_list("object_id", flat=True)}

    def problems(self, member: ReleaseMember) -> list[str]:
        """Returns what keeps a page from going live or coming down; what a check raises is told as that page's problem.

        Args:
            member: The page.
        """
        try:
            with transaction.atomic():
                found = list(self._problems(member))
        except Exception as error:  # noqa: BLE001 (a version that cannot be read must not keep the others from being checked)
            found = [_("It could not be checked: %(error)s") % {"error": f"{type(error).__name__}: {error}"}]
        return [text[:LONGEST_PROBLEM] for text in found[:MOST_PROBLEMS]]

    def _problems(self, member: ReleaseMember) -> Iterator[str]:
        """Yields what is wrong with one page."""
        if member.page is None:
            yield _("It has been deleted: take it out of the release.")
            return
        if not member.is_approved:
            yield _("It is not approved.")
        if member.page_id in self.with_time:
            yield _("It has a go-live of its own.")
        if member.action == Action.UNPUBLISH:
            yield from self._coming_down(member.page)
        elif member.revision is None:
            yield _("Its version is no longer kept: take the newest draft in.")
        else:
            yield from self._going_live(member.page, member.revision, member.revision_at)

    def _coming_down(self, page: Page) -> Iterator[str]:
        """Yields why a page cannot come down."""
        if not page.live:
            yield _("It is not live: there is nothing to take down.")
        left = page.get_descendants().live().exclude(pk__in=self.down - {None}).first()
        if left:
            yield _("“%(title)s” below it would stay live: put that in too.") % {"title": left.title}

    def _going_live(self, page: Page, revision: Revision, pinned_at: dt.datetime | None) -> Iterator[str]:
        """Yields why a version cannot go live."""
        if revision.created_at != pinned_at:
            yield _("The version was changed after it was put in: take the newest draft in.")
        if page.live and page.live_revision and page.live_revision.created_at > revision.created_at:
            yield _("A newer version has gone live meanwhile: take the newest draft in, or take the page out.")
        go_live_at, expire_at = (
            parse_datetime(revision.content.get(name) or "") for name in ("go_live_at", "expire_at")
        )
        if go_live_at and go_live_at > self.now:
            yield _("Its draft asks for a go-live of its own.")
        if expire_at and expire_at <= self.at:
            yield _("It would have come down by then.")
        parent = page.get_parent()
        if parent.depth > 1 and not self._will_be_live(parent):
            yield _("The page above it, “%(title)s”, will not be live.") % {"title": parent.draft_title}
        yield from incomplete(revision.as_object())
        used = references_of(revision.content_type.model_class(), revision.content)
        yield from self._missing_files(used)
        yield from self._broken_links(used)

    def _missing_files(self, used: References) -> Iterator[str]:
        """Yields the pictures and documents that are not there, or whose rights have ended."""
        deleted = _("A picture that it shows has been deleted."), _("A document that it offers has been deleted.")
        models: tuple[Any, Any] = get_image_model(), get_document_model()
        for model, wanted, gone in zip(models, (used.images, used.documents), deleted, strict=True):
            files = model.objects.in_bulk(wanted)
            for pk in sorted(wanted):
                yield from self._missing(files[pk]) if pk in files else [gone]

    def _missing(self, file: Any) -> Iterator[str]:
        """Yields what is wrong with one picture or document."""
        if not file.file.storage.exists(file.file.name):
            yield _("The file of “%(title)s” is missing.") % {"title": file.title}
        ends = getattr(file, "rights_expire_on", None)
        if ends and ends < timezone.localdate(self.at):
            yield _("The rights of “%(title)s” have ended by then.") % {"title": file.title}

    def _broken_links(self, used: References) -> Iterator[str]:
        """Yields the links that would lead nowhere."""
        pages = Page.objects.in_bulk(used.pages)
        for pk in sorted(used.pages):
            if pk not in pages:
                yield _("It links to a page that has been deleted.")
            elif not self._will_be_live(pages[pk]):
                yield _("It links to “%(title)s”, which will not be live.") % {"title": pages[pk].draft_title}

    def _will_be_live(self, page: Page) -> bool:
        """Returns whether readers find a page once the release is done."""
        return page.pk in self.up or (page.live and page.pk not in self.down)
