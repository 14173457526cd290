"""Series and the way through them."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.test import Client

from tests.factories import StoryPageFactory, StorySeriesPageFactory


@pytest.fixture
def stories(site: SimpleNamespace) -> SimpleNamespace:
    series = StorySeriesPageFactory(parent=site.stories, slug="women")
    made = [StoryPageFactory(parent=series, slug=f"s{day}", date=dt.date(2019, 4, day)) for day in (1, 2, 3)]
    return SimpleNamespace(series=series, first=made[0], second=made[1], third=made[2])


def test_previous_is_older_and_next_is_newer(stories: SimpleNamespace) -> None:
    assert stories.second.siblings_in_series() == (stories.first, stories.third)
    assert stories.first.siblings_in_series() == (None, stories.second)
    assert stories.third.siblings_in_series() == (stories.second, None)


def test_what_is_not_live_is_passed_over(stories: SimpleNamespace) -> None:
    stories.second.unpublish()
    assert stories.first.siblings_in_series() == (None, stories.third)
    assert [page.slug for page in stories.series.stories()] == ["s3", "s1"]


def test_a_sample_says_so_on_the_page_and_on_its_card(client: Client, stories: SimpleNamespace) -> None:
    assert b"This is a sample story" in client.get(stories.first.url_path).content
    assert client.get(stories.series.url_path).content.count(b'class="sample"') == 3


def test_a_story_outlives_its_series(client: Client, stories: SimpleNamespace) -> None:
    stories.series.unpublish()
    response = client.get(stories.first.url_path)
    assert response.status_code == 200
    assert b"hashtag" not in response.content
    assert client.get(stories.series.url_path).status_code == 404


def test_a_pseudonym_is_marked(client: Client, stories: SimpleNamespace) -> None:
    stories.first.is_pseudonym = True
    stories.first.save_revision().publish()
    assert b"(name changed)" in client.get(stories.first.url_path).content
