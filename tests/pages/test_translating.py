"""Translating segment by segment with wagtail-localize: what it lacks by itself, and what it must keep doing."""

import html
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from pages.completeness import incomplete
from pages.translating import texts_left
from tests.conftest import PASSWORD
from tests.factories import LineOfEffortFactory, NewsPageFactory

Send = Callable[[str, dict[str, Any]], str]
TABLE = {
    "caption": "Members at meetings",
    "row_headers": True,
    "table": {
        "columns": [{"type": "text", "heading": "Meeting"}, {"type": "text", "heading": "Members"}],
        "rows": [{"values": ["Brussels", "60"]}, {"values": ["Kuwait City", ""]}],
        "caption": "",
    },
}
ARABIC = {
    "Water returns": "عودة المياه",
    "water-returns": "عودة-المياه",
    "Members at meetings": "الأعضاء في الاجتماعات",
    "Meeting": "الاجتماع",
    "Members": "الأعضاء",
    "Brussels": "بروكسل",
    "60": "60",
    "Kuwait City": "مدينة الكويت",
    "Water runs again.": "المياه تجري من جديد.",
}


@pytest.fixture
def arabic(site: SimpleNamespace) -> Locale:
    """The language, with the pages above the news."""
    locale = Locale.objects.get_or_create(language_code="ar")[0]
    for page in (site.home, site.news):
        made = page.copy_for_translation(locale)
        made.save_revision().publish()
    return locale


@pytest.fixture
def source(site: SimpleNamespace) -> Any:
    body = [("paragraph", "<p>Water runs again.</p>"), ("table", TABLE)]
    line = LineOfEffortFactory(key="stabilisation", name="Stabilisation")
    made = NewsPageFactory(
        parent=site.news, title="Water returns", slug="water-returns", summary="", body=body, lines_of_effort=[line]
    )
    return type(made).objects.get(pk=made.pk)


@pytest.fixture
def send(
    client: Client, people: SimpleNamespace, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Send:
    """Sends what an administrator sends, does what follows once it is saved, and returns what the admin says."""
    client.login(username="admin", password=PASSWORD)

    def post(address: str, values: dict[str, Any]) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            response = client.post(address, values, follow=True)
        assert response.redirect_chain
        return html.unescape(response.content.decode())

    return post


def submit(page: Any, locale: Locale) -> Translation:
    source, _created = TranslationSource.update_or_create_from_instance(page)
    return Translation.objects.get_or_create(source=source, target_locale=locale)[0]


def fill(translation: Translation, words: dict[str, str]) -> None:
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        if (text := words.get(segment.string.data)) is not None:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                defaults={"data": text, "translation_type": "manual"},
            )


def publish(translation: Translation) -> Any:
    translation.save_target()
    made = translation.get_target_instance()
    made.get_latest_revision().publish()
    return type(made).objects.get(pk=made.pk)


def test_every_text_of_a_table_is_a_segment(source: Any, arabic: Locale) -> None:
    strings = {segment.string.data for segment in submit(source, arabic).source.stringsegment_set.all()}
    assert strings == set(ARABIC)


def test_a_page_is_translated_whole(client: Client, source: Any, arabic: Locale) -> None:
    translation = submit(source, arabic)
    fill(translation, ARABIC)
    assert translation.get_progress() == (len(ARABIC), len(ARABIC))
    made = publish(translation)
    assert made.slug == "عودة-المياه"
    content = client.get(made.url_path).content.decode()
    for text in ("عودة المياه", "الاجتماع", "بروكسل", "مدينة الكويت", "المياه تجري من جديد."):
        assert text in content
    assert "Kuwait City" not in content
    assert "Kuwait City" in client.get(source.url_path).content.decode()


def test_what_has_changed_is_asked_for_again_and_the_rest_stays(client: Client, source: Any, arabic: Locale) -> None:
    translation = submit(source, arabic)
    fill(translation, ARABIC)
    made = publish(translation)
    source.body = [*[(block.block_type, block.value) for block in source.body][:1]]
    source.title = "Water has returned"
    source.lines_of_effort = [*source.lines_of_effort.all(), LineOfEffortFactory(key="finance", name="Finance")]
    source.save()
    again = submit(source, arabic)
    assert again == translation
    done, wanted = again.get_progress()[::-1]
    assert done < wanted
    fill(again, {"Water has returned": "عادت المياه", "Water runs again.": "المياه تجري من جديد."})
    made = publish(again)
    content = client.get(made.url_path).content.decode()
    assert "عادت المياه" in content
    assert "الاجتماع" not in content
    assert {line.key for line in made.lines_of_effort.all()} == {"stabilisation", "finance"}


def test_tags_are_translated_with_the_page(source: Any, arabic: Locale) -> None:
    source.tags.set(["Iraq", "water & power"])
    source.save()
    translation = submit(source, arabic)
    fill(translation, ARABIC)
    fill(translation, {"Iraq": "العراق"})
    assert texts_left(translation) == 1
    translation.save_target(publish=False)
    draft = translation.get_target_instance().get_latest_revision_as_object()
    assert {tag.name for tag in draft.tags.all()} == {"العراق", "water & power"}
    fill(translation, {"water &amp; power": "الماء والكهرباء"})
    made = publish(translation)
    assert set(made.tags.names()) == {"العراق", "الماء والكهرباء"}
    assert set(type(source).objects.get(pk=source.pk).tags.names()) == {"Iraq", "water & power"}


def test_a_translation_is_seen_by_nobody_before_it_is_published(client: Client, source: Any, arabic: Locale) -> None:
    translation = submit(source, arabic)
    fill(translation, ARABIC)
    translation.save_target(publish=False)
    made = translation.get_target_instance()
    assert not made.live
    assert client.get(made.url_path).status_code == 404
    assert "عودة" not in client.get(source.url_path).content.decode()


def test_staff_translate_in_the_admin(client: Client, source: Any, arabic: Locale, people: SimpleNamespace) -> None:
    client.login(username="admin", password=PASSWORD)
    address = reverse("wagtail_localize:submit_page_translation", args=[source.pk])
    assert client.post(address, {"locales": [arabic.pk]}).status_code == 302
    translation = Translation.objects.get(target_locale=arabic)
    made = translation.get_target_instance()
    assert client.get(reverse("wagtailadmin_pages:edit", args=[made.pk])).status_code == 200
    report = client.get(reverse("wagtail_localize:translations_report")).content.decode()
    assert "Water returns" in report


def test_what_is_submitted_is_a_draft_until_the_whole_is_translated(
    client: Client, source: Any, arabic: Locale, send: Send
) -> None:
    send(reverse("wagtail_localize:submit_page_translation", args=[source.pk]), {"locales": [arabic.pk]})
    translation = Translation.objects.get(target_locale=arabic)
    made = translation.get_target_instance()
    assert not made.live
    edit = reverse("wagtailadmin_pages:edit", args=[made.pk])
    fill(translation, {english: arabic for english, arabic in ARABIC.items() if english != "Brussels"})
    said = send(edit, {"action": "publish"})
    assert "1 text is not translated yet" in said
    assert not type(made).objects.get(pk=made.pk).live
    fill(translation, ARABIC)
    send(edit, {"action": "publish"})
    assert type(made).objects.get(pk=made.pk).live


def test_half_a_translation_is_not_published_with_others_either(
    client: Client, source: Any, arabic: Locale, send: Send
) -> None:
    translation = submit(source, arabic)
    translation.save_target(publish=False)
    made = translation.get_target_instance()
    left = f"{len(ARABIC)} texts are not translated yet"
    assert any(left in line for line in incomplete(made.get_latest_revision_as_object()))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for chosen in ({"id": made.pk}, {"id": made.get_parent().pk, "include_descendants": "on"}):
        said = send(f"{address}?id={chosen['id']}", chosen)
        assert left in said
        assert not type(made).objects.get(pk=made.pk).live
    fill(translation, ARABIC)
    translation.save_target(publish=False)
    assert incomplete(made.get_latest_revision_as_object()) == []
    send(f"{address}?id={made.pk}", {"id": made.pk})
    assert type(made).objects.get(pk=made.pk).live


def test_what_is_new_in_the_original_is_not_published_in_its_language(
    client: Client, source: Any, arabic: Locale, send: Send
) -> None:
    translation = submit(source, arabic)
    fill(translation, ARABIC)
    made = publish(translation)
    source.title = "Water has returned"
    source.save_revision().publish()
    send(reverse("wagtail_localize:update_translations", args=[translation.source.pk]), {"publish_translations": "on"})
    content = client.get(made.url_path).content.decode()
    assert "عودة المياه" in content
    assert "Water has returned" not in content


def test_a_po_file_goes_out_and_comes_back(
    client: Client, source: Any, arabic: Locale, people: SimpleNamespace
) -> None:
    translation = submit(source, arabic)
    translation.save_target(publish=False)
    client.login(username="admin", password=PASSWORD)
    taken = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    catalogue = polib.pofile(taken.content.decode())
    for entry in catalogue:
        entry.msgstr = ARABIC[entry.msgid]
    upload(client, translation, str(catalogue).encode())
    assert translation.get_progress() == (len(ARABIC), len(ARABIC))


def upload(client: Client, translation: Translation, content: bytes) -> str:
    """Sends a file as a translator does and returns what the admin says."""
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    made = translation.get_target_instance()
    file = SimpleUploadedFile("ar.po", content)
    sent = {"file": file, "next": reverse("wagtailadmin_pages:edit", args=[made.pk])}
    response = client.post(address, sent, follow=True)
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def test_a_po_file_with_a_broken_placeholder_is_refused_with_its_line(
    client: Client, site: SimpleNamespace, arabic: Locale, people: SimpleNamespace
) -> None:
    body = [("paragraph", '<p>Read <a href="https://example.org/">the report of 2019</a>.</p>')]
    page = NewsPageFactory(parent=site.news, title="{members} members", slug="members", summary="", body=body)
    translation = submit(page, arabic)
    translation.save_target(publish=False)
    client.login(username="admin", password=PASSWORD)
    lost = {"{members} members": "{عضو}", 'Read <a id="a1">the report of 2019</a>.': "اقرأ التقرير"}
    for broken, text in lost.items():
        catalogue = translation.export_po()
        for entry in catalogue:
            entry.msgstr = text if entry.msgid == broken else ""
        sent = str(catalogue)
        (number,) = [
            n for n, line in enumerate(sent.splitlines(), 1) if "msgstr" in line and text.split('"')[0] in line
        ]
        said = upload(client, translation, sent.encode())
        assert any(f"Line {line}: " in said for line in range(number - 3, number + 1)), broken
        assert StringTranslation.objects.count() == 0


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"msgid\n", b'msgid "a"\nmsgstr "b\n', b"x" * 1_000_000])
def test_a_po_file_that_is_none_changes_nothing(
    client: Client, source: Any, arabic: Locale, people: SimpleNamespace, content: bytes
) -> None:
    translation = submit(source, arabic)
    translation.save_target(publish=False)
    client.login(username="admin", password=PASSWORD)
    upload(client, translation, content)
    assert StringTranslation.objects.count() == 0
