"""Drafts that couldn't be saved."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from pages.publish_gate import PublishRefusedError
from partners.models import PartnerSpotlightPage
from tests.around import helpers as h
from tests.factories import (
    StoryPageFactory,
    StorySeriesPageFactory,
)
from tests.forms import form_data
from timeline.models import TimelineEventPage


@pytest.mark.parametrize(("kind", "section"), [(TimelineEventPage, "timeline"), (PartnerSpotlightPage, "partners")])
def test_a_new_draft_with_only_a_title_is_saved(
    site: SimpleNamespace, people: SimpleNamespace, kind: Any, section: str
) -> None:
    client = h.signed_in("editor")
    names = [kind._meta.app_label, kind._meta.model_name, getattr(site, section).pk]
    address = reverse("wagtailadmin_pages:add", args=names)
    data = form_data(client, address, kind(locale=site.home.locale)) | {"title": "A draft", "slug": "a-draft"}
    assert client.post(address, data).status_code == 302
    page = kind.objects.get()
    assert client.get(h.edit(page)).status_code == 200
    assert client.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).status_code == 200
    assert page.make_preview_request().status_code == 200
    with pytest.raises(PublishRefusedError):
        page.get_latest_revision().publish()


def test_a_draft_with_an_impossible_age_is_saved(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = StoryPageFactory(parent=StorySeriesPageFactory(parent=site.stories, slug="w"), live=False)
    page.age = 17
    page.save_revision(user=people.editor)
    client = h.signed_in("editor")
    assert h.post_edit(client, page, age="99999", title="Saved").status_code == 302
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.age) == ("Saved", 17)


def test_a_draft_with_half_a_character_is_saved(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = h.draft(site)
    page.save_revision(user=people.editor)
    client = h.signed_in("editor")
    data = form_data(client, h.edit(page), page)
    key = next(name for name, value in data.items() if '"blocks"' in str(value))
    content = json.loads(data[key])
    content["blocks"][0]["text"] = "Half an emoji: \ud83d"
    data[key] = json.dumps(content)  # as JSON.stringify writes it
    assert client.post(h.edit(page), data).status_code == 302
