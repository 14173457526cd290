"""Posts on the home page, and the plain link to more."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from social.listing import MOST, STEP, shown_posts
from social.models import SocialPicture
from social.templatetags.social_tags import with_links
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


def test_a_post_shows_who_when_where_and_its_pictures(client: Client, site: SimpleNamespace) -> None:
    site.home.sections = [("social_posts", {"heading": "From our accounts"})]
    site.home.save_revision().publish()
    text = "See https://www.example.org/report, <b>all</b> of it.\nhttps://example.org/2"
    post = SocialPostFactory(
        text=text, author="The Coalition", url="https://social.example/1", link="https://example.org/2"
    )
    kept = {"file": "social/a.jpg", "width": 800, "height": 500}
    SocialPicture.objects.create(post=post, alt="A bridge “over” the Tigris", address="https://x/1", **kept)
    SocialPicture.objects.create(post=post, order=1, address="https://x/2", **kept | {"file": "social/b.jpg"})
    SocialPicture.objects.create(post=post, order=2, address="https://x/none")
    shown = client.get("/en/").content.decode()
    assert (
        '<a href="https://www.example.org/report" rel="noopener"><bdi>example.org/report</bdi></a>, &lt;b&gt;' in shown
    )
    assert "Read more" not in shown
    assert "The Coalition</bdi>" in shown
    assert '<a href="https://social.example/1"' in shown
    assert '<img src="/media/social/a.jpg" alt="A bridge “over” the Tigris" width="800" height="500"' in shown
    assert 'alt="Picture from @coalition, no description given"' in shown
    assert shown.count("/media/social/") == 2


def test_posts_cost_two_queries_however_many(db: None, django_assert_num_queries: Any) -> None:
    SocialPostFactory.create_batch(MOST)
    with django_assert_num_queries(2):
        for post in shown_posts("en", "999").posts:
            str(post.pictures_here)


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "https://", 'https://e.org/"onmouseover="x', "https://e.org/<script>", "http://)."]
)
def test_a_text_opens_no_mark_up(text: str) -> None:
    shown = with_links(text)
    assert "<script" not in shown
    assert '"onmouse' not in shown.replace('noopener"', "")
    assert "javascript" not in shown or "<a" not in shown
