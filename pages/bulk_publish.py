"""Publishing many pages at once: what may not go live is named, and the rest goes live."""

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

MAX_MESSAGES = 20


class CheckedPublishBulkAction(PublishBulkAction):
    """Wagtail's action, with each page published or refused by itself."""

    # Wagtail finds an action by model and type: this one takes the place of its own.
    models: ClassVar[list[type[Page]]] = [Page]

    def __init__(self, request: HttpRequest, model: type[Page]) -> None:
        super().__init__(request, model)
        if not get_valid_next_url_from_request(request):
            # Wagtail would lead back to its own address, which answers nothing without the pages' numbers.
            self.next_url = reverse("wagtailadmin_explore_root")

    def get_execution_context(self) -> dict[str, Any]:
        """Add the list that collects what was refused."""
        self.refused: list[str] = []
        return {**super().get_execution_context(), "refused": self.refused}

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        user: Any = None,
        refused: list[str] | None = None,
    ) -> tuple[int, int]:
        """Publish the newest version of each page.

        Args:
            objects: The chosen pages.
            include_descendants: Whether the drafts below them are published too.
            user: Who publishes.
            refused: Collects a sentence for each problem of a page that stays as it is.

        Returns:
            How many of the chosen pages were published, and how many below them.
        """
        problems = refused if refused is not None else []
        chosen = drafts = 0
        for page in objects:
            chosen += _publish(page, user, problems)
            if include_descendants:
                drafts += sum(_publish(draft, user, problems) for draft in _drafts_below(page, user))
        return chosen, drafts

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        """Say what was refused, then what was published."""
        for problem in self.refused[:MAX_MESSAGES]:
            messages.error(self.request, problem)
        if not num_parent_objects and not num_child_objects:
            return None
        message: str | None = super().get_success_message(num_parent_objects, num_child_objects)
        return message


def _publish(page: Page, user: Any, refused: list[str]) -> bool:
    """Publish a page's newest version, or note why not; return whether it was published."""
    specific = page.specific
    lock = specific.get_lock()
    if lock and user and lock.for_user(user):
        title = specific.get_admin_display_title()
        refused.append(_("“%(title)s” is locked, so it was not published.") % {"title": title})
        return False
    try:
        with transaction.atomic():
            revision = specific.get_latest_revision() or specific.save_revision(user=user, clean=False)
            revision.publish(user=user)
    except ValidationError as error:
        refused.extend(error.messages)
        return False
    return True


def _drafts_below(page: Page, user: Any) -> Iterator[Page]:
    """Yield the pages below that aren't live and that the user may publish, those above first."""
    for draft in page.get_descendants().not_live().order_by("path"):
        if user is None or draft.permissions_for_user(user).can_publish():
            yield draft
