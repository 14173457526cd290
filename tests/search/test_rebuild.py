"""Rebuilding the index: whole, stopped and gone on with, while others publish."""

import io
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models.signals import post_save
from wagtail.models import Page

from search import rebuilding
from search.models import Entry, Rebuild, Word
from search.signals import note_page
from tests.factories import NewsPageFactory
from tests.search.asking import ask, titles


def rebuild(**options: Any) -> str:
    output = io.StringIO()
    call_command("rebuild_search", stdout=output, **options)
    return output.getvalue()


@pytest.fixture
def twelve(site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Twelve news pages, and batches of five."""
    monkeypatch.setattr(rebuilding, "BATCH", 5)
    for number in range(12):
        NewsPageFactory(parent=site.news, title=f"Zerzevan {number}", tags=["fort"])
    return site


def snapshot() -> list[tuple[Any, ...]]:
    fields = ("pk", "language", "kind", "date", "precision", "lines", "regions", "vector", "title_words", "text")
    return list(Entry.objects.order_by("pk").values_list(*fields))


def test_a_rebuilt_index_is_the_index(twelve: SimpleNamespace) -> None:
    before = snapshot()
    Entry.objects.all().delete()
    assert titles("q=zerzevan") == []
    said = rebuild()
    assert snapshot() == before
    assert f"{len(before)} pages indexed in" in said
    assert "a second" in said


def test_what_is_of_no_live_page_goes(twelve: SimpleNamespace, django_capture_on_commit_callbacks: Any) -> None:
    gone = Page.objects.get(title="Zerzevan 3")
    Page.objects.filter(pk=gone.pk).update(live=False)
    Word.objects.create(language="en", word="nobody", sound="nubudi")
    with django_capture_on_commit_callbacks(execute=True):
        rebuild()
    assert not Entry.objects.filter(pk=gone.pk).exists()
    words = set(Word.objects.values_list("word", flat=True))
    assert "nobody" not in words
    assert "zerzevan" in words


def test_it_goes_on_where_it_was_stopped(twelve: SimpleNamespace) -> None:
    Entry.objects.all().delete()
    total = Page.objects.live().filter(depth__gt=1).count()
    steps = rebuilding.rebuild()
    assert [next(steps).done, next(steps).done] == [0, 5]
    steps.close()
    assert Entry.objects.count() == 5
    Entry.objects.all().delete()  # so that it shows that nothing is done twice
    assert [progress.done for progress in rebuilding.rebuild()] == [5, 10, 15, total]
    assert Entry.objects.count() == total - 5
    assert Rebuild.unfinished() is None
    assert rebuilding.rebuild().send(None).done == 0


def test_it_can_begin_anew(twelve: SimpleNamespace) -> None:
    steps = rebuilding.rebuild()
    next(steps), next(steps)
    steps.close()
    Entry.objects.all().delete()
    rebuild(restart=True)
    assert Entry.objects.count() == Page.objects.live().filter(depth__gt=1).count()


def test_ctrl_c_says_how_far_it_came(twelve: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(restart: bool) -> Any:
        yield rebuilding.Progress(5, 18)
        raise KeyboardInterrupt

    monkeypatch.setattr(rebuilding, "rebuild", stopped)
    output = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("rebuild_search", stdout=output)
    assert ended.value.code == 130
    assert output.getvalue().strip() == "Stopped at 5 of 18 pages; run it again and it goes on there."


def test_a_terminal_sees_a_bar(twelve: SimpleNamespace) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    output = Terminal()
    call_command("rebuild_search", stdout=output)
    total = Page.objects.live().filter(depth__gt=1).count()
    assert f"{'█' * 40} {total} of {total} pages" in output.getvalue()


def test_only_what_is_missing(twelve: SimpleNamespace) -> None:
    assert rebuild(missing=True) == ""
    Entry.objects.filter(page__title="Zerzevan 4").delete()
    post_save.disconnect(dispatch_uid="search.page")
    try:
        NewsPageFactory(parent=twelve.news, title="Zerzevan 12")
    finally:
        post_save.connect(note_page, dispatch_uid="search.page")
    assert rebuild(missing=True).startswith("2 pages indexed")
    assert ask("q=zerzevan").count == 13


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_page_that_somebody_is_changing_is_waited_for(site: SimpleNamespace) -> None:
    """What is published while the index is rebuilt is never written over by what was there before."""
    page = NewsPageFactory(parent=site.news, title="Former")
    is_locked, has_rebuilt = threading.Event(), threading.Event()

    def rebuild_elsewhere() -> None:
        try:
            is_locked.wait(10)
            for _progress in rebuilding.rebuild():
                pass
        finally:
            has_rebuilt.set()
            connection.close()

    other = threading.Thread(target=rebuild_elsewhere)
    other.start()
    with transaction.atomic():
        page.title = "Renewed"
        page.save_revision().publish()
        is_locked.set()
        assert not has_rebuilt.wait(1.5)
    other.join(20)
    assert has_rebuilt.is_set()
    assert titles("q=renewed") == ["Renewed"]
    assert titles("q=former") == []
