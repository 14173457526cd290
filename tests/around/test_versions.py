"""Ways around the versions that were approved: which one readers see, and which one goes live."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Task
from wagtail.permissions import policy_registry

from news.models import NewsPage
from pages.publish_gate import PublishRefusedError
from publishing import files
from schedule import moving
from schedule.models import Action, Release
from schedule.releases import building, perform, planning, undoing
from tests.around import helpers as h
from tests.factories import (
    ImageFactory,
)


def approved_by_a_moderator(site: SimpleNamespace, people: SimpleNamespace) -> Any:
    """A live page whose version an editor wrote and a moderator approved."""
    page = h.draft(site, title="Approved")
    page.save_revision(user=people.editor)
    page = NewsPage.objects.get(pk=page.pk)
    page.get_workflow().start(page, people.editor).current_task_state.approve(user=people.moderator)
    page.refresh_from_db()
    assert page.live
    return page


def overwrite(page: Any, **values: Any) -> None:
    """An editor's autosave names the version that it writes over."""
    values["overwrite_revision_id"] = str(page.latest_revision_id)
    assert h.post_edit(h.signed_in("editor"), page, **values).status_code == 302


@pytest.fixture
def picture_of_a_page_saved_live(site: SimpleNamespace) -> Any:
    image = ImageFactory()
    page = Page.objects.get(pk=h.draft(site, lead_image=image, lead_image_alt="A bridge").pk)
    page.live = True
    page.save()
    return image


def test_scheduling_a_change_of_the_home_page_keeps_the_site_up(site: SimpleNamespace, people: SimpleNamespace) -> None:
    assert Client().get("/en/").status_code == 200
    home = Page.objects.get(pk=site.home.pk).specific
    at = timezone.now() + dt.timedelta(days=2)
    h.post_edit(h.signed_in("moderator"), home, **{"action-publish": "1", "go_live_at": h.local(at)})
    home.refresh_from_db()
    assert home.get_latest_revision().approved_go_live_at
    assert Client().get("/en/").status_code == 200


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_scheduling_a_change_after_old_revisions_were_purged_keeps_the_page(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    page = h.draft(site)
    page.save_revision().publish()
    page.refresh_from_db()
    page.save_revision()
    call_command("purge_revisions")
    moving.set_time(Page.objects.get(pk=page.pk), timezone.now() + h.HOUR, user=people.moderator, approve=True)
    page.refresh_from_db()
    assert page.live


def test_what_nobody_reviewed_does_not_go_live_with_a_release(
    site: SimpleNamespace, people: SimpleNamespace, administrator: Any
) -> None:
    page = h.draft(site, title="Approved")
    page.save_revision(user=people.moderator)
    release = building.begin("R", user=people.moderator)
    building.add(release, Page.objects.get(pk=page.pk), Action.PUBLISH, user=people.moderator)
    release.refresh_from_db()
    planning.schedule(release, timezone.now() + h.HOUR, user=people.moderator, expected=release.version)
    address = reverse("wagtailadmin_workflows:disable_task", args=[Task.objects.get().pk])
    assert h.signed_in("administrator").post(address).status_code == 302  # nothing waits in it
    h.post_edit(h.signed_in("editor"), page, **{"title": "Never reviewed", "action-submit": "1"})
    Release.objects.filter(pk=release.pk).update(go_live_at=timezone.now())
    perform.perform_due(timezone.now())
    page.refresh_from_db()
    assert page.title != "Never reviewed"


def test_the_version_that_is_live_stays_as_it_was_approved(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = approved_by_a_moderator(site, people)
    overwrite(page, title="Never reviewed")
    page.refresh_from_db()
    assert page.live_revision.content["title"] == "Approved"


def test_undoing_a_release_brings_back_what_was_approved(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = approved_by_a_moderator(site, people)
    overwrite(page, title="Never reviewed")
    page = NewsPage.objects.get(pk=page.pk)
    page.title = "Newer"
    page.save_revision(user=people.moderator)
    release = building.begin("R", user=people.moderator)
    building.add(release, Page.objects.get(pk=page.pk), Action.PUBLISH, user=people.moderator)
    Release.objects.filter(pk=release.pk).update(state=Release.State.SCHEDULED, go_live_at=timezone.now())
    assert perform.perform_due(timezone.now()) == 1
    undoing.undo(Release.objects.get(pk=release.pk), user=people.moderator, reason="A mistake")
    assert NewsPage.objects.get(pk=page.pk).title == "Approved"


def test_a_lost_picture_is_noticed_in_a_version_that_was_written_over(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    page = h.draft(site)
    page.save_revision(user=people.moderator).publish(user=people.moderator)
    page.refresh_from_db()
    image, client = ImageFactory(), h.signed_in("moderator")
    values = {"lead_image": str(image.pk), "lead_image_alt": "A bridge", "title": "With its picture"}
    h.post_edit(client, page, overwrite_revision_id=str(page.latest_revision_id), **values)
    assert Page.objects.get(pk=page.pk).get_latest_revision().content["lead_image"] == image.pk
    image.delete()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{address}?id={page.pk}", {"id": page.pk})
    page.refresh_from_db()
    assert page.title != "With its picture"


def test_saving_a_scheduled_change_in_code_is_refused(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = h.draft(site, title="Old")
    page.save_revision().publish()
    page.refresh_from_db()
    page.title, page.go_live_at = "Embargoed", timezone.now() + h.HOUR
    page.save_revision().publish()
    with pytest.raises(PublishRefusedError, match="still to come"):
        page.get_latest_revision_as_object().save()
    assert NewsPage.objects.get(pk=page.pk).title == "Old"


def test_readers_get_its_picture(picture_of_a_page_saved_live: Any) -> None:
    assert files.is_public(picture_of_a_page_saved_live)


def test_editors_may_not_change_its_picture(people: SimpleNamespace, picture_of_a_page_saved_live: Any) -> None:
    image = picture_of_a_page_saved_live
    policy = policy_registry.get_by_type(type(image))
    assert not policy.user_has_permission_for_instance(people.editor, "change", image)
