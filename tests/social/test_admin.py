"""What staff do with sources and posts, and what they never see."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from social.models import SocialPost, SocialSource
from tests.conftest import PASSWORD
from tests.factories import SocialPostFactory, SocialSourceFactory

SOURCES, POSTS = "wagtailsnippets_social_socialsource", "wagtailsnippets_social_socialpost"


@pytest.fixture
def staff(people: SimpleNamespace) -> Any:
    """Signs somebody in."""

    def sign_in(name: str) -> Client:
        client = Client()
        assert client.login(username=name, password=PASSWORD)
        return client

    return sign_in


def values(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Ours on X",
        "network": "x",
        "address": "@coalition",
        "language": "en",
        "new_token": "",
        "is_active": "on",
        "every_minutes": "60",
        "approval": "by-staff",
        "delay_minutes": "15",
    } | changed


def test_a_token_goes_in_and_never_comes_out(staff: Any) -> None:
    admin = staff("admin")
    response = admin.post(reverse(f"{SOURCES}:add"), values(new_token="very-secret-token"))
    assert response.status_code == 302, response.context["form"].errors
    source = SocialSource.objects.get()
    assert source.token == "very-secret-token"
    edit = reverse(f"{SOURCES}:edit", args=[source.pk])
    pages = [reverse(f"{SOURCES}:list"), edit, reverse(f"{SOURCES}:history", args=[source.pk])]
    shown = [admin.get(page).content.decode() for page in pages]
    shown.append(admin.post(edit, values(new_token="another-secret", every_minutes="0")).content.decode())
    assert not [page for page in shown if "secret" in page.replace("wagtail", "")]
    assert not ModelLogEntry.objects.filter(data__icontains="secret").exists()
    admin.post(edit, values(name="Renamed"))
    source.refresh_from_db()
    assert (source.name, source.token) == ("Renamed", "very-secret-token")
    admin.post(edit, values(forget_token="on"))
    source.refresh_from_db()
    assert source.token == ""


@pytest.mark.parametrize(
    ("network", "address", "kept"),
    [
        ("x", "@coalition", "@coalition"),
        ("x", "coalition_2", "coalition_2"),
        ("x", "https://x.com/coalition", None),
        ("x", "@sixteen_letters__", None),
        ("mastodon", "@coalition@mastodon.example", "https://mastodon.example/@coalition"),
        ("mastodon", "https://mastodon.example/@coalition/", "https://mastodon.example/@coalition"),
        ("mastodon", "mastodon.example", None),
        ("mastodon", "https://user:word@mastodon.example/@coalition", None),
        ("feed", "https://example.org/feed.xml", "https://example.org/feed.xml"),
        ("feed", "file:///etc/passwd", None),
        ("feed", "https://example.org:99999/", None),
        ("feed", "https://", None),
    ],
)
def test_an_address_is_written_as_its_network_writes_it(
    staff: Any, network: str, address: str, kept: str | None
) -> None:
    response = staff("admin").post(reverse(f"{SOURCES}:add"), values(network=network, address=address))
    source = SocialSource.objects.first()
    assert (source.address if source else None) == kept
    assert response.status_code == (302 if kept else 200)


@pytest.mark.parametrize("token", ["two words", "lïne", "a\r\nX-Evil: 1", "x" * 501])
def test_a_token_that_is_none_is_refused(staff: Any, token: str) -> None:
    response = staff("admin").post(reverse(f"{SOURCES}:add"), values(new_token=token))
    assert "new_token" in response.context["form"].errors


def test_a_token_is_not_sent_in_the_clear(staff: Any) -> None:
    changed = {"network": "mastodon", "address": "http://mastodon.example/@a", "new_token": "t"}
    response = staff("admin").post(reverse(f"{SOURCES}:add"), values(**changed))
    assert "new_token" in response.context["form"].errors


def test_what_posts_came_from_cannot_become_another_account(staff: Any) -> None:
    source = SocialSourceFactory()
    SocialPostFactory(source=source)
    edit = reverse(f"{SOURCES}:edit", args=[source.pk])
    response = staff("admin").post(edit, values(network="feed", address="https://other.example/"))
    assert b"make a new source" in response.content


def test_without_posts_it_can_and_is_looked_up_anew(staff: Any) -> None:
    source = SocialSourceFactory(network="x", address="@typo", remote_id="5", next_try_at=timezone.now())
    staff("admin").post(reverse(f"{SOURCES}:edit", args=[source.pk]), values())
    source.refresh_from_db()
    assert (source.address, source.remote_id, source.next_try_at) == ("@coalition", "", None)


def test_a_source_goes_with_its_posts(staff: Any) -> None:
    source = SocialSourceFactory()
    SocialPostFactory(source=source)
    assert staff("admin").post(reverse(f"{SOURCES}:delete", args=[source.pk])).status_code == 302
    assert not SocialPost.objects.exists()


def test_a_fault_is_shown(staff: Any) -> None:
    source = SocialSourceFactory(fault="server", fault_detail="HTTP 503", failures=3)
    shown = staff("moderator").get(reverse(f"{SOURCES}:list")).content.decode()
    assert "The network has a fault of its own. (HTTP 503)" in shown
    assert "The network has a fault of its own." in (
        staff("admin").get(reverse(f"{SOURCES}:edit", args=[source.pk])).content.decode()
    )


def test_a_moderator_stops_a_source_and_starts_it_again(staff: Any) -> None:
    source = SocialSourceFactory()
    old = SocialPostFactory(source=source, changed_at=timezone.now() - dt.timedelta(days=2))
    SocialPostFactory(source=source)
    moderator = staff("moderator")
    stop, start = (reverse(f"social_{what}", args=[source.pk]) for what in ("stop", "start"))
    assert stop in moderator.get(reverse(f"{SOURCES}:list")).content.decode()
    form = moderator.get(stop)
    since = form.context["form"]["since"].value()
    assert dt.timedelta(hours=24) <= timezone.now() - timezone.make_aware(since) < dt.timedelta(hours=24, minutes=2)
    assert b'type="datetime-local"' in form.content
    for nonsense in ("", "soon", "9999-12-31T23:59", "2019-02-30T10:00", "\0"):
        assert moderator.post(stop, {"since": nonsense}).status_code == 422
    source.refresh_from_db()
    assert source.is_active
    assert moderator.post(stop, {"since": since.strftime("%Y-%m-%dT%H:%M")}).status_code == 302
    assert list(SocialPost.objects.shown()) == [old]
    assert "what it brought is hidden" in moderator.get(reverse(f"{SOURCES}:list")).content.decode()
    assert "its source was stopped" in moderator.get(reverse(f"{POSTS}:list")).content.decode()
    assert b"keep that hidden" in moderator.get(start).content
    moderator.post(start, {"show": ""})
    assert SocialPost.objects.shown().count() == 2
    moderator.post(stop, {"since": since.strftime("%Y-%m-%dT%H:%M")})
    moderator.post(start, {"keep": ""})
    assert list(SocialPost.objects.shown()) == [old]
    assert set(ModelLogEntry.objects.values_list("action", flat=True)) >= {"social.stop", "social.start"}


@pytest.mark.parametrize(
    ("who", "may_stop", "may_set"), [("editor", False, False), ("moderator", True, False), ("admin", True, True)]
)
def test_roles(staff: Any, who: str, may_stop: bool, may_set: bool) -> None:
    source = SocialSourceFactory()
    client = staff(who)
    for what in ("stop", "start"):
        status = client.get(reverse(f"social_{what}", args=[source.pk])).status_code
        assert status == (200 if may_stop else 302)
    assert (client.get(reverse(f"{SOURCES}:add")).status_code == 200) == may_set
    assert (client.get(reverse(f"{SOURCES}:edit", args=[source.pk])).status_code == 200) == may_set
    assert Client().get(reverse("social_stop", args=[source.pk])).status_code == 302


def bulk(action: str, *posts: SocialPost) -> str:
    address = reverse("wagtail_bulk_action", args=["social", "socialpost", action])
    return address + "?" + "&".join(f"id={post.pk}" for post in posts)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("show", {"status": "shown", "visible_from": None}),
        ("hide", {"status": "hidden"}),
        ("pin", {"is_pinned": True}),
        ("unpin", {"is_pinned": False}),
    ],
)
def test_moderators_approve_hide_and_pin_many_at_once(staff: Any, action: str, expected: dict[str, Any]) -> None:
    later = timezone.now() + dt.timedelta(hours=1)
    posts = SocialPostFactory.create_batch(2, status="waiting", visible_from=later, is_pinned=action == "unpin")
    assert staff("editor").post(bulk(action, *posts)).status_code == 302
    assert SocialPost.objects.filter(status="waiting", visible_from=later).count() == 2
    moderator = staff("moderator")
    assert posts[0].text in moderator.get(bulk(action, *posts)).content.decode()
    assert moderator.post(bulk(action, *posts)).status_code == 302
    assert SocialPost.objects.filter(**expected).count() == 2


def test_the_list_of_posts_costs_the_same_for_many(staff: Any, django_assert_max_num_queries: Any) -> None:
    SocialPostFactory.create_batch(30, source=SocialSourceFactory())
    moderator = staff("moderator")
    moderator.get(reverse(f"{POSTS}:list"))
    with django_assert_max_num_queries(25):
        assert b"Post number" in moderator.get(reverse(f"{POSTS}:list")).content
