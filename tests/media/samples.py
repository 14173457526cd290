"""Documents that carry what readers must not get: names, places, hidden versions."""

import io
import zipfile
import zlib
from typing import Any

import pikepdf
from PIL import Image, PngImagePlugin

SECRET = "Jane Whistle"
TEXT = "Water runs again"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
}
CORE = (
    f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    f"<dc:creator>{SECRET}</dc:creator><cp:lastModifiedBy>{SECRET}</cp:lastModifiedBy></cp:coreProperties>"
)
APP = f"<Properties><Company>{SECRET}</Company><Manager>{SECRET}</Manager></Properties>"


def photo(kind: str = "JPEG", orientation: int = 6) -> bytes:
    """Return a picture with a place, a camera's owner and a comment."""
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x0112], exif[0x013B], exif[0x010F] = orientation, SECRET, "Secret camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (33.0, 18.0, 0.0), 3: "E", 4: (44.0, 22.0, 0.0)})
    options: dict[str, Any] = {"exif": exif}
    if kind == "PNG":
        options["pnginfo"] = PngImagePlugin.PngInfo()
        options["pnginfo"].add_text("Author", SECRET)
    if kind in ("JPEG", "GIF"):
        options["comment"] = SECRET.encode()
    Image.new("RGB", (40, 30), "#A8481F").save(buffer, kind, **options)
    return buffer.getvalue() + (SECRET.encode() if kind == "JPEG" else b"")


def a_pdf(change: Any = None, **options: Any) -> bytes:
    """Return a PDF with one page of text and one photograph, and with all that cleaning takes out."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(200, 200))
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 10 100 Td ({TEXT}) Tj ET".encode())
    picture = pdf.make_stream(photo())
    picture.Type, picture.Subtype, picture.Filter = pikepdf.Name.XObject, pikepdf.Name.Image, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))
    page.PieceInfo = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=SECRET))
    page.Thumb = pdf.make_stream(SECRET.encode())
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{SECRET}')")
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=f"C:/{SECRET}.exe")
    link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(Subtype=pikepdf.Name.Text, T=SECRET, Contents="A remark", M="D:20260101"),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=launch),
            pikepdf.Dictionary(Subtype=pikepdf.Name.Link, A=link),
            pikepdf.Dictionary(Subtype=pikepdf.Name.FileAttachment, Contents=SECRET),
        ]
    )
    pdf.Root.OpenAction = script
    pdf.attachments["notes.txt"] = SECRET.encode()
    pdf.docinfo["/Author"] = SECRET
    with pdf.open_metadata() as metadata:
        metadata["dc:creator"] = [SECRET]
    if change:
        change(pdf)
    buffer = io.BytesIO()
    pdf.save(buffer, **options)
    return buffer.getvalue()


def revised_pdf() -> bytes:
    """Return a PDF whose earlier version, with a name on the page, is still in the file."""
    former = a_pdf()
    hidden = f"\n999 0 obj\n({SECRET} was here)\nendobj\n".encode()
    at = former.rindex(b"startxref")
    start = former[at:].split()[1].decode()
    return former + hidden + f"trailer\n<</Size 1000/Prev {start}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n".encode()


def zipped(parts: dict[str, str | bytes], comment: bytes = SECRET.encode()) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(name, content)
        container.comment = comment
    return buffer.getvalue()


def office_parts(kind: str, extra: dict[str, str | bytes] | None = None) -> dict[str, str | bytes]:
    """Return the parts of an Office file with metadata in all the usual places."""
    main, type_name = MAIN[kind]
    folder = main.split("/")[0]
    content_type = f"application/vnd.openxmlformats-officedocument.{type_name}.main+xml"
    thumbnail = (
        f'<Relationship Id="rId9" Type="{PACKAGE}/relationships/metadata/thumbnail" Target="docProps/thumbnail.jpeg"/>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/{main}" '
        f'ContentType="{content_type}"/><Override PartName="/docProps/custom.xml" ContentType="x"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="{main}"/>{thumbnail}</Relationships>',
        main: body(kind),
        f"{folder}/_rels/{main.split('/')[1]}.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="rId1" Type="{OFFICE}/attachedTemplate" Target="file:///C:/Users/{SECRET}/Normal.dotm" '
        f'TargetMode="External"/><Relationship Id="rId2" Type="{OFFICE}/hyperlink" Target="https://example.org/" '
        f'TargetMode="External"/></Relationships>',
        "docProps/core.xml": CORE,
        "docProps/app.xml": APP,
        "docProps/custom.xml": f"<Properties><property name='Owner'>{SECRET}</property></Properties>",
        "docProps/thumbnail.jpeg": photo(),
        "customXml/item1.xml": f"<x>{SECRET}</x>",
        f"{folder}/media/image1.jpeg": photo(),
        f"{folder}/media/image2.png": photo("PNG"),
    }
    return parts | (extra or {})


def body(kind: str) -> str:
    if kind == "docx":
        return (
            f'<w:document xmlns:w="{WORD}"><w:body><w:p w:rsidR="00AB12CD"><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body>'
            "</w:document>"
        )
    if kind == "xlsx":
        path = f'<a:absPath xmlns:a="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\{SECRET}"/>'
        return f'<workbook><fileSharing userName="{SECRET}"/>{path}<sheet name="{TEXT}"/></workbook>'
    return f"<presentation><t>{TEXT}</t></presentation>"


PEOPLE: dict[str, dict[str, str | bytes]] = {
    "docx": {
        "word/comments.xml": f'<w:comments xmlns:w="{WORD}"><w:comment w:id="0" w:author="{SECRET}" w:initials="{SECRET}" '
        'w:date="2026-01-01T00:00:00Z"><w:p/></w:comment></w:comments>',
        "word/people.xml": f'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person '
        f'w15:author="{SECRET}"/></w15:people>',
        "word/settings.xml": f'<w:settings xmlns:w="{WORD}"><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids></w:settings>',
    },
    "xlsx": {
        "xl/comments1.xml": f"<comments><authors><author>{SECRET}</author></authors></comments>",
        "xl/persons/person.xml": f'<personList><person displayName="{SECRET}" userId="{SECRET}"/></personList>',
    },
    "pptx": {"ppt/commentAuthors.xml": f'<cmAuthorLst><cmAuthor id="0" name="{SECRET}" initials="JW"/></cmAuthorLst>'},
}


def an_office_file(kind: str) -> bytes:
    embedded = {"ppt/embeddings/book.xlsx": zipped(office_parts("xlsx"))} if kind == "pptx" else {}
    return zipped(office_parts(kind, PEOPLE[kind] | embedded))


def an_odt(**extra: str | bytes) -> bytes:
    office = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    parts: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {office}><p>{TEXT}</p><office:annotation><dc:creator>{SECRET}"
        "</dc:creator><dc:date>2026-01-01</dc:date></office:annotation></office:document-content>",
        "meta.xml": f"<office:document-meta {office}><dc:creator>{SECRET}</dc:creator></office:document-meta>",
        "Thumbnails/thumbnail.png": photo("PNG"),
        "Pictures/one.jpg": photo(),
        "Versions/Version1": SECRET,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="Versions/Version1"/>'
        '<m:file-entry m:full-path="content.xml"/></m:manifest>',
    }
    return zipped(parts | {name.replace("__", "/"): value for name, value in extra.items()})


def everything_in(content: bytes) -> bytes:
    """Return a document with all that it holds unpacked, as somebody who searches it would."""
    found = [content]
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            found += [container.comment, *(everything_in(container.read(name)) for name in container.namelist())]
    elif content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    found.append(item.read_raw_bytes())
                found.append(item.unparse(resolved=True))
        found += [_inflated(part) for part in content.split(b"stream\n")]
    return b"\n".join(found)


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data)
    except zlib.error:
        return b""
