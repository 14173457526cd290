"""A further language is a setting and a translation file away: Kurdish (Sorani), which is read from the right too."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.translation import trans_real
from wagtail.models import Locale

from tests.factories import NewsPageFactory
from tests.html import elements, parse
from tests.pages.test_languages import translate

KURDISH = ("ckb", "کوردی")
CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Skip to the content"
msgstr "بڕۆ بۆ ناوەڕۆک"
"""


@pytest.fixture
def kurdish(settings: LazySettings, tmp_path: Path, site: object) -> None:
    """Adds the language and its catalogue, as decision 0018 says."""
    folder = tmp_path / "ckb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    folder.joinpath("django.po").write_text(CATALOGUE)
    subprocess.run(["msgfmt", "-o", folder / "django.mo", folder / "django.po"], check=True)
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = [*settings.LANGUAGES, KURDISH]
    trans_real._translations.pop("ckb", None)


def test_pages_are_translated_into_it(client: Client, site: SimpleNamespace, kurdish: None) -> None:
    locale = Locale.objects.create(language_code="ckb")
    translate(site.home, locale, slug="ckb")
    news = translate(site.news, locale, title="هەواڵ", slug="هەواڵ")
    translate(NewsPageFactory(parent=site.news), locale, title="هەواڵی نوێ", slug="نوێ")
    content = client.get("/ckb/").content
    assert '<html lang="ckb" dir="rtl">' in content.decode()
    assert "بڕۆ بۆ ناوەڕۆک" in content.decode()
    assert {link.get("hreflang") for link in elements(parse(content), "link")} >= {"en", "ckb"}
    assert "کوردی" in client.get("/en/").content.decode()
    assert "هەواڵی <mark>نوێ</mark>" in client.get("/ckb/search/", {"q": "نوێ"}).content.decode()
    assert "هەواڵی نوێ" in client.get(news.url_path).content.decode()
    assert client.get("/", headers={"accept-language": "ckb, en;q=0.5"})["location"] == "/ckb/"


def test_it_needs_no_migration() -> None:
    """In a process of its own, because models are made when they are first read."""
    ran = subprocess.run(
        [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.fourth_language"},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
