"""Ways around a hold, and machines whose clocks are wrong."""

import datetime as dt
from types import SimpleNamespace

import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from publishing import hold
from schedule.models import PreviewLink
from schedule.previews import links
from social.models import SocialPost
from tests.around import helpers as h
from tests.factories import (
    ImageFactory,
    SocialPostFactory,
)


def test_no_picture_of_a_live_page_changes_in_a_hold(site: SimpleNamespace, people: SimpleNamespace) -> None:
    image = ImageFactory()
    h.draft(site, lead_image=image, lead_image_alt="A bridge").save_revision().publish()
    before = image.file.name
    hold.hold_everything(people.admin, "A drill")
    h.replace_file(h.signed_in("moderator"), image, 1700, 1100)
    assert type(image).objects.get(pk=image.pk).file.name == before


def test_a_preview_link_has_ended_on_a_slow_machine_too(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = h.draft(site)
    page.save_revision()
    link = links.make(Page.objects.get(pk=page.pk), user=people.editor, reviewer="R", organisation="", days=1)
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - dt.timedelta(minutes=5))
    assert Client().get(link.path).status_code == 410
    with time_machine.travel(timezone.now() - dt.timedelta(minutes=20)):
        assert Client().get(link.path).status_code == 410


def test_a_post_is_not_shown_early_by_a_fast_machine(people: SimpleNamespace) -> None:
    post = SocialPostFactory(visible_from=timezone.now() + dt.timedelta(minutes=10))
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=20)):
        assert post not in SocialPost.objects.shown()


def test_a_fast_machine_lets_moderators_schedule(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = h.draft(site)
    page.save_revision()
    at = timezone.now() + dt.timedelta(minutes=10)
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=20)):
        client = h.signed_in("moderator")
        response = h.post_edit(client, page, **{"action-publish": "1", "go_live_at": h.local(at)})
    assert response.status_code == 302, response.context["form"].errors
