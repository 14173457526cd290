"""What becomes of the files that editors upload: shown in the right colours and without metadata, or refused with the reason."""

import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.contrib.messages import get_messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from media.refusal import ImageRefusedError
from pages.models import CoalitionImage
from pages.pictures import all_filters
from tests.conftest import PASSWORD
from tests.media.cases import (
    ACCEPTED,
    MARKER,
    RED,
    REFUSED,
    SIZE,
    Case,
    cmyk,
    full_of_metadata,
    jpeg,
    pixel_at_top_left,
)
from tests.media.encoders import after_start

CREDIT = "Zaynab ‘Alī, AFP – زينب"


def stored(file: Any) -> bytes:
    with default_storage.open(file.name) as opened:
        return opened.read()


def files_of(image: CoalitionImage) -> dict[str, bytes]:
    """The original and every rendition, as they are stored."""
    files = {rendition.filter_spec: stored(rendition.file) for rendition in image.renditions.all()}
    return {"original": stored(image.file)} | files


def assert_clean(image: CoalitionImage, credit: str = CREDIT) -> None:
    files = files_of(image)
    assert files.keys() - {"original"} >= {f.spec for f in all_filters()}
    for name, content in files.items():
        assert MARKER.encode() not in content, name
        assert MARKER.encode("utf-16-le") not in content, name
        with Image.open(io.BytesIO(content)) as opened:
            told = opened.getexif()
            assert set(told) == {0x013B, 0x8298}, name
            assert "icc_profile" not in opened.info, name
        assert content.count(credit.encode()) >= 3, name  # EXIF's artist and copyright, and XMP
    row = CoalitionImage.objects.get(pk=image.pk)
    assert row.file_size == len(files["original"])
    assert row.file_hash == hashlib.sha1(files["original"], usedforsecurity=False).hexdigest()
    with Image.open(io.BytesIO(files["original"])) as original:
        assert (row.width, row.height) == original.size
        assert original.mode in ("RGB", "RGBA", "L")
        assert Path(image.file.name).suffix == {"JPEG": ".jpg", "PNG": ".png"}[original.format or ""]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: case.name)
def test_an_accepted_file_is_shown_in_its_colours(db: None, case: Case) -> None:
    image = CoalitionImage(title="A picture", credit=CREDIT, file=ContentFile(case.make(), name=case.name))
    image.save()
    assert_clean(image)
    assert (image.width, image.height) == (case.size or SIZE)
    assert image.changes == case.changes.split()
    for name, content in files_of(image).items():
        shown = pixel_at_top_left(content)
        assert all(abs(a - b) <= case.tolerance for a, b in zip(shown, case.colour, strict=True)), (name, shown)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_refused_file_is_refused_with_the_true_reason(db: None, case: Case) -> None:
    before = CoalitionImage.objects.count()
    with pytest.raises(ImageRefusedError) as refusal:
        CoalitionImage(title="A picture", file=ContentFile(case.make(), name=case.name)).save()
    assert refusal.value.code == case.refusal
    assert CoalitionImage.objects.count() == before


def test_there_are_enough_files() -> None:
    assert len(ACCEPTED) >= 60
    assert len({case.name for case in ACCEPTED + REFUSED}) == len(ACCEPTED + REFUSED)


# Each way in which an image comes to be stored.


def by_form(client: Client, content: bytes, name: str = "photo.jpg") -> CoalitionImage:
    data = {"title": "A picture", "credit": CREDIT, "licence": "own", "collection": 1}
    response = client.post(reverse("wagtailimages:add"), data | {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, response.context["form"].errors
    return CoalitionImage.objects.get()


def by_chooser(client: Client, content: bytes) -> CoalitionImage:
    fields = {"title": "A picture", "credit": CREDIT, "licence": "own", "collection": 1}
    data = {f"image-chooser-upload-{name}": value for name, value in fields.items()}
    data["image-chooser-upload-file"] = SimpleUploadedFile("photo.jpg", content)
    response = client.post(reverse("wagtailimages_chooser:create"), data)
    assert response.json()["step"] == "chosen"
    return CoalitionImage.objects.get()


def by_multiple_upload(client: Client, content: bytes) -> CoalitionImage:
    upload = SimpleUploadedFile("photo.jpg", content)
    answer = client.post(
        reverse("wagtailimages:add_multiple"), {"title": "A", "files[]": upload, "collection": 1}
    ).json()
    waiting = UploadedFile.objects.get(pk=answer["uploaded_file_id"])
    assert MARKER.encode() not in stored(waiting.file)
    prefix = f"uploaded-image-{waiting.pk}"
    fields = {"title": "A picture", "credit": CREDIT, "licence": "own", "collection": 1, "tags": ""}
    data = {f"{prefix}-{name}": value for name, value in fields.items()}
    response = client.post(reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]), data)
    assert response.json()["success"], response.json()["form"]
    return CoalitionImage.objects.get()


def by_replacing(client: Client, content: bytes) -> CoalitionImage:
    image = CoalitionImage.objects.create(title="A picture", file=ContentFile(jpeg(), name="old.jpg"))
    data = {"title": "A picture", "credit": CREDIT, "licence": "own", "collection": 1}
    data["file"] = SimpleUploadedFile("photo.jpg", content)  # type: ignore[assignment]
    response = client.post(reverse("wagtailimages:edit", args=[image.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    return CoalitionImage.objects.get()


def by_code(client: Client, content: bytes) -> CoalitionImage:
    return CoalitionImage.objects.create(title="A", credit=CREDIT, file=ContentFile(content, name="photo.jpg"))


def by_replacing_in_code(client: Client, content: bytes) -> CoalitionImage:
    image = CoalitionImage.objects.create(title="A", file=ContentFile(jpeg(), name="old.jpg"))
    image.credit, image.file = CREDIT, ContentFile(content, name="photo.jpg")
    image.save(update_fields=["credit", "file"])
    return CoalitionImage.objects.get()


def by_saving_the_file(client: Client, content: bytes) -> CoalitionImage:
    image = CoalitionImage(title="A", credit=CREDIT)
    image.file.save("photo.jpg", ContentFile(content))
    return image


def by_bulk_create(client: Client, content: bytes) -> CoalitionImage:
    (image,) = CoalitionImage.objects.bulk_create(
        [CoalitionImage(title="A", credit=CREDIT, file=ContentFile(content, name="photo.jpg"))]
    )
    assert MARKER.encode() not in stored(image.file)
    call_command("clean_images")  # bulk_create saves no instance: the renditions come with the command
    return CoalitionImage.objects.get()


WAYS = [
    by_form,
    by_chooser,
    by_multiple_upload,
    by_replacing,
    by_code,
    by_replacing_in_code,
    by_saving_the_file,
    by_bulk_create,
]


@pytest.fixture
def editor(client: Client, people: SimpleNamespace) -> Client:
    client.login(username="admin", password=PASSWORD)
    return client


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_way_stores_metadata(editor: Client, way: Callable[[Client, bytes], CoalitionImage]) -> None:
    image = way(editor, full_of_metadata())
    assert_clean(image)
    assert pixel_at_top_left(files_of(image)["original"])[0] > 200


TOLD = "When this image was uploaded: the colours were converted to sRGB."


@pytest.mark.parametrize("way", [by_form, by_chooser, by_replacing, by_code, by_bulk_create])
def test_the_edit_form_says_what_was_changed(editor: Client, way: Callable[[Client, bytes], CoalitionImage]) -> None:
    image = way(editor, cmyk())
    address = reverse("wagtailimages:edit", args=[image.pk])
    assert TOLD in editor.get(address).content.decode()
    image.credit = "Somebody else"
    image.save()
    assert TOLD in editor.get(address).content.decode()
    image.file = ContentFile(jpeg(), name="plain.jpg")
    image.save()
    assert "When this image" not in editor.get(address).content.decode()


def test_adding_an_image_says_what_was_changed(editor: Client) -> None:
    by_form(editor, cmyk())
    (message,) = get_messages(editor.get(reverse("wagtailimages:index")).wsgi_request)
    assert TOLD in str(message)


def test_adding_several_images_says_what_was_changed(editor: Client) -> None:
    upload = SimpleUploadedFile("photo.jpg", cmyk())
    answer = editor.post(reverse("wagtailimages:add_multiple"), {"title": "A", "files[]": upload, "collection": 1})
    form = answer.json()["form"]
    assert TOLD in form
    data = dict(re.findall(r'<input type="hidden" name="([^"]*changes)" value="([^"]*)"', form))
    assert list(data.values()) == ["colours"]
    prefix = next(iter(data)).removesuffix("changes")
    fields = {"title": "A", "licence": "own", "collection": 1, "tags": ""}
    pk = answer.json()["uploaded_file_id"]
    data |= {prefix + name: value for name, value in fields.items()}
    assert editor.post(reverse("wagtailimages:create_multiple_from_uploaded_image", args=[pk]), data).json()["success"]
    assert CoalitionImage.objects.get().changes == ["colours"]
    CoalitionImage.objects.all().delete()
    pk = by_multiple_upload(editor, jpeg()).pk
    forged = {f"image-{pk}-changes": "<script>"} | {f"image-{pk}-{name}": value for name, value in fields.items()}
    assert not editor.post(reverse("wagtailimages:edit_multiple", args=[pk]), forged).json()["success"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_the_form_says_why_a_file_is_refused(editor: Client, case: Case) -> None:
    upload = SimpleUploadedFile(case.name, case.make())
    response = editor.post(reverse("wagtailimages:add"), {"title": "A picture", "file": upload, "licence": "own"})
    (message,) = response.context["form"].errors["file"]
    assert message.endswith(".")
    assert "corrupted" not in message
    if case.refusal == "heic":
        assert "JPEG" in message
    assert not CoalitionImage.objects.exists()


def test_a_rendition_that_cannot_be_made_is_a_refusal(editor: Client, settings: Settings) -> None:
    settings.WAGTAILIMAGES_AVIF_QUALITY = 999
    upload = SimpleUploadedFile("a.jpg", jpeg())
    data = {"title": "A picture", "file": upload, "licence": "own", "collection": 1}
    response = editor.post(reverse("wagtailimages:add"), data)
    assert "sizes that pages show" in str(response.context["form"].errors["file"])
    assert not CoalitionImage.objects.exists()
    with pytest.raises(ImageRefusedError):
        CoalitionImage.objects.create(title="A", file=ContentFile(jpeg(), name="refused-by-code.jpg"))
    assert not default_storage.exists("original_images/refused-by-code.jpg")


def test_a_bare_file_is_stored_without_a_loss(db: None) -> None:
    content = jpeg()
    image = CoalitionImage.objects.create(title="A", file=ContentFile(content, name="a.jpg"))
    with Image.open(io.BytesIO(content)) as before, Image.open(io.BytesIO(stored(image.file))) as after:
        assert before.tobytes() == after.tobytes()


def test_a_changed_credit_is_written_into_every_file(
    site: SimpleNamespace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = CoalitionImage.objects.create(title="A", credit="Old Name", file=ContentFile(jpeg(), name="credit.jpg"))
    names = {image.file.name, *(rendition.file.name for rendition in image.renditions.all())}
    pixels = pixel_at_top_left(stored(image.file))
    image.credit = CREDIT
    with django_capture_on_commit_callbacks(execute=True):
        image.save()
    assert_clean(image)
    assert all(b"Old Name" not in content for content in files_of(image).values())
    # Browsers and caches keep files by their names, so every changed file has a new one.
    assert names.isdisjoint({image.file.name, *(rendition.file.name for rendition in image.renditions.all())})
    assert not any(default_storage.exists(name) for name in names)
    assert pixel_at_top_left(stored(image.file)) == pixels


def test_a_licence_has_its_address(db: None) -> None:
    image = CoalitionImage.objects.create(title="A", licence="cc-by", file=ContentFile(jpeg(), name="a.jpg"))
    assert all(b"creativecommons.org/licenses/by/4.0/" in content for content in files_of(image).values())


def test_a_moved_focal_point_has_its_renditions(db: None) -> None:
    image = CoalitionImage.objects.create(title="A", file=ContentFile(jpeg(), name="a.jpg"))
    image.focal_point_x = image.focal_point_y = image.focal_point_width = image.focal_point_height = 40
    image.save()
    assert image.missing_filters() == []


# What was stored before.


def as_stored_before(content: bytes, name: str = "before.jpg") -> CoalitionImage:
    """An image whose original and renditions were stored as they came, as before this app existed."""
    image = CoalitionImage.objects.create(title="Old", credit=CREDIT, file=ContentFile(jpeg(), name="new.jpg"))
    old = default_storage.save(f"original_images/{name}", ContentFile(content))
    CoalitionImage.objects.filter(pk=image.pk).update(file=old, rights_key="", file_hash="", file_size=1)
    for rendition in image.renditions.all():
        file = default_storage.save(f"images/{rendition.filter_spec}", ContentFile(after_start(content)))
        type(rendition).objects.filter(pk=rendition.pk).update(file=file)
    return CoalitionImage.objects.get(pk=image.pk)


def test_what_was_stored_before_is_cleaned_once(db: None, capsys: pytest.CaptureFixture) -> None:
    image = as_stored_before(full_of_metadata())
    kind = ContentType.objects.get_for_model(CoalitionImage)
    waiting = UploadedFile.objects.create(for_content_type=kind, file=ContentFile(jpeg(), name="waiting.jpg"))
    raw = default_storage.save("wagtail_uploads/raw.jpg", ContentFile(full_of_metadata()))
    UploadedFile.objects.filter(pk=waiting.pk).update(file=raw)
    call_command("clean_images", "--dry-run")
    assert "1 of 1 images would be cleaned, 1 waiting" in capsys.readouterr().out
    assert MARKER.encode() in files_of(image)["original"]
    call_command("clean_images")
    assert "1 of 1 images cleaned, 1 waiting" in capsys.readouterr().out
    image.refresh_from_db()
    assert_clean(image)
    assert MARKER.encode() not in stored(UploadedFile.objects.get().file)
    files = files_of(image)
    call_command("clean_images")
    assert "0 of 1 images cleaned, 0 waiting" in capsys.readouterr().out
    assert files_of(CoalitionImage.objects.get()) == files


def test_cleaning_goes_on_after_an_image_that_is_lost(db: None, capsys: pytest.CaptureFixture) -> None:
    lost, fine = as_stored_before(full_of_metadata()), as_stored_before(full_of_metadata())
    default_storage.delete(lost.file.name)  # only now: the other one would be stored under its name
    with pytest.raises(CommandError) as failure:
        call_command("clean_images")
    assert failure.value.returncode == 1
    assert "the original can't be read; its renditions are clean" in capsys.readouterr().out
    assert_clean(CoalitionImage.objects.get(pk=fine.pk))
    before = [stored(rendition.file) for rendition in lost.renditions.order_by("pk")]
    assert all(MARKER.encode() not in content for content in before)
    with pytest.raises(CommandError):
        call_command("clean_images")
    assert [stored(rendition.file) for rendition in lost.renditions.order_by("pk")] == before


def test_an_interrupted_cleaning_goes_on_where_it_stopped(db: None, capsys: pytest.CaptureFixture) -> None:
    first, _second = as_stored_before(full_of_metadata()), as_stored_before(full_of_metadata())
    first.save()
    call_command("clean_images")
    assert "1 of 2 images cleaned" in capsys.readouterr().out
    assert all(
        pixel_at_top_left(stored(image.file))[0] == pytest.approx(RED[0], abs=9)
        for image in CoalitionImage.objects.all()
    )


def test_no_profile_picture_is_stored(client: Client, people: SimpleNamespace) -> None:
    client.force_login(people.editor)
    assert "avatar-avatar" not in client.get(reverse("wagtailadmin_account")).content.decode()
    profile = UserProfile.get_for_user(people.editor)
    profile.avatar = SimpleUploadedFile("me.jpg", full_of_metadata())
    profile.save()
    assert not UserProfile.objects.get(user=people.editor).avatar
    client.post(reverse("wagtailadmin_account"), {"avatar-avatar": SimpleUploadedFile("me.jpg", full_of_metadata())})
    assert not default_storage.exists("avatar_images")
