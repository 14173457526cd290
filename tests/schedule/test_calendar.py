"""The calendar in the admin: what stands in it, for whom, at which cost."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision, Workflow
from wagtail.users.models import UserProfile

from demo.bulk import top_up
from news.models import NewsPage
from publishing import hold
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Action, Overdue
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory, StoryPageFactory, StorySeriesPageFactory
from tests.html import parse


@pytest.fixture
def now(time_machine: Any) -> dt.datetime:
    moment = dt.datetime(2019, 3, 13, 12, tzinfo=dt.UTC)
    time_machine.move_to(moment, tick=False)
    return moment


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2019, 3, day, hour, tzinfo=dt.UTC)


@pytest.fixture
def month(now: dt.datetime, site: SimpleNamespace, people: SimpleNamespace) -> SimpleNamespace:
    """A page in each state."""
    people.editor.first_name, people.editor.last_name = "Leyla", "Amin"
    people.editor.save()
    series = StorySeriesPageFactory(parent=site.stories, title="Inspiring Women")

    def a_draft(title: str, parent: Any = site.news, factory: Any = NewsPageFactory) -> Page:
        page = factory(parent=parent, title=title, live=False, owner=people.editor)
        page.save_revision(user=people.editor)
        return page

    pages = SimpleNamespace(
        scheduled=a_draft("A scheduled page"),
        proposed=a_draft("A proposed page"),
        reviewed=a_draft("A page in review"),
        story=a_draft("A story", series, StoryPageFactory),
        idle=a_draft("A page without a time"),
        live=NewsPageFactory(parent=site.news, title="A live page"),
    )
    pages.live.save_revision().publish()
    moving.set_time(pages.scheduled, at(21), user=people.moderator, approve=True)
    moving.set_time(pages.story, at(22), user=people.moderator, approve=True)
    moving.set_time(pages.proposed, at(23), user=people.editor)
    moving.set_time(pages.reviewed, at(24), user=people.editor)
    moving.set_time(pages.live, at(25), user=people.moderator, action=Action.UNPUBLISH)
    Workflow.objects.first().start(Page.objects.get(pk=pages.reviewed.pk).specific, people.editor)
    return pages


def signed_in(name: str) -> Client:
    client = Client()
    assert client.login(username=name, password=PASSWORD)
    return client


def shown(response: Any) -> dict[str, str]:
    """Returns each title in the calendar with its state."""
    found = response.context["found"]
    return {entry.title: entry.state for entry in [*found.dated, *found.tray]}


@pytest.mark.parametrize("view", ["month/2019-03", "week/2019-W12", "agenda/2019-03-13"])
def test_every_state_is_shown(month: SimpleNamespace, view: str) -> None:
    response = signed_in("editor").get(f"/admin/schedule/{view}/")
    assert response.status_code == 200
    states = shown(response)
    assert states["A scheduled page"] == "scheduled"
    assert states["A proposed page"] == "proposed"
    assert states["A page without a time"] == "draft"
    if not view.startswith("week"):
        assert states["A page in review"] == "in-review"
        assert states["A live page"] == "scheduled"  # to come down
    text = response.content.decode()
    assert "Leyla Amin" in text
    assert "Days and times are those of Europe/London" in text
    parse(response.content)


def test_days_and_times_are_those_of_the_editor(month: SimpleNamespace, people: SimpleNamespace) -> None:
    UserProfile.objects.create(user=people.editor, current_time_zone="Pacific/Auckland")
    moving.set_time(month.scheduled, at(21, 22), user=people.moderator)
    response = signed_in("editor").get("/admin/schedule/month/2019-03/")
    days = {day.date.day: [e.title for e in day.entries] for day in response.context["days"] if day.is_inside}
    assert "A scheduled page" in days[22]
    assert "Pacific/Auckland" in response.content.decode()
    assert "11:00 Pacific/Auckland" in response.content.decode()
    assert "22:00 Europe/London" in response.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("kind=storypage", {"A story"}),
        ("state=proposed", {"A proposed page"}),
        ("state=draft", {"A page without a time"}),
        ("language=ar", set()),
        ("author=0", None),
        ("kind=nonsense&state=%00&series=%27%3B--&language=" + "x" * 5000, None),
    ],
)
def test_filters(month: SimpleNamespace, query: str, titles: set[str] | None) -> None:
    response = signed_in("editor").get(f"/admin/schedule/month/2019-03/?{query}")
    assert response.status_code == 200
    everything = shown(signed_in("editor").get("/admin/schedule/month/2019-03/"))
    assert set(shown(response)) == (set(everything) if titles is None else titles)


def test_the_filter_for_a_series_shows_its_stories_in_every_language(month: SimpleNamespace) -> None:
    series = month.story.get_parent().specific
    response = signed_in("editor").get(f"/admin/schedule/month/2019-03/?series={series.translation_key}")
    assert set(shown(response)) == {"A story", "Inspiring Women"}


@pytest.mark.parametrize(
    "address", ["month/2019-13", "month/x", "week/2019-W54", "agenda/2019-02-30", "month/9999-01", "month/٢٠١٩-٠٣"]
)
def test_what_is_no_month_is_not_found(people: SimpleNamespace, address: str) -> None:
    assert signed_in("editor").get(f"/admin/schedule/{address}/").status_code == 404


@pytest.mark.parametrize("address", ["month/2000-01", "month/2100-12", "week/2000-W01", "agenda/2100-12-31"])
def test_the_ends_of_the_calendar_are_shown(people: SimpleNamespace, address: str) -> None:
    response = signed_in("editor").get(f"/admin/schedule/{address}/")
    assert response.status_code == 200
    for name in ("previous_url", "next_url"):
        assert signed_in("editor").get(response.context[name]).status_code == 200


def test_what_is_overdue_stands_on_top_whenever_it_was_due(month: SimpleNamespace, time_machine: Any) -> None:
    time_machine.move_to(at(21, 20), tick=False)
    scheduler.run_due()
    assert Overdue.objects.get().title == "A scheduled page"
    time_machine.move_to(at(30), tick=False)
    response = signed_in("editor").get("/admin/schedule/month/2019-05/")
    assert [entry.title for entry in response.context["found"].overdue][:1] == ["A scheduled page"]
    assert "could not act in time" in response.content.decode()
    dashboard = signed_in("moderator").get("/admin/").content.decode()
    assert "A scheduled page" in dashboard
    assert "The scheduler isn't running" in dashboard


def post_move(client: Client, entry: Any, day: str, **more: str) -> Any:
    data = {"page": entry.page.pk, "action": entry.action, "expected": entry.version, "day": day, **more}
    return client.post("/admin/schedule/move/", data, follow=True)


def entry_of(client: Client, page: Page) -> Any:
    found = client.get("/admin/schedule/month/2019-03/").context["found"]
    return next(entry for entry in [*found.dated, *found.tray] if entry.page.pk == page.pk)


def test_a_moved_page_keeps_its_time_of_day_across_a_change_of_clocks(month: SimpleNamespace) -> None:
    client = signed_in("moderator")
    response = post_move(client, entry_of(client, month.scheduled), "2019-04-02", reason="Waits for the partner")
    assert "A scheduled page” moved to 2 April 2019, 09:00 Europe/London" in response.content.decode()
    page = Page.objects.get(pk=month.scheduled.pk)
    assert moving.current_time(page) == dt.datetime(2019, 4, 2, 8, tzinfo=dt.UTC)
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert "Moved from 21 March 2019, 09:00 Europe/London to 2 April 2019, 09:00 Europe/London" in history
    assert "Waits for the partner" in history


def test_a_page_that_somebody_else_has_moved_is_not_moved(month: SimpleNamespace) -> None:
    first, second = signed_in("moderator"), signed_in("second_moderator")
    seen = entry_of(first, month.scheduled)
    post_move(second, seen, "2019-03-27")
    response = post_move(first, seen, "2019-03-28")
    assert "second_moderator has changed it" in response.content.decode()
    assert "27 March 2019, 09:00" in response.content.decode()
    assert moving.current_time(Page.objects.get(pk=month.scheduled.pk)) == at(27)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 404),
        ({"page": "1", "action": "publish", "day": "2019-04-01"}, 404),  # the root
        ({"page": "9" * 40, "action": "publish", "day": "2019-04-01"}, 404),
        ({"page": "²", "action": "publish", "day": "2019-04-01"}, 404),
        ({"page": "1'; DROP TABLE", "action": "publish"}, 404),
    ],
)
def test_hostile_moves(month: SimpleNamespace, data: dict[str, str], status: int) -> None:
    assert signed_in("moderator").post("/admin/schedule/move/", data).status_code == status


@pytest.mark.parametrize("day", ["", "2019-02-30", "yesterday", "2019-03-01", "9999-01-01", "\x00"])
def test_a_move_to_no_day_is_refused_with_words(month: SimpleNamespace, day: str) -> None:
    client = signed_in("moderator")
    before = PageLogEntry.objects.count()
    response = post_move(client, entry_of(client, month.scheduled), day)
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert PageLogEntry.objects.count() == before


def test_a_move_leads_only_to_our_own_pages(month: SimpleNamespace) -> None:
    client = signed_in("moderator")
    response = post_move(client, entry_of(client, month.scheduled), "2019-03-28", next="https://evil.example/")
    assert response.redirect_chain[0][0] == "/admin/schedule/"


def test_what_is_dragged_out_of_the_tray_is_asked_for_its_time(month: SimpleNamespace) -> None:
    client = signed_in("moderator")
    here = "/admin/schedule/month/2019-03/?kind=newspage&state=draft"
    response = post_move(client, entry_of(client, month.idle), "2019-03-28", next=here)
    assert response.status_code == 200
    assert response.context["form"].initial["day"] == "2019-03-28"
    assert response.context["back"] == here
    assert post_move(client, entry_of(client, month.idle), "\r\nX: 1&<b>").status_code == 200


def test_the_form_needs_no_script(month: SimpleNamespace) -> None:
    client = signed_in("moderator")
    address = f"/admin/schedule/pages/{month.idle.pk}/publish/"
    page = client.get(address)
    assert "In your time zone, Europe/London" in page.content.decode()
    data = {"expected": page.context["form"].initial["expected"], "reason": "Ready", "approve": ""}
    assert client.post(address, data | {"day": "2019-03-31", "time": "01:30"}).status_code == 422
    asked = client.post(address, data | {"day": "2019-10-27", "time": "01:30"})
    assert asked.status_code == 422
    assert "27 October 2019, 00:30 UTC" in asked.content.decode()
    assert "27 October 2019, 01:30 UTC" in asked.content.decode()
    done = client.post(address, data | {"day": "2019-10-27", "time": "01:30", "which": "later"}, follow=True)
    assert "A page without a time”: go live on 27 October 2019, 01:30 Europe/London" in done.content.decode()
    idle = Page.objects.get(pk=month.idle.pk)
    assert moving.current_time(idle) == dt.datetime(2019, 10, 27, 1, 30, tzinfo=dt.UTC)
    again = client.get(address)
    cancelled = {"expected": again.context["form"].initial["expected"], "cancel": "", "reason": ""}
    client.post(address, cancelled)
    assert moving.current_time(Page.objects.get(pk=month.idle.pk)) is None
    assert entry_of(client, month.idle).state == "draft"


def test_an_editor_sees_it_all_and_may_only_propose(month: SimpleNamespace) -> None:
    client = signed_in("editor")
    assert not entry_of(client, month.scheduled).may_move
    refused = post_move(client, entry_of(client, month.scheduled), "2019-03-28")
    assert "Only those who may publish this page may do that" in refused.content.decode()
    assert moving.current_time(Page.objects.get(pk=month.scheduled.pk)) == at(21)
    address = f"/admin/schedule/pages/{month.idle.pk}/publish/"
    form = client.get(address)
    assert "Approve and schedule" not in form.content.decode()
    data = {"expected": form.context["form"].initial["expected"], "day": "2019-03-28", "time": "09:00"}
    assert client.post(address, data | {"approve": ""}).status_code == 403
    assert client.post(address, data | {"propose": ""}).status_code == 302
    assert entry_of(client, month.idle).state == "proposed"


def test_a_month_with_a_thousand_scheduled_pages_among_ten_thousand_costs_at_most_15_queries(
    month: SimpleNamespace, site: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    top_up(site.news, 10_000, lambda *_progress: None, are_found=False)
    pages = NewsPage.objects.filter(slug__startswith="bulk-").order_by("pk")[:1000]
    kind = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            base_content_type=kind,
            content_type=page.content_type,
            object_id=str(page.pk),
            object_str=page.title,
            created_at=timezone.now(),
            content={"pk": page.pk, "go_live_at": f"{at(14 + number % 17):%Y-%m-%dT%H:%M:%SZ}", "expire_at": None},
            approved_go_live_at=at(14 + number % 17) if number % 2 else None,
        )
        for number, page in enumerate(pages)
    )
    for page, revision in zip(pages, revisions, strict=True):
        Page.objects.filter(pk=page.pk).update(latest_revision=revision, live=False)
    client = signed_in("moderator")
    client.get("/admin/schedule/month/2019-03/")
    with django_assert_max_num_queries(15):
        response = client.get("/admin/schedule/month/2019-03/")
    planned = [entry for entry in response.context["found"].dated if entry.is_open]
    assert len(planned) == 1000 + 5
    assert len(response.content) < 400_000


def test_holding_everything_is_said_on_every_admin_page(month: SimpleNamespace, people: SimpleNamespace) -> None:
    assert signed_in("editor").get("/admin/schedule/hold/").status_code == 302
    client = signed_in("moderator")
    assert client.post("/admin/schedule/hold/", {"reason": ""}).status_code == 422
    get_user_model().objects.filter(username="moderator").update(first_name="Murad", last_name="Moderator")
    client.post("/admin/schedule/hold/", {"reason": "A threat <b>to a person</b>"})
    assert hold.current()
    for address in (
        "/admin/",
        "/admin/schedule/month/2019-03/",
        f"/admin/pages/{month.idle.pk}/edit/",
        "/admin/images/",
    ):
        for name in ("editor", "moderator"):
            text = signed_in(name).get(address).content.decode()
            assert "Everything is on hold" in text
            assert "by Murad Moderator: A threat &lt;b&gt;to a person" in text
    client.post("/admin/schedule/hold/", {"lift": ""})
    assert hold.current() is None
    client.get("/admin/")  # where the messages are shown
    assert "Everything is on hold" not in client.get("/admin/images/").content.decode()


def test_nobody_sees_the_calendar_without_signing_in(client: Client, site: SimpleNamespace) -> None:
    for address in ("", "month/2019-03/", "hold/", "pages/3/publish/", "move/"):
        response = client.get(f"/admin/schedule/{address}")
        assert response.status_code == 302
        assert "/login/" in response["Location"]
