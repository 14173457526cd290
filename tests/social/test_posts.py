"""Posts on the home page, and the plain link to more."""

from types import SimpleNamespace

import pytest
from django.test import Client

from social.listing import MOST, STEP, shown_posts
from tests.factories import SocialPostFactory


@pytest.mark.parametrize("asked", [None, "", "0", "-4", "x", "٤", "1e2", "9" * 5000, "\0", "3"])
def test_whatever_is_asked_the_first_step_is_shown(db: None, asked: str | None) -> None:
    SocialPostFactory.create_batch(STEP * 2)
    shown = shown_posts("en", asked)
    assert shown is not None
    assert len(shown.posts) == STEP
    assert shown.next_count == STEP * 2


def test_more_are_shown_step_by_step_up_to_a_limit(db: None) -> None:
    SocialPostFactory.create_batch(MOST + 5)
    assert shown_posts("en", str(STEP * 2)).next_count == STEP * 3
    last = shown_posts("en", "999")
    assert (len(last.posts), last.next_count) == (MOST, None)


def test_pinned_first_hidden_never_other_languages_neither(db: None) -> None:
    SocialPostFactory(text="newest")
    SocialPostFactory(text="pinned", is_pinned=True)
    SocialPostFactory(text="hidden", status="hidden")
    SocialPostFactory(text="arabic", language="ar")
    assert [post.text for post in shown_posts("en", None).posts] == ["pinned", "newest"]
    assert shown_posts("fr", None) is None


def test_load_more_is_a_link_that_works(client: Client, site: SimpleNamespace) -> None:
    site.home.sections = [("social_posts", {"heading": "From our accounts"})]
    site.home.save_revision().publish()
    assert b"From our accounts" not in client.get("/en/").content
    SocialPostFactory.create_batch(STEP + 1)
    assert f'href="?posts={STEP * 2}#posts"' in client.get("/en/").content.decode()
    content = client.get(f"/en/?posts={STEP * 2}").content
    assert content.count(b"Post number") >= STEP + 1
    assert b"Load more" not in content


def test_a_link_within_the_site_carries_the_language() -> None:
    assert SocialPostFactory.build(link="/news/x/").href == "/en/news/x/"
    assert SocialPostFactory.build(link="https://example.org/a").href == "https://example.org/a"
    assert SocialPostFactory.build(link="javascript:alert(1)").href.startswith("/en/")
