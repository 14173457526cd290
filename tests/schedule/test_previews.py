"""Preview links: one draft with its files, for one reviewer, recorded by name."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from wagtail.documents.models import Document
from wagtail.models import Page, PageLogEntry

from news.models import NewsPage
from pages.models import CoalitionImage
from schedule import moving
from schedule.clock import scheduler
from schedule.models import PreviewLink
from schedule.previews import links
from tests.conftest import PASSWORD
from tests.factories import ImageFactory, NewsPageFactory

TITLE = "A treaty is signed"


@pytest.fixture
def image(site: SimpleNamespace) -> CoalitionImage:
    return ImageFactory()


@pytest.fixture
def document(site: SimpleNamespace) -> Document:
    document = Document(title="The text")
    document.file.save("text.csv", ContentFile(b"name"))
    return document


@pytest.fixture
def draft(site: SimpleNamespace, people: SimpleNamespace, image: CoalitionImage, document: Document) -> NewsPage:
    body = [("document", {"document": document}), ("paragraph", "<p>The embargoed words.</p>")]
    page = NewsPageFactory(
        parent=site.news, title=TITLE, slug="treaty", body=body, lead_image=image, lead_image_alt="A hall", live=False
    )
    page.save_revision(user=people.editor)
    return page


@pytest.fixture
def link(draft: NewsPage, people: SimpleNamespace) -> PreviewLink:
    return links.make(draft, user=people.editor, reviewer="Sana Idris", organisation="A ministry", days=7)


def files(image: CoalitionImage, document: Document) -> list[str]:
    return [f"/media/{image.get_rendition('fill-400x250|format-jpeg').file.name}", document.url]


def test_a_reviewer_sees_the_draft_and_its_files_and_nobody_else_does(
    link: PreviewLink, draft: NewsPage, image: CoalitionImage, document: Document
) -> None:
    other = ImageFactory()
    reviewer, visitor = Client(), Client()
    page = reviewer.get(link.path)
    assert page.status_code == 200
    assert "Sana Idris (A ministry)" in page.content.decode()
    shown = reviewer.get(f"{link.path}draft/")
    text = shown.content.decode()
    assert "The embargoed words." in text
    assert "Draft, under embargo" in text
    for response in (page, shown):
        assert response["Cache-Control"] == "private, no-store"
        assert "noindex" in response["X-Robots-Tag"]
        assert "unsafe-inline" not in response["Content-Security-Policy"]
    for address in files(image, document):
        response = reviewer.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert visitor.get(address).status_code == 404
    assert reviewer.get(files(other, document)[0]).status_code == 404
    assert reviewer.get("/en/news/treaty/").status_code == 404
    assert visitor.get("/en/news/").content.decode().count(TITLE) == 0


def test_the_cookies_reach_nothing_but_files(link: PreviewLink) -> None:
    cookies = Client().get(link.path).cookies
    given = {name: cookie for name, cookie in cookies.items() if name.startswith("preview")}
    assert {cookie["path"] for cookie in given.values()} == {"/media/", "/documents/"}
    assert all(cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["expires"] for cookie in given.values())


def test_the_link_shows_one_draft_and_no_later_one(link: PreviewLink, draft: NewsPage) -> None:
    draft.title = "Something else altogether"
    draft.save_revision()
    assert "Something else altogether" not in Client().get(f"{link.path}draft/").content.decode()


def test_saving_by_itself_does_not_write_over_what_the_link_shows(
    link: PreviewLink, draft: NewsPage, people: SimpleNamespace
) -> None:
    latest = Page.objects.get(pk=draft.pk).specific.get_latest_revision_as_object()
    latest.title = "Written meanwhile"
    latest.save_revision(user=people.editor, overwrite_revision=link.revision)
    assert "Written meanwhile" not in Client().get(f"{link.path}draft/").content.decode()
    assert Page.objects.get(pk=draft.pk).latest_revision_id != link.revision_id


def ended(link: PreviewLink, people: SimpleNamespace, time_machine: Any) -> None:
    time_machine.move_to(timezone.now() + dt.timedelta(days=7, seconds=1), tick=False)


def revoked(link: PreviewLink, people: SimpleNamespace, time_machine: Any) -> None:
    links.revoke(link, user=people.moderator)


@pytest.mark.parametrize("end", [ended, revoked], ids=lambda end: end.__name__)
def test_when_it_has_ended_nothing_of_the_page_can_be_had(
    link: PreviewLink, people: SimpleNamespace, image: CoalitionImage, document: Document, time_machine: Any, end: Any
) -> None:
    reviewer = Client()
    reviewer.get(link.path)
    end(link, people, time_machine)
    for address in (link.path, f"{link.path}draft/"):
        response = reviewer.get(address)
        assert response.status_code == 410
        assert TITLE not in response.content.decode()
        assert not response.cookies
    assert reviewer.post(link.path, {"sign-off": ""}).status_code == 410
    for address in files(image, document):
        assert reviewer.get(address).status_code == 404


@pytest.mark.parametrize(
    "token",
    ["x", "x" * 5000, "%00", "..%2f..%2f", "00000000000000000000000000000000:aaaa", ":", "<script>", "☃", "a:b:c"],
)
def test_wrong_tokens_open_nothing(link: PreviewLink, client: Client, token: str) -> None:
    for address in (f"/preview/{token}/", f"/preview/{token}/draft/"):
        response = client.get(address)
        assert response.status_code == 404
        assert TITLE not in response.content.decode()
    client.cookies["preview_media"] = token.encode("ascii", "replace").decode()
    assert client.get("/media/images/none.jpg").status_code == 404


def test_the_signature_cannot_be_made_from_what_the_database_holds(link: PreviewLink, client: Client) -> None:
    signature = link.token.partition(":")[2]
    other = PreviewLink.objects.create(
        page=link.page, revision=link.revision, reviewer="B", expires_at=timezone.now() + dt.timedelta(days=1)
    )
    assert client.get(f"/preview/{other.nonce.hex}:{signature}/").status_code == 404
    assert client.get(f"/preview/{other.nonce.hex}/").status_code == 404


def test_comments_and_the_sign_off_are_recorded_by_name(link: PreviewLink, people: SimpleNamespace) -> None:
    reviewer = Client(enforce_csrf_checks=True)
    assert reviewer.post(link.path, {"text": "Without a token"}).status_code == 403
    token = reviewer.get(link.path).cookies["csrftoken"].value
    good = {"csrfmiddlewaretoken": token}
    assert reviewer.post(link.path, good | {"text": ""}).status_code == 422
    assert reviewer.post(link.path, good | {"text": "x" * 2001}).status_code == 422
    assert reviewer.post(link.path, good | {"text": "The <b>name</b> is wrong"}).status_code == 302
    for _ in range(2):
        assert reviewer.post(link.path, good | {"sign-off": ""}).status_code == 302
    assert "The &lt;b&gt;name&lt;/b&gt; is wrong" in reviewer.get(link.path).content.decode()
    entries = PageLogEntry.objects.filter(page_id=link.page_id, action__startswith="schedule.preview")
    assert [entry.message for entry in entries.order_by("pk")] == [
        "Made a preview link for Sana Idris (A ministry)",
        "Sana Idris (A ministry) commented by preview link",
        "Sana Idris (A ministry) signed the draft off by preview link",
    ]
    client = Client()
    client.login(username="editor", password=PASSWORD)
    page = client.get(f"/admin/schedule/previews/{link.page_id}/").content.decode()
    assert "Signed off:" in page
    assert "The &lt;b&gt;name" in page


def test_after_go_live_it_leads_to_the_page(
    link: PreviewLink, draft: NewsPage, people: SimpleNamespace, time_machine: Any
) -> None:
    at = timezone.now() + dt.timedelta(hours=1)
    moving.set_time(draft, at, user=people.moderator, approve=True)
    assert "Under embargo until" in Client().get(link.path).content.decode()
    time_machine.move_to(at, tick=False)
    assert scheduler.run_due() == 1
    response = Client().get(link.path)
    assert (response.status_code, response["Location"]) == (302, "/en/news/treaty/")


def test_in_the_admin_those_who_may_edit_make_and_revoke_links(draft: NewsPage, people: SimpleNamespace) -> None:
    client = Client()
    client.login(username="editor", password=PASSWORD)
    address = f"/admin/schedule/previews/{draft.pk}/"
    good = {"reviewer": "Omar", "organisation": "", "days": "3"}
    for wrong in ({"reviewer": ""}, {"days": "0"}, {"days": "31"}, {"days": "x"}, {"reviewer": "x" * 121}):
        assert client.post(address, good | wrong).status_code == 422
    assert client.post(address, good).status_code == 302
    link = PreviewLink.objects.get()
    assert link.path in client.get(address).content.decode()
    for hostile in ("x", "9" * 40, "0", "²"):
        assert client.post(address, {"revoke": hostile}).status_code == 404
    assert client.post(address, {"revoke": str(link.pk)}).status_code == 302
    assert link.path not in client.get(address).content.decode()
    assert Client().get(link.path).status_code == 410
    people.editor.groups.clear()
    assert client.get(address).status_code in {302, 403}
