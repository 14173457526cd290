"""What happens when the last approver has said yes."""

from typing import Any

from django.db import transaction

from publishing import clock


@transaction.atomic
def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publishes or schedules what was approved; what was approved after its go-live waits for a moderator.

    What is in a release waits for that.

    Args:
        workflow_state: The workflow that is at its end.
        user: The last approver.
    """
    # Wagtail reads this module while its own models are being loaded.
    from wagtail.models import Page

    from pages.live_revision import keep_live_revision
    from pages.publish_clock import on_the_databases_clock
    from publishing import row_locks
    from schedule.clock import overdue
    from schedule.clock.due import DueItem
    from schedule.models import Action, Overdue
    from schedule.releases.building import approve_in_release

    page = workflow_state.content_object
    if isinstance(page, Page):
        row_locks.lock_page(page.pk)
        keep_live_revision(page)
        # A workflow without an active task ends as soon as an editor submits: nobody has approved anything then.
        may_publish = user is None or page.permissions_for_user(user).can_publish()
        if may_publish and approve_in_release(page):
            return  # its release publishes it, with all others
    revision = workflow_state.content_object.get_latest_revision()
    if not _has_missed_its_time(revision):
        with on_the_databases_clock(revision):
            revision.publish(user=user)
        return
    revision.approved_go_live_at = revision.as_object().go_live_at
    revision.save(update_fields=["approved_go_live_at"])
    item = DueItem(
        Action.PUBLISH,
        revision.base_content_type_id,
        revision.object_id,
        revision.object_str,
        revision.approved_go_live_at,
        revision.pk,
    )
    overdue.ask_moderator(item, Overdue.Reason.APPROVED_LATE)


def _has_missed_its_time(revision: Any) -> bool:
    """Returns whether a revision asks for a go-live in the past that is not the one it has had already."""
    asked = revision.as_object().go_live_at
    if asked is None or asked > clock.now():
        return False
    live = revision.content_object.live_revision
    return live is None or live.as_object().go_live_at != asked
