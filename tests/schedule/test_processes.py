"""Real scheduler processes against real PostgreSQL: never twice, never lost."""

import datetime as dt
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.utils import timezone
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from local import postgres
from news.models import NewsPage
from publishing import hold
from schedule.models import Action, Outcome, Release
from schedule.releases import building, planning
from tests.factories import NewsPageFactory
from tests.schedule.releasing import pages_in_three_languages

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture(autouse=True)
def without_tasks(settings: Any) -> None:
    """Leaves search and reference indexes alone: making hundreds of pages is no part of what is tested here."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@contextmanager
def schedulers(
    count: int,
    kills: int = 0,
    url: str = "",
    skew: float = 0,
    loop: str = "schedule.clock.scheduler",
    **environment_besides: str,
) -> Iterator[subprocess.Popen[str]]:
    """Runs schedulers on this test's database, or on that of an address, on a machine whose clock is ``skew`` s ahead.

    Another ``loop`` of the project can run in their place.
    """
    server = postgres.server("test-postgres", fast=True)
    environment = os.environ | {
        "DATABASE_URL": url or server.url(str(connection.settings_dict["NAME"])),
        "DJANGO_SETTINGS_MODULE": "coalition.settings.production",
        **environment_besides,
    }
    command = [sys.executable, "-m", "tests.schedule.forking", str(count), str(kills), str(skew), loop]
    process = subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a pipe that nobody reads would stop them once it is full
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout
        assert process.stdin
        seen = ""
        while "running" not in seen:
            line = process.stdout.readline()
            assert line, seen
            seen += line
        yield process
        process.stdin.close()
        printed = process.stdout.read()
        assert process.wait(20) == 0, printed
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition: Callable[[], Any], seconds: float) -> None:
    """Waits for something to become true."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def planned(site: SimpleNamespace, count: int) -> list[Page]:
    """Returns drafts that wait for a go-live."""
    pages = [NewsPageFactory(parent=site.news, live=False) for _ in range(count)]
    for page in pages:
        page.go_live_at = timezone.now() + dt.timedelta(days=1)
        page.save_revision().publish(log_action=False)
    return pages


def all_at(instant: dt.datetime, pages: Sequence[int] = ()) -> None:
    """Moves every go-live, or those of some pages, to one instant, as approving a new revision of each would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_revision SET approved_go_live_at = %s,"
            " content = jsonb_set(content, '{go_live_at}', to_jsonb(%s::text))"
            " WHERE approved_go_live_at IS NOT NULL AND (%s OR object_id = ANY(%s))",
            [instant, instant.isoformat(), not pages, [str(pk) for pk in pages]],
        )


def each_went_live_once(pages: list[Page], release: Sequence[Page] = ()) -> None:
    """Checks that every page is live, with one history entry and one outcome; those of a release have one as well."""
    ids = [page.pk for page in pages]
    together = [page.pk for page in release]
    assert Page.objects.live().filter(pk__in=together).count() == len(together)
    done = PageLogEntry.objects.filter(action="schedule.release_done").values_list("page_id", flat=True)
    assert sorted(done) == sorted(together)
    assert NewsPage.objects.live().filter(pk__in=ids).count() == len(pages)
    entries = PageLogEntry.objects.filter(action="wagtail.publish.scheduled").values_list("page_id", flat=True)
    assert sorted(entries) == sorted(ids)
    assert sorted(int(pk) for pk in Outcome.objects.values_list("object_id", flat=True)) == sorted(ids + together)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    assert not ModelLogEntry.objects.filter(action="wagtail.publish.scheduled").exists()


def test_two_schedulers_publish_each_of_200_once(site: SimpleNamespace) -> None:
    pages = planned(site, 200)
    with schedulers(2):
        all_at(timezone.now() + dt.timedelta(seconds=3))
        until(lambda: Outcome.objects.count() == 200, 120)
    each_went_live_once(pages)


def test_killed_at_random_instants_it_loses_and_repeats_nothing(site: SimpleNamespace) -> None:
    pages = planned(site, 500)
    all_at(timezone.now())
    with schedulers(1, kills=50) as process:
        assert process.stdout
        until(lambda: Outcome.objects.count() == 500, 400)
        while "killed" not in process.stdout.readline():
            pass
    each_went_live_once(pages)


def test_a_changed_schedule_wakes_it_at_once(site: SimpleNamespace) -> None:
    page = planned(site, 1)[0]
    with schedulers(1):
        time.sleep(1)  # asleep until tomorrow
        all_at(timezone.now() + dt.timedelta(seconds=1))
        until(lambda: NewsPage.objects.live().filter(pk=page.pk).exists(), 20)
        type(page).objects.filter(pk=page.pk).update(expire_at=timezone.now())
        until(lambda: not NewsPage.objects.live().filter(pk=page.pk).exists(), 20)


def test_it_goes_on_after_its_connections_were_cut(site: SimpleNamespace) -> None:
    pages = planned(site, 60)
    with schedulers(2):
        all_at(timezone.now())
        for _ in range(5):
            time.sleep(0.3)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
        until(lambda: Outcome.objects.count() == 60, 90)
    each_went_live_once(pages)


def test_a_hold_stops_go_lives_and_lifting_it_lets_them_go(site: SimpleNamespace, people: SimpleNamespace) -> None:
    page = planned(site, 1)[0]
    hold.hold_everything(people.moderator, "A threat to a person in a story")
    all_at(timezone.now())
    with schedulers(1):
        time.sleep(1.5)
        assert not NewsPage.objects.live().filter(pk=page.pk).exists()
        assert hold.lift(people.moderator)
        until(lambda: NewsPage.objects.live().filter(pk=page.pk).exists(), 20)


def test_two_schedulers_do_a_release_in_three_languages_once(site: SimpleNamespace, people: SimpleNamespace) -> None:
    release = Release.objects.create(name="Together")
    pages = pages_in_three_languages(20)
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    release.refresh_from_db()
    at = timezone.now() + dt.timedelta(seconds=5)
    planning.schedule(release, at, user=people.moderator, expected=release.version)
    seen: set[int] = set()

    def live() -> int:
        seen.add(Page.objects.live().filter(pk__in=[page.pk for page in pages]).count())
        return max(seen)

    with schedulers(2):
        until(lambda: live() == 20, 60)
        time.sleep(1)
    assert seen == {0, 20}  # no reader ever saw a part of it
    entries = PageLogEntry.objects.filter(action="schedule.release_done").values_list("page_id", flat=True)
    assert sorted(entries) == sorted(page.pk for page in pages)
    assert Outcome.objects.count() == 20


def test_killed_in_the_middle_of_a_release_it_is_done_whole_and_once(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    release = Release.objects.create(name="Together")
    pages = pages_in_three_languages(20)
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.moderator)
    release.refresh_from_db()
    seen: set[int] = set()

    def is_done() -> bool:
        seen.add(Page.objects.live().filter(pk__in=[page.pk for page in pages]).count())
        release.refresh_from_db()
        return release.state == Release.State.DONE

    at = timezone.now() + dt.timedelta(seconds=2)
    planning.schedule(release, at, user=people.moderator, expected=release.version)
    with schedulers(1, kills=25):
        until(is_done, 50)
    assert seen <= {0, 20}
    entries = PageLogEntry.objects.filter(action="schedule.release_done").values_list("page_id", flat=True)
    assert sorted(entries) == sorted(page.pk for page in pages)
    assert Outcome.objects.count() == 20


@pytest.fixture
def another_server() -> Iterator[postgres.Server]:
    """A PostgreSQL that nobody else uses."""
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:
        Path(name).chmod(0o755)
        server = postgres.Server(Path(name) / "p", postgres.ACCOUNT_FOR_ROOT if os.geteuid() == 0 else None, fast=True)
        yield server
        postgres.stop(server)


def test_postgresql_is_restarted_in_the_middle(site: SimpleNamespace, another_server: postgres.Server) -> None:
    planned(site, 100)
    all_at(timezone.now())
    url, copied = copy_to(another_server), another_server
    with schedulers(2, url=url):
        until(lambda: ask(copied, "SELECT count(*) FROM schedule_outcome") > 10, 60)
        postgres.stop(copied)
        time.sleep(2)
        postgres.ensure(copied)
        until(lambda: ask(copied, "SELECT count(*) FROM schedule_outcome") == 100, 120)
    assert ask(copied, "SELECT count(DISTINCT object_id) FROM schedule_outcome") == 100
    once = "SELECT count(*), count(DISTINCT page_id) FROM wagtailcore_pagelogentry"
    assert ask(copied, f"{once} WHERE action = 'wagtail.publish.scheduled'") == 100
    assert ask(copied, "SELECT count(*) FROM wagtailcore_revision WHERE approved_go_live_at IS NOT NULL") == 0


def copy_to(server: postgres.Server) -> str:
    """Copies this test's database to another server; returns the copy's address."""
    url = postgres.ensure(server)
    ours = postgres.server("test-postgres", fast=True)
    programs = postgres.programs(ours)
    here = ["-h", str(ours.socket), "-U", "postgres", str(connection.settings_dict["NAME"])]
    there = ["-h", str(server.socket), "-U", "postgres", "-d", "coalition", "-v", "ON_ERROR_STOP=1", "-q"]
    dump = subprocess.run([programs / "pg_dump", *here], check=True, capture_output=True)
    subprocess.run([programs / "psql", *there], input=dump.stdout, check=True, capture_output=True)
    return url


def ask(server: postgres.Server, question: str) -> int:
    """Returns the first column of the first row of an answer."""
    database = psycopg2.connect(host=str(server.socket), user="postgres", dbname="coalition")
    with closing(database), database.cursor() as cursor:
        cursor.execute(question)
        row = cursor.fetchone()
        assert row
        return int(row[0])
