"""What people leave in Office files where nobody looks."""

import io

from PIL import Image

from media.documents.cleaning import clean_document
from media.documents.pictures import strip_picture
from tests.around import helpers as h


def test_no_account_of_a_person_in_word() -> None:
    people_part = (
        b'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="Jane Doe">'
        b'<w15:presenceInfo w15:providerId="AD" w15:userId="S::jane.doe@ministry.example::0a1b"/></w15:person></w15:people>'
    )
    body = b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    file = h.office(
        "wordprocessingml.document", "word/document.xml", word__document_xml=body, word__people_xml=people_part
    )
    assert b"jane.doe" not in h.unpacked(clean_document(file, "a.docx", "A"))


def test_nobody_who_refreshed_a_pivot_table_in_excel() -> None:
    namespace = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    pivot = b"<pivotCacheDefinition " + namespace + b' refreshedBy="Jane Doe" refreshedDate="45000.1"/>'
    file = h.office(
        "spreadsheetml.sheet",
        "xl/workbook.xml",
        xl__workbook_xml=b"<workbook " + namespace + b"/>",
        xl__pivotCache__pivotCacheDefinition1_xml=pivot,
    )
    assert b"Jane Doe" not in h.unpacked(clean_document(file, "a.xlsx", "A"))


def test_no_camera_in_a_picture_that_is_named_bmp() -> None:
    buffer, exif = io.BytesIO(), Image.Exif()
    exif[0x010F] = "Jane's camera"
    Image.new("RGB", (20, 20)).save(buffer, "WEBP", exif=exif)
    assert b"Jane's camera" not in strip_picture(buffer.getvalue(), "word/media/image1.bmp")
