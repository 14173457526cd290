"""How much room a kept page takes: the page and the files that it names, as `static/js/kept.js` keeps them."""

import copy
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import Storage, default_storage
from django.http import HttpRequest, QueryDict
from django.utils import translation
from wagtail.models import Page

from pages import routing

KEPT_FOR_SECONDS = 3600
# Of a picture's sizes the smallest one that is at least this wide is kept, in this format where there is one.
PICTURE_WIDTH = 400
PICTURE_FORMAT = "image/webp"
SIZE = re.compile(r"(\S+) (\d{1,5})w")


def weigh(page: Page, request: HttpRequest) -> dict[str, int]:
    """Returns the bytes of a page and of each file that it needs, by their addresses; found out once an hour.

    Args:
        page: A live page.
        request: Any request for this site.

    Returns:
        The bytes; nothing where the page cannot be read.
    """
    published = page.last_published_at.timestamp() if page.last_published_at else 0
    key = f"offline.weight:{page.pk}:{published}"
    weights: dict[str, int] = cache.get(key) or _weigh(page, request)
    cache.set(key, weights, KEPT_FOR_SECONDS)
    return weights


def _weigh(page: Page, request: HttpRequest) -> dict[str, int]:
    language = page.locale.language_code
    plain = copy.copy(request)
    plain.GET = QueryDict()
    plain.path = plain.path_info = page.url_path
    shown = routing.find_live_page(language, page.url_path.removeprefix(f"/{language}/"))
    if shown is None:
        return {}
    with translation.override(language):
        content: bytes = shown.serve(plain).render().content
    return {page.url_path: len(content)} | {address: _size_of(address) for address in needed_files(content.decode())}


def needed_files(html: str) -> set[str]:
    """Returns the addresses of the files that a page needs when it is kept.

    Args:
        html: The page.
    """
    page = BeautifulSoup(html, "html.parser")
    named = page.select("script[src], link[rel=stylesheet], link[rel=preload], svg use[href]")
    files = {str(element.get("src") or element.get("href")).partition("#")[0] for element in named}
    return files | {address for image in page.select("img") if (address := _kept_picture(image))}


def _kept_picture(image: Tag) -> str:
    """Returns the address at which a picture is kept; empty where it has none."""
    picture = image.find_parent("picture")
    source = picture.select_one(f"source[type='{PICTURE_FORMAT}']") if picture else None
    sizes = str((source or image).get("srcset", ""))
    return _kept_size(sizes) or str(image.get("src", ""))


def _kept_size(srcset: str) -> str:
    """Returns the address of the size that is kept of a picture; empty where it has only one."""
    sizes = sorted((int(width), address) for address, width in SIZE.findall(srcset))
    wide = [address for width, address in sizes if width >= PICTURE_WIDTH]
    return (wide or [address for _width, address in reversed(sizes)] or [""])[0]


def _size_of(address: str) -> int:
    """Returns the bytes of a file of this site; 0 for any other and for one that is not there."""
    path = unquote(urlsplit(address).path)
    for prefix, storage in ((settings.STATIC_URL, staticfiles_storage), (settings.MEDIA_URL, default_storage)):
        if path.startswith(prefix):
            return _size_in(storage, path.removeprefix(prefix))
    return 0


def _size_in(storage: Storage, name: str) -> int:
    """Returns the bytes of a stored file, or of a static one that has not been collected; 0 where there is none."""
    try:
        return storage.size(name)
    except (OSError, SuspiciousFileOperation):
        found = finders.find(name) if storage is staticfiles_storage else None
        return Path(found).stat().st_size if isinstance(found, str) else 0
