"""The interface is translated whole, and a translation that breaks something is refused with its line."""

import datetime as dt
import shutil
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import ngettext

from local import messages

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=n > 1;\\n"\n\n'


def test_every_language_but_the_first_has_its_file() -> None:
    codes = {code for code, _name in settings.LANGUAGES} - {settings.LANGUAGE_CODE}
    assert {file.parent.parent.name for file in messages.files()} == codes


def test_nothing_is_missing_doubtful_or_broken() -> None:
    assert [problem for file in messages.files() for problem in messages.problems(file)] == []


def test_every_text_of_the_code_is_in_the_files(tmp_path: Path) -> None:
    for name in messages.ROOT.iterdir():
        if name.name not in messages.IGNORED and not name.name.startswith("."):
            copy = shutil.copytree if name.is_dir() else shutil.copy
            copy(name, tmp_path / name.name)
    messages.extract(tmp_path)
    for file in messages.files(tmp_path / "locale"):
        new = [entry.msgid for entry in polib.pofile(str(file)) if not entry.translated()]
        assert new == [], "run make messages and translate these"


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('msgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"\n', "placeholders"),
        ('msgid "Hello %(name)s"\nmsgstr "Bonjour"\n', "placeholders"),
        ('msgid "Hello {name}"\nmsgstr "Bonjour {}"\n', "placeholders"),
        ('msgid "<b>Hello</b>"\nmsgstr "<i>Bonjour</i>"\n', "tags"),
        ('msgid "Hello"\nmsgstr ""\n', "not translated"),
        ('#, fuzzy\nmsgid "Hello"\nmsgstr "Bonjour"\n', "fuzzy"),
        ('msgid "%(n)d day"\nmsgid_plural "%(n)d days"\nmsgstr[0] "un jour"\n', "forms"),
        ('#~ msgid "Hello"\n#~ msgstr "Bonjour"\n', "not in the code"),
    ],
)
def test_a_broken_translation_is_refused_with_its_line(tmp_path: Path, entry: str, said: str) -> None:
    file = tmp_path / "django.po"
    file.write_text(HEAD + entry, encoding="utf-8")
    messages.compile_file(file)
    (problem,) = messages.problems(file)
    assert problem.startswith(f"{file}:6: ")
    assert said in problem


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"msgid\n", b'msgid "a"\nmsgstr "b\n', b"\x00" * 1000])
def test_a_file_that_is_none_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "django.po"
    file.write_bytes(content)
    (problem, *more) = messages.problems(file)
    assert str(file) in problem
    assert "\n" not in problem
    assert not [problem for problem in more if "compiled" not in problem]


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أخبار"),
        (1, "خبر واحد"),
        (2, "خبران"),
        (3, "3 أخبار"),
        (10, "10 أخبار"),
        (11, "11 خبرًا"),
        (99, "99 خبرًا"),
        (100, "100 خبر"),
        (103, "103 أخبار"),
    ],
)
def test_arabic_counts_in_its_own_forms(count: int, said: str) -> None:
    with translation.override("ar"):
        text = ngettext("%(counter)s piece of news", "%(counter)s pieces of news", count) % {"counter": count}
    assert text == said


def test_april_is_written_in_dates_as_in_texts() -> None:
    with translation.override("ar"):
        assert date_format(dt.date(2019, 4, 12)) == "12 أبريل 2019"


def test_arabic_numbers_have_a_dot_and_a_comma() -> None:
    with translation.override("ar"):
        assert number_format(4.25, decimal_pos=1) == "4.2"
        assert number_format(2647, force_grouping=True) == "2,647"
