"""How late a go-live is when two hundred pages fall due at one instant, with one scheduler and with two."""

import datetime as dt
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.utils import timezone
from wagtail.rich_text import RichText

from news.models import NewsIndexPage, NewsPage
from publishing.models import Heartbeat
from schedule.models import Outcome

PAGES = 200
# The most that one scheduler, or two, may take until the last page is live, on two cores.
LIMIT_SECONDS = 6.0
LONGEST = 120.0


def of_go_live() -> dict[str, dict[str, float]]:
    """Returns the median and the largest lateness in seconds, by the number of schedulers."""
    return {f"{count} schedulers": _measure(count) for count in (1, 2)}


def over(found: dict[str, dict[str, float]]) -> Iterator[str]:
    """Yields what is over its limit."""
    for schedulers, late in found.items():
        if late["largest"] > LIMIT_SECONDS:
            yield f"the last of {PAGES} pages was live {late['largest']} s late with {schedulers}"


def _measure(schedulers: int) -> dict[str, float]:
    """Lets some schedulers publish the pages."""
    Outcome.objects.all().delete()
    Heartbeat.objects.all().delete()
    _plan_pages()
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE}
    command = [sys.executable, "manage.py", "scheduler"]
    processes = [
        subprocess.Popen(
            command, cwd=settings.BASE_DIR, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
        )
        for _ in range(schedulers)
    ]
    try:
        _wait(lambda: Heartbeat.objects.count() >= schedulers)
        _all_at(timezone.now() + dt.timedelta(seconds=2))
        _wait(lambda: Outcome.objects.count() >= PAGES)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()
    late = [(outcome.done_at - outcome.due_at).total_seconds() for outcome in Outcome.objects.all()]
    return {"median": round(statistics.median(late), 2), "largest": round(max(late), 2)}


def _plan_pages() -> None:
    """Makes drafts that wait for tomorrow."""
    index = NewsIndexPage.objects.order_by("path")[0]
    for number in range(PAGES):
        page = NewsPage(title=f"Planned {number}", summary="In short.", date=timezone.localdate(), live=False)
        page.body = [("paragraph", RichText("<p>In full.</p>"))]
        page.locale, page.go_live_at = index.locale, timezone.now() + dt.timedelta(days=1)
        index.add_child(instance=page)
        page.save_revision().publish()


def _all_at(instant: dt.datetime) -> None:
    """Moves every go-live to one instant, in one statement, as nobody could by hand."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE wagtailcore_revision SET approved_go_live_at = %s,"
            " content = jsonb_set(content, '{go_live_at}', to_jsonb(%s::text)) WHERE approved_go_live_at IS NOT NULL",
            [instant, instant.isoformat()],
        )


def _wait(condition: Callable[[], bool]) -> None:
    """Waits for something to become true.

    Raises:
        TimeoutError: It does not.
    """
    deadline = time.monotonic() + LONGEST
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"The schedulers did not finish within {LONGEST:.0f} s.")
        time.sleep(0.1)
