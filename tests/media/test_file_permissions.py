"""Files that readers see are changed only by people who may publish, whichever way is tried."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.log_actions import LogContext
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from pages.models import CoalitionImage
from schedule.models import Release, ReleaseMember
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory, a_jpeg
from users.roles import ADMINISTRATORS

USES = ("live", "scheduled", "released", "draft", "unused")
SEEN_BY_READERS = ("live", "scheduled", "released")
NEW_FILE = {CoalitionImage: ("new.jpg", a_jpeg(1400, 900)), Document: ("new.csv", b"name\nJordan\n")}


@dataclass
class Attempt:
    """One try of a user to change a file."""

    client: Client
    user: Any
    file: Any

    @property
    def is_image(self) -> bool:
        return isinstance(self.file, CoalitionImage)

    def post(self, name: str, data: dict[str, Any] | None = None, query: str = "", args: tuple[Any, ...] = ()) -> Any:
        return self.client.post(reverse(name, args=args or (self.file.pk,)) + query, data or {})

    def form(self, prefix: str = "", **changes: Any) -> dict[str, Any]:
        data = {"title": self.file.title, "collection": self.file.collection_id, "tags": ""}
        if self.is_image:
            data |= {"licence": "own", "credit": self.file.credit, "description": ""}
        return {prefix + name: value for name, value in (data | changes).items()}


def edit(attempt: Attempt, **changes: Any) -> None:
    attempt.post("wagtailimages:edit" if attempt.is_image else "wagtaildocs:edit", attempt.form(**changes))


def retitle(attempt: Attempt) -> None:
    edit(attempt, title="Changed")


def tag(attempt: Attempt) -> None:
    edit(attempt, tags="changed")


def replace(attempt: Attempt) -> None:
    edit(attempt, file=SimpleUploadedFile(*NEW_FILE[type(attempt.file)]))


def refocus(attempt: Attempt) -> None:
    focus = {"focal_point_x": 10, "focal_point_y": 10, "focal_point_width": 20, "focal_point_height": 20}
    edit(attempt, **focus)


def edit_among_many(attempt: Attempt) -> None:
    attempt.post("wagtaildocs:edit_multiple", attempt.form(f"doc-{attempt.file.pk}-", title="Changed"))


def delete(attempt: Attempt) -> None:
    attempt.post("wagtailimages:delete" if attempt.is_image else "wagtaildocs:delete")


def delete_among_many(attempt: Attempt) -> None:
    attempt.post("wagtailimages:delete_multiple" if attempt.is_image else "wagtaildocs:delete_multiple")


def bulk(attempt: Attempt, action: str, chosen: str = "", **data: Any) -> None:
    meta = attempt.file._meta
    query = f"?id={chosen or attempt.file.pk}"
    attempt.post("wagtail_bulk_action", data, query, (meta.app_label, meta.model_name, action))


def bulk_delete(attempt: Attempt) -> None:
    bulk(attempt, "delete")


def bulk_delete_all(attempt: Attempt) -> None:
    bulk(attempt, "delete", "all")


def bulk_tag(attempt: Attempt) -> None:
    bulk(attempt, "add_tags", tags="changed")


def bulk_move(attempt: Attempt) -> None:
    collection = Collection.get_first_root_node().add_child(name="Elsewhere")
    bulk(attempt, "add_to_collection", collection=collection.pk)


def in_code(change: Callable[[Any], Any]) -> Callable[[Attempt], None]:
    """Return a way that acts in a view which forgot to ask for the permission."""

    def act(attempt: Attempt) -> None:
        with LogContext(user=attempt.user):
            with suppress(PermissionDenied), transaction.atomic():
                change(type(attempt.file).objects.get(pk=attempt.file.pk))

    return act


def save_new_file(file: Any) -> None:
    name, content = NEW_FILE[type(file)]
    file.file = ContentFile(content, name=name)
    file.save()


save_in_code = in_code(save_new_file)
delete_in_code = in_code(lambda file: file.delete())
delete_queryset = in_code(lambda file: type(file).objects.filter(pk=file.pk).delete())
delete_collection = in_code(lambda file: file.collection.delete())

CHANGES = [retitle, tag, replace, bulk_tag, bulk_move, save_in_code]
DELETIONS = [delete, delete_among_many, bulk_delete, bulk_delete_all, delete_in_code, delete_queryset]
WAYS = [(model, way) for model in (CoalitionImage, Document) for way in (*CHANGES, *DELETIONS, delete_collection)]
WAYS += [(CoalitionImage, refocus), (Document, edit_among_many)]


def a_file(model: type, **kwargs: Any) -> Any:
    collection = Collection.get_first_root_node().add_child(name="Collection")
    if model is CoalitionImage:
        return ImageFactory(collection=collection, **kwargs)
    file = ContentFile(b"name\nIraq\n", name="list.csv")
    return Document.objects.create(title="The list", file=file, collection=collection, **kwargs)


def used(site: SimpleNamespace, file: Any, use: str) -> Any:
    """Use a file on a page that is live, scheduled, in a scheduled release, or a draft."""
    if use == "unused":
        return None
    page = NewsPageFactory(parent=site.news, live=use == "live")
    if isinstance(file, CoalitionImage):
        page.lead_image, page.lead_image_alt = file, "A bridge"
    else:
        page.body = [("document", {"document": file})]
    soon = timezone.now() + dt.timedelta(days=1)
    page.go_live_at = soon if use == "scheduled" else None
    revision = page.save_revision()
    if use in ("live", "scheduled"):
        revision.publish()
    if use == "released":
        release = Release.objects.create(name="All", state=Release.State.SCHEDULED, go_live_at=soon)
        ReleaseMember.objects.create(release=release, page=page, title=page.title, revision=revision)
    return page


def state(file: Any) -> Any:
    """Return everything of a file that could be changed; None where it is deleted."""
    found = type(file).objects.filter(pk=file.pk).first()
    if found is None:
        return None
    focus = getattr(found, "focal_point_x", None)
    with found.open_file() as stored:
        content = stored.read()
    return found.title, content, found.collection_id, focus, sorted(found.tags.names())


@pytest.fixture
def staff(people: SimpleNamespace) -> dict[str, Any]:
    administrator = get_user_model().objects.create_user("administrator", "administrator@example.org", PASSWORD)
    administrator.groups.add(Group.objects.get(name=ADMINISTRATORS))
    return {"editor": people.editor, "moderator": people.moderator, "administrator": administrator}


@pytest.mark.parametrize("role", ["editor", "moderator", "administrator"])
@pytest.mark.parametrize(("model", "way"), WAYS, ids=lambda value: getattr(value, "__qualname__", ""))
def test_who_may_change_which_file(
    site: SimpleNamespace, staff: dict[str, Any], model: type, way: Callable[[Attempt], None], role: str
) -> None:
    client = Client()
    client.force_login(staff[role])
    files = {use: a_file(model) for use in USES}
    for use, file in files.items():
        used(site, file, use)
    is_change = way in (*CHANGES, refocus, edit_among_many)
    for use, file in files.items():
        before = state(file)
        way(Attempt(client, staff[role], file))
        expected = (role != "editor" or use not in SEEN_BY_READERS) if is_change else role == "administrator"
        if way is bulk_delete_all and expected:
            assert not model.objects.exists()
            return
        assert (state(file) != before) == expected, f"{role}, {use}"


@pytest.mark.parametrize(("use", "status"), [("live", 302), ("draft", 200)])
def test_an_editor_reaches_the_form_of_many_images_for_drafts_only(
    site: SimpleNamespace, people: SimpleNamespace, use: str, status: int
) -> None:
    image = a_file(CoalitionImage)
    used(site, image, use)
    client = Client()
    client.force_login(people.editor)
    assert client.post(reverse("wagtailimages:edit_multiple", args=[image.pk])).status_code == status


def test_an_editor_sees_live_files_in_the_listing_and_is_told_what_to_do(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    client = Client()
    client.force_login(people.editor)
    for model, name in ((CoalitionImage, "wagtailimages"), (Document, "wagtaildocs")):
        file = a_file(model)
        page = used(site, file, "live")
        assert file.title in client.get(reverse(f"{name}:index")).content.decode()
        for view in ("edit", "delete"):
            told = client.get(reverse(f"{name}:{view}", args=[file.pk]), follow=True).content.decode()
            assert page.title in told
            assert "Upload a new file and choose it in a draft" in told


@pytest.mark.parametrize("model", [CoalitionImage, Document])
def test_an_upload_can_be_taken_back_by_who_made_it_until_a_page_uses_it(
    site: SimpleNamespace, people: SimpleNamespace, model: type
) -> None:
    policy = policy_registry.get_by_type(model)
    mine, another = a_file(model, uploaded_by_user=people.editor), a_file(model, uploaded_by_user=people.moderator)
    assert policy.user_has_permission_for_instance(people.editor, "delete", mine)
    assert not policy.user_has_permission_for_instance(people.editor, "delete", another)
    page = used(site, mine, "draft")
    page.lead_image, page.body = None, []
    page.save_revision()
    assert policy.user_has_permission_for_instance(people.editor, "change", mine)
    # An earlier revision that can still be restored uses it.
    assert not policy.user_has_permission_for_instance(people.editor, "delete", mine)


@pytest.mark.parametrize("model", [CoalitionImage, Document])
def test_owning_a_file_gives_no_right_over_what_readers_see(
    site: SimpleNamespace, people: SimpleNamespace, model: type
) -> None:
    policy = policy_registry.get_by_type(model)
    mine = a_file(model, uploaded_by_user=people.editor)
    used(site, mine, "live")
    assert not policy.user_has_any_permission_for_instance(people.editor, ["change", "delete"], mine)
    assert policy.user_has_permission_for_instance(people.editor, "choose", mine)


@pytest.mark.parametrize("model", [CoalitionImage, Document])
def test_looking_at_a_live_file_for_the_first_time_is_no_change(
    site: SimpleNamespace, people: SimpleNamespace, model: type
) -> None:
    file = a_file(model)
    used(site, file, "live")
    model.objects.filter(pk=file.pk).update(file_size=None, file_hash="")
    with LogContext(user=people.editor):
        found = model.objects.get(pk=file.pk)
        assert found.get_file_size()
        assert found.get_file_hash()


@pytest.mark.parametrize("model", [CoalitionImage, Document])
def test_readers_get_what_a_moderator_put_in_its_place(
    site: SimpleNamespace, people: SimpleNamespace, client: Client, model: type
) -> None:
    def get() -> Any:
        found = model.objects.get(pk=file.pk)
        address = f"/media/{found.get_rendition('width-400').file.name}" if model is CoalitionImage else found.url
        response = client.get(address)
        return address, b"".join(response.streaming_content), response["ETag"]

    file = a_file(model)
    used(site, file, "live")
    before = get()
    editor = Client()
    editor.force_login(people.moderator)
    replace(Attempt(editor, people.moderator, file))
    after = get()
    assert after[1] != before[1]
    assert after[2] != before[2]
    assert model is Document or client.get(before[0]).status_code == 404
