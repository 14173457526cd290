"""Preview links follow the same rule of consent as the page."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pages.models import CoalitionImage
from schedule.models import PreviewLink
from schedule.previews import links
from stories.models import ConsentRecord, StoryPage
from tests.conftest import PASSWORD
from tests.factories import ConsentRecordFactory, ImageFactory, StoryPageFactory, StorySeriesPageFactory

NAME = "Marwa Abdulkarim"


@pytest.fixture
def image(site: SimpleNamespace) -> CoalitionImage:
    return ImageFactory()


@pytest.fixture
def story(site: SimpleNamespace, image: CoalitionImage) -> StoryPage:
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    portrait = {"lead_image": image, "lead_image_alt": "A portrait", "shows_face": True}
    return StoryPageFactory(parent=series, slug="marwa", is_sample=False, live=False, name=NAME, **portrait)


@pytest.fixture
def record(story: StoryPage, people: SimpleNamespace) -> ConsentRecord:
    return ConsentRecordFactory(story=story, recorded_by=people.moderator, confirmed_by=people.admin)


def make_link(story: StoryPage, people: SimpleNamespace) -> PreviewLink:
    story.save_revision(user=people.editor)
    return links.make(story, user=people.editor, reviewer="Sana", organisation="", days=7)


def picture(image: CoalitionImage) -> str:
    return f"/media/{image.get_rendition('fill-400x250|format-jpeg').file.name}"


def closed(reviewer: Client, link: PreviewLink, image: CoalitionImage) -> None:
    for response in (
        reviewer.get(link.path),
        reviewer.get(f"{link.path}draft/"),
        reviewer.post(link.path, {"sign-off": ""}),
        reviewer.post(link.path, {"text": "Good"}),
    ):
        assert response.status_code == 410
        assert NAME not in response.content.decode()
        assert not {name for name in response.cookies if name.startswith("preview")}
    assert reviewer.get(picture(image)).status_code == 404
    link.refresh_from_db()
    assert (link.signed_off_at, link.comments.count()) == (None, 0)


ENDS: dict[str, Callable[[ConsentRecord], object]] = {
    "withdrawn": lambda record: [setattr(record, "withdrawn_on", timezone.localdate()), record.save()],
    "deleted": lambda record: record.delete(),
    "changed": lambda record: ConsentRecord.objects.filter(pk=record.pk).update(note="Another form"),
    "covers less": lambda record: ConsentRecord.objects.filter(pk=record.pk).update(covers_face=False),
}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("was_live", [True, False])
def test_a_link_closes_with_consent(
    story: StoryPage, record: ConsentRecord, people: SimpleNamespace, image: CoalitionImage, end: str, was_live: bool
) -> None:
    if was_live:
        story.save_revision().publish()
    link, reviewer = make_link(story, people), Client()
    assert reviewer.get(link.path).status_code == 200
    assert NAME in reviewer.get(f"{link.path}draft/").content.decode()
    assert reviewer.get(picture(image)).status_code == 200
    ENDS[end](record)
    closed(reviewer, link, image)


def test_a_link_opens_again_with_new_consent(
    story: StoryPage, record: ConsentRecord, people: SimpleNamespace, image: CoalitionImage
) -> None:
    link = make_link(story, people)
    record.delete()
    closed(Client(), link, image)
    ConsentRecordFactory(story=story, recorded_by=people.moderator, confirmed_by=people.admin)
    assert NAME in Client().get(f"{link.path}draft/").content.decode()


def test_a_draft_is_closed_before_consent_and_the_admin_says_so(
    story: StoryPage, people: SimpleNamespace, image: CoalitionImage, client: Client
) -> None:
    link = make_link(story, people)
    closed(Client(), link, image)
    client.login(username="editor", password=PASSWORD)
    page = client.get(f"/admin/schedule/previews/{story.pk}/").content.decode()
    assert "For now this link shows nothing." in page


def test_the_link_of_a_sample_is_open(site: SimpleNamespace, story: StoryPage, people: SimpleNamespace) -> None:
    sample = StoryPageFactory(parent=story.get_parent(), live=False)
    assert Client().get(make_link(sample, people).path).status_code == 200


def test_a_draft_that_shows_more_than_the_live_page_is_closed(
    story: StoryPage, record: ConsentRecord, people: SimpleNamespace, image: CoalitionImage
) -> None:
    ConsentRecord.objects.filter(pk=record.pk).update(covers_place=False)
    ConsentRecord.objects.filter(pk=record.pk).update(confirmed_by=people.admin)
    story.save_revision().publish()
    story.place = "Raqqa"
    link: Any = make_link(story, people)
    for address in (link.path, f"{link.path}draft/"):
        assert Client().get(address).status_code == 410
