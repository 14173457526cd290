"""Documents are stored without metadata, or refused with the reason."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.models import Collection, UploadedFile

from media.documents.cleaning import clean_document
from media.documents.pictures import strip_picture
from media.documents.refusal import DocumentRefusedError
from tests.media import samples
from tests.media.samples import SECRET, TEXT, a_pdf, an_odt, an_office_file, everything_in, office_parts, zipped

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512
DIRTY = {
    "a.pdf": a_pdf(),
    "linear.pdf": a_pdf(linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "revised.pdf": samples.revised_pdf(),
    "a.docx": an_office_file("docx"),
    "a.xlsx": an_office_file("xlsx"),
    "a.pptx": an_office_file("pptx"),
    "a.odt": an_odt(),
}
WORD = samples.WORD
DELETED = f'<w:document xmlns:w="{WORD}"><w:p><w:del w:author="x"/></w:p></w:document>'
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><x>&a;</x>'


def signed(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Extra = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=[0, 1, 2, 3], Contents=b"signature")


def a_bomb(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Extra = pdf.make_stream(b"\0" * (201 * 1024 * 1024))


def docx(**extra: str | bytes) -> bytes:
    return zipped(office_parts("docx", {name.replace("__", "/"): value for name, value in extra.items()}))


REFUSED = {
    "not a PDF": ("a.pdf", b"text", "isn't a PDF"),
    "empty": ("a.pdf", b"", "empty"),
    "truncated PDF": ("a.pdf", a_pdf()[:-900], "incomplete"),
    "PDF with a password": ("a.pdf", a_pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "password"),
    "protected PDF": ("a.pdf", a_pdf(encryption=pikepdf.Encryption(user="", owner="b")), "protected"),
    "signed PDF": ("a.pdf", a_pdf(signed), "signed"),
    "PDF bomb": ("a.pdf", a_pdf(a_bomb), "too large"),
    "broken PDF": ("a.pdf", b"%PDF-1.7\nnothing\n%%EOF", "damaged"),
    "Word with a password": ("a.docx", OLD_WORD, "password"),
    "truncated Word": ("a.docx", an_office_file("docx")[:-200], "damaged"),
    "Excel called Word": ("a.docx", an_office_file("xlsx"), "another type"),
    "PDF called Word": ("a.docx", a_pdf(), "damaged"),
    "macros": ("a.docx", docx(word__vbaProject=b"x"), "macros"),
    "ActiveX": ("a.docx", docx(word__activeX__activeX1=b"x"), "macros"),
    "tracked changes": ("a.docx", zipped(office_parts("docx") | {"word/document.xml": DELETED}), "tracked changes"),
    "entities": ("a.docx", zipped(office_parts("docx") | {"word/document.xml": ENTITIES}), "entity"),
    "video": ("a.pptx", zipped(office_parts("pptx") | {"ppt/media/film.mp4": b"\0\0\0\x18ftypmp42"}), "film.mp4"),
    "embedded program": ("a.docx", docx(word__embeddings__oleObject1=b"x"), "oleObject1"),
    "signed Word": ("a.docx", docx(_xmlsignatures__sig1=b"x"), "signed"),
    "data connection": ("a.xlsx", zipped(office_parts("xlsx") | {"xl/connections.xml": "<x/>"}), "connected"),
    "zip bomb": ("a.docx", zipped(office_parts("docx") | {"word/x.xml": b"\0" * (201 * 1024 * 1024)}), "too large"),
    "many entries": ("a.docx", zipped({f"word/{n}.xml": "" for n in range(5_001)}), "too large"),
    "odt with a password": ("a.odt", an_odt(**{"META-INF__manifest.xml": "<encryption-data/>"}), "password"),
    "odt with macros": ("a.odt", an_odt(**{"Basic__script-lc.xml": "<x/>"}), "macros"),
    "not an odt": ("a.odt", an_office_file("docx"), "another type"),
    "archive": ("a.zip", zipped({"a.csv": "a"}), "type"),
    "archive called CSV": ("a.csv", zipped({"a.csv": "a"}), "isn't a CSV"),
    "program called CSV": ("a.csv", b"MZ\0\0", "isn't a CSV"),
}


def is_clean(content: bytes) -> bool:
    found = everything_in(content)
    return not any(
        word in found for word in (SECRET.encode(), b"Secret camera", b"00AB12CD", b"/JavaScript", b"/Launch")
    )


@pytest.mark.parametrize("name", DIRTY)
def test_cleaning_keeps_the_text_and_nothing_about_people(name: str) -> None:
    assert not is_clean(DIRTY[name])
    cleaned = clean_document(DIRTY[name], name, "Our title")
    found = everything_in(cleaned)
    assert is_clean(cleaned)
    assert TEXT.encode() in found
    assert b"Our title" in found
    assert b"Global Coalition against Daesh" in found
    assert name.endswith("odt") or b"https://example.org/" in found
    assert clean_document(cleaned, name, "Our title") == cleaned


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_cleaned_is_refused_with_the_reason(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentRefusedError, match=reason):
        clean_document(content, name, "")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "TIFF"])
def test_pictures_in_documents_stay_as_they_look(kind: str) -> None:
    picture = samples.photo(kind)
    stripped = strip_picture(picture, f"image.{kind.lower()}")
    assert SECRET.encode() not in stripped
    with Image.open(io.BytesIO(picture)) as before, Image.open(io.BytesIO(stripped)) as after:
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
        assert 0x8825 not in after.getexif()
        if kind == "JPEG":
            assert after.getexif().get(0x0112) == 6
    assert strip_picture(stripped, f"image.{kind.lower()}") == stripped


def by_form(client: Client, file: Any) -> None:
    client.post(reverse("wagtaildocs:add"), {"title": "Report", "collection": root(), "file": file})


def among_many(client: Client, file: Any) -> None:
    client.post(reverse("wagtaildocs:add_multiple"), {"title": "Report", "collection": root(), "files[]": file})


def in_the_chooser(client: Client, file: Any) -> None:
    prefix = "document-chooser-upload-"
    data = {f"{prefix}title": "Report", f"{prefix}collection": root(), f"{prefix}file": file}
    client.post(reverse("wagtaildocs_chooser:create"), data)


def as_a_replacement(client: Client, file: Any) -> None:
    document = Document.objects.create(title="Report", file=ContentFile(b"name\n", name="list.csv"))
    data = {"title": "Report", "collection": root(), "file": file}
    client.post(reverse("wagtaildocs:edit", args=[document.pk]), data)


def after_another_field(client: Client, file: Any) -> None:
    data = {"title": "x" * 300, "collection": root(), "files[]": file}
    client.post(reverse("wagtaildocs:add_multiple"), data)
    upload = UploadedFile.objects.get()
    assert is_clean(upload.file.read())
    prefix = f"uploaded-document-{upload.pk}-"
    url = reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[upload.pk])
    client.post(url, {f"{prefix}title": "Report", f"{prefix}collection": root()})


def in_code(client: Client, file: Any) -> None:
    Document(title="Report", file=file).save()


def in_bulk(client: Client, file: Any) -> None:
    Document.objects.bulk_create([Document(title="Report", file=file, collection_id=root())])


def by_the_field(client: Client, file: Any) -> None:
    document = Document(title="Report")
    document.file.save(file.name, file)


def root() -> int:
    return Collection.get_first_root_node().pk


PATHS = [by_form, among_many, in_the_chooser, as_a_replacement, after_another_field, in_code, in_bulk, by_the_field]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_every_path_stores_documents_clean(people: SimpleNamespace, path: Any, name: str) -> None:
    client = Client()
    client.force_login(people.editor)
    path(client, SimpleUploadedFile(name, DIRTY[name]))
    document = Document.objects.get()
    content = Path(document.file.path).read_bytes()
    assert is_clean(content)
    assert document.get_file_size() == len(content)
    expected = document.file_hash
    document._set_file_hash()
    assert document.file_hash == expected


def test_a_form_says_why_a_file_is_refused(people: SimpleNamespace) -> None:
    client = Client()
    client.force_login(people.editor)
    name, content, reason = REFUSED["macros"]
    data = {"title": "Report", "collection": root()}
    page = client.post(reverse("wagtaildocs:add"), {**data, "file": SimpleUploadedFile(name, content)})
    assert reason in page.content.decode()
    answer = client.post(reverse("wagtaildocs:add_multiple"), {**data, "files[]": SimpleUploadedFile(name, content)})
    assert reason in answer.json()["error_message"]
    assert not Document.objects.exists()
    with pytest.raises(DocumentRefusedError, match=reason):
        Document.objects.create(title="Report", file=ContentFile(content, name=name))


def test_a_new_title_is_written_into_the_file(people: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    document = Document.objects.create(title=f"{SECRET} draft", file=ContentFile(DIRTY["a.pdf"], name="a.pdf"))
    former, address = Path(document.file.path), document.url
    with django_capture_on_commit_callbacks(execute=True):
        document.title = "Report"
        document.save()
    document.refresh_from_db()
    content = Path(document.file.path).read_bytes()
    assert is_clean(content)
    assert b"Report" in everything_in(content)
    assert document.file_size == len(content)
    assert not former.exists()
    assert document.url == address


def test_the_command_cleans_what_was_stored_before(site: SimpleNamespace, capsys: Any) -> None:
    documents = {}
    for name in ("a.pdf", "a.docx", "a.zip", "a.csv"):
        document = Document(title="Report", collection_id=root())
        content = DIRTY.get(name, REFUSED["archive"][1] if name == "a.zip" else b"name\n")
        document.file.name = document.file.storage.save(f"documents/{name}", ContentFile(content))
        document.save()
        documents[name] = document
    call_command("clean_documents", "--dry-run")
    assert "4 documents: 2 would be cleaned, 1 refused" in capsys.readouterr().out
    call_command("clean_documents", after=documents["a.pdf"].pk)
    assert "3 documents: 1 cleaned, 1 refused" in capsys.readouterr().out
    call_command("clean_documents")
    assert "4 documents: 1 cleaned, 1 refused" in capsys.readouterr().out
    for name in ("a.pdf", "a.docx"):
        documents[name].refresh_from_db()
        assert is_clean(Path(documents[name].file.path).read_bytes())
    call_command("clean_documents")
    assert "4 documents: 0 cleaned, 1 refused" in capsys.readouterr().out


def test_a_pdf_keeps_its_outline_and_its_structure() -> None:
    def structure(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root += [pikepdf.OutlineItem("First", 0), pikepdf.OutlineItem("Second", 0)]
        cell = pikepdf.Dictionary(O=pikepdf.Name.Table, Scope=pikepdf.Name.Row)
        heading = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.TH, A=cell)
        pdf.Root.StructTreeRoot = pikepdf.Dictionary(K=pdf.make_indirect(heading))
        local = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=f"file:///C:/Users/{SECRET}/report.docx")
        following = pikepdf.Dictionary(S=pikepdf.Name.GoTo, Next=pikepdf.Array([local]))
        pdf.pages[0].Annots.append(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=local))
        pdf.pages[0].Annots.append(pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=following))

    cleaned = clean_document(a_pdf(structure), "a.pdf", "")
    assert is_clean(cleaned)
    with pikepdf.open(io.BytesIO(cleaned)) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == ["First", "Second"]
        assert pdf.Root.StructTreeRoot.K.A.Scope == pikepdf.Name.Row


def test_a_picture_with_padding_or_several_scans_stays_whole() -> None:
    buffer = io.BytesIO()
    Image.effect_mandelbrot((64, 64), (-2, -1, 1, 1), 50).convert("RGB").save(buffer, "JPEG", progressive=True)
    whole = buffer.getvalue()
    assert strip_picture(whole + SECRET.encode(), "a.jpg") == whole
    padded = whole[:-2] + b"\xff" + whole[-2:]
    assert strip_picture(padded + SECRET.encode(), "a.jpg") == padded
