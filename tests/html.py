"""Reading HTML in tests."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib

XHTML = "{http://www.w3.org/1999/xhtml}"


def parse(content: bytes) -> Element:
    """Parses a page; anything that the standard calls an error fails."""
    return html5lib.HTMLParser(strict=True).parse(content.decode())


def elements(tree: Element, *names: str) -> Iterator[Element]:
    wanted = {XHTML + name for name in names}
    return (element for element in tree.iter() if element.tag in wanted)


def text_of(element: Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()
