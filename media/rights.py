"""Who made an image and on what terms it may be shown, as EXIF and XMP data within its files."""

import hashlib
import re
from dataclasses import astuple, dataclass
from xml.sax.saxutils import escape

from PIL import Image

from media.containers import JPEG_EXIF_PREFIX

# Counts how files are made: raise it when a change to this app means that stored files must be made again.
VERSION = 1
_EXIF_ARTIST, _EXIF_COPYRIGHT = 0x013B, 0x8298
_NOT_IN_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/">\
{fields}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>"""


@dataclass(frozen=True)
class Rights:
    """What readers are told about an image's author and terms, within the file itself.

    Attributes:
        creator: Who made it; empty if unknown.
        notice: The copyright notice.
        licence_url: Where the licence can be read; empty if it has no address.
    """

    creator: str = ""
    notice: str = ""
    licence_url: str = ""

    @property
    def key(self) -> str:
        """A short key that differs as soon as anything in the files has to differ."""
        digest = hashlib.sha256("\0".join(astuple(self)).encode()).hexdigest()
        return f"{VERSION}:{digest[:32]}"

    @property
    def exif(self) -> bytes:
        """EXIF data with the artist and the copyright notice, in UTF-8."""
        data = Image.Exif()
        # Bytes, because Pillow replaces every letter beyond ASCII with a question mark.
        for tag, text in ((_EXIF_ARTIST, self.creator), (_EXIF_COPYRIGHT, self.notice)):
            if text:
                data[tag] = text.encode()
        return data.tobytes().removeprefix(JPEG_EXIF_PREFIX)

    @property
    def xmp(self) -> bytes:
        """An XMP packet with the creator, the credit, the copyright notice and the licence's address."""
        fields = ""
        if self.creator:
            fields += f"<dc:creator><rdf:Seq><rdf:li>{_xml(self.creator)}</rdf:li></rdf:Seq></dc:creator>"
            fields += f"<photoshop:Credit>{_xml(self.creator)}</photoshop:Credit>"
        if self.notice:
            item = f'<rdf:li xml:lang="x-default">{_xml(self.notice)}</rdf:li>'
            fields += f"<dc:rights><rdf:Alt>{item}</rdf:Alt></dc:rights>"
        if self.licence_url:
            fields += f"<xmpRights:WebStatement>{_xml(self.licence_url)}</xmpRights:WebStatement>"
        return _XMP.format(fields=fields).encode()


def is_current(key: str) -> bool:
    """Return whether files with a rights key were made by this version, whatever their rights.

    Args:
        key: What ``Rights.key`` was when the files were made.
    """
    return key.startswith(f"{VERSION}:")


def _xml(text: str) -> str:
    return escape(_NOT_IN_XML.sub("", text))
