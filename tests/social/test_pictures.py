"""Posts' pictures: kept here, without what they told besides, and closed with their post."""

import datetime as dt
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from PIL import Image

from social.faults import Fault, FetchError
from social.models import SocialPicture, SocialPost
from social.pictures import MOST_BYTES, make_small
from social.sync import sync
from tests.conftest import PASSWORD
from tests.factories import a_jpeg
from tests.social.network import Answer, MastodonNetwork, Post, Server, hang
from tests.social.test_sync import again


def a_picture(mode: str = "RGB", size: tuple[int, int] = (1600, 1000), kind: str = "PNG", **options: Any) -> bytes:
    content = io.BytesIO()
    Image.new(mode, size).save(content, kind, **options)
    return content.getvalue()


def a_bomb() -> bytes:
    """A PNG of a few bytes that claims to be 60,000 by 60,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1", "LA", "I;16"])
def test_every_kind_of_picture_becomes_a_small_jpeg(mode: str) -> None:
    kept = make_small(a_picture(mode))
    with Image.open(io.BytesIO(kept.content)) as small:
        assert (small.format, small.mode, small.size) == ("JPEG", "RGB", (800, 500))
    assert (kept.width, kept.height) == (800, 500)


def test_nothing_is_told_of_camera_and_place_and_upright_is_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "A camera"
    kept = make_small(a_picture(size=(60, 30), kind="JPEG", exif=exif, comment=b"secret"))
    assert (kept.width, kept.height) == (30, 60)
    assert b"camera" not in kept.content
    assert b"secret" not in kept.content
    assert not Image.open(io.BytesIO(kept.content)).getexif()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"<html>",
        a_jpeg()[:500],
        a_picture()[:60],
        b"\x89PNG\r\n\x1a\n",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBP",
        b"\x00" * 1000,
        a_bomb(),
        a_picture(kind="TIFF"),
    ],
    ids=range(12),
)
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(FetchError) as raised:
        make_small(content)
    assert raised.value.fault in {Fault.MALFORMED, Fault.TOO_LARGE}


@pytest.fixture
def mastodon(server: Server, db: None) -> MastodonNetwork:
    """An account whose post has a picture."""
    server.answers["/a.jpg"] = Answer(a_jpeg(), kind="image/jpeg")
    mastodon = MastodonNetwork(server)
    mastodon.publish(Post("1", pictures=(("/a.jpg", "A bridge over the Tigris."),)))
    return mastodon


def files() -> set[str]:
    folder = Path(site_settings.MEDIA_ROOT) / "social"
    return {f"social/{path.name}" for path in folder.iterdir()} if folder.exists() else set()


def test_each_network_brings_pictures_with_what_they_show(network: Any, db: None) -> None:
    network.server.answers["/a.jpg"] = Answer(a_jpeg(), kind="image/jpeg")
    network.publish(Post("1", pictures=(("/a.jpg", "A bridge."), ("/a.jpg?2", ""))))
    network.server.answers["/a.jpg?2"] = network.server.answers["/a.jpg"]
    sync(network.source())
    first, second = SocialPicture.objects.all()
    assert (first.text, first.width, first.height) == ("A bridge.", 800, 500)
    assert second.text == f"Picture from {first.post.account}, no description given"
    assert default_storage.exists(first.file.name)


@pytest.mark.parametrize(
    ("answer", "is_tried_again"),
    [
        (Answer("<html>no picture", kind="image/jpeg"), False),
        (Answer(a_bomb()), False),
        (Answer(b"x" * (MOST_BYTES + 1)), False),
        (Answer("", 404), False),
        (Answer("", 302, {"Location": "http://10.0.0.1/"}), False),
        (Answer("", 503), True),
        (Answer(how=hang), True),
    ],
    ids=["none", "bomb", "large", "missing", "private", "503", "slow"],
)
def test_without_its_picture_the_post_comes_all_the_same(
    mastodon: MastodonNetwork, answer: Answer, is_tried_again: bool, lose_patience: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    if answer.how:
        lose_patience()
    mastodon.server.answers["/a.jpg"] = answer
    source = mastodon.source(approval="by-staff")
    assert sync(source).new == 1
    post = SocialPost.objects.get()
    assert not any(picture.file for picture in post.pictures.all())
    monkeypatch.undo()
    asked = mastodon.server.paths().count("/a.jpg")
    mastodon.server.answers["/a.jpg"] = Answer(a_jpeg())
    again(source)
    assert (mastodon.server.paths().count("/a.jpg") > asked) == is_tried_again
    assert any(picture.file for picture in post.pictures.all()) == is_tried_again


def test_pictures_follow_edits_and_their_files_go_with_them(
    mastodon: MastodonNetwork, django_capture_on_commit_callbacks: Any
) -> None:
    before = files()
    source = mastodon.source()
    sync(source)
    (name,) = files() - before
    mastodon.publish(Post("1", pictures=(("/a.jpg", "A bridge, described better."),)))
    assert again(source).changed == 1
    assert SocialPicture.objects.get().alt == "A bridge, described better."
    assert files() - before == {name}
    mastodon.publish(Post("1"))
    with django_capture_on_commit_callbacks(execute=True):
        again(source)
    assert not SocialPicture.objects.exists()
    assert files() == before


def test_a_picture_is_had_only_while_its_post_is_shown(mastodon: MastodonNetwork, client: Client) -> None:
    source = mastodon.source()
    sync(source)
    post, picture = SocialPost.objects.get(), SocialPicture.objects.get()
    address = f"/media/{picture.file.name}"

    def answer(who: Client = client, **headers: str) -> Any:
        return who.get(address, headers=headers)

    shown = answer()
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert shown["Cache-Control"] == "public, max-age=86400, s-maxage=60"
    assert Image.open(io.BytesIO(shown.getvalue())).size == (800, 500)
    assert "Set-Cookie" not in shown
    assert answer(if_none_match=shown["ETag"]).status_code == 304
    get_user_model().objects.create_superuser("admin", "admin@example.org", PASSWORD)
    staff = Client()
    staff.login(username="admin", password=PASSWORD)
    now = timezone.now()
    for change in (
        {"status": "hidden"},
        {"status": "waiting"},
        {"withdrawn_at": now},
        {"visible_from": now + dt.timedelta(hours=1)},
    ):
        SocialPost.objects.filter(pk=post.pk).update(**change)
        closed = answer()
        assert closed.status_code == 404, change
        assert closed["Cache-Control"] == "no-store"
        assert answer(staff).status_code == 200
        assert answer(staff)["Cache-Control"] == "private, no-store"
        SocialPost.objects.filter(pk=post.pk).update(status="shown", withdrawn_at=None, visible_from=None)
    source.hide_since(now - dt.timedelta(days=1))
    assert answer().status_code == 404


@pytest.mark.parametrize("name", ["x.jpg", "", "%00.jpg", "..%2Fimages%2Fa.jpg", "a" * 3000, "../social/x.jpg"])
def test_other_names_open_nothing(client: Client, db: None, name: str) -> None:
    assert client.get(f"/media/social/{name}").status_code == 404
