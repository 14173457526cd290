"""Finding pages that can be put into a release: a chooser that needs no script."""

from typing import Any

from wagtail.models import Page

from schedule.models import ReleaseMember

MOST_FOUND = 20
MOST_WORDS = 10


def found_pages(user: Any, words: str) -> list[Page]:
    """Returns pages with all these words in their title that the user may edit and that are in no open release.

    Args:
        user: Who looks.
        words: What was typed.
    """
    taken = ReleaseMember.objects.filter(is_open=True, page__isnull=False).values("page_id")
    pages = Page.objects.filter(depth__gt=1, alias_of__isnull=True).exclude(pk__in=taken)
    for word in words.split()[:MOST_WORDS]:
        pages = pages.filter(draft_title__icontains=word)
    rows = pages.select_related("locale", "content_type").order_by("-latest_revision_created_at", "-pk")
    return [page for page in rows[: MOST_FOUND * 2] if page.permissions_for_user(user).can_edit()][:MOST_FOUND]
