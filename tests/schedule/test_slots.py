"""Slots: their instants, what stands in them, which one is free next."""

import datetime as dt
import threading
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from partners.weeks import ZONE
from schedule import moving
from schedule.clock import scheduler
from schedule.models import Holiday, SlotRule
from schedule.slots import slots
from schedule.slots.occurrences import occurrences
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory, PartnerSpotlightPageFactory, StoryPageFactory, StorySeriesPageFactory

MONDAY, THURSDAY, FRIDAY, SUNDAY = 0, 3, 4, 6


def a_rule(**values: Any) -> SlotRule:
    start = {"weekday": THURSDAY, "time": dt.time(9), "zone": "Europe/London", "from_date": dt.date(2019, 1, 1)}
    return SlotRule(**start | {"news_kind": "article"} | values)


def instants(rule: SlotRule, first: str, last: str, *holidays: Holiday) -> list[str]:
    start, end = (dt.datetime.fromisoformat(day).replace(tzinfo=dt.UTC) for day in (first, last))
    return [f"{at:%Y-%m-%d %H:%M}" for at in occurrences(rule, start, end, holidays)]


CASES: dict[str, tuple[dict[str, Any], str, str, list[str]]] = {
    "every week, over the change of clocks": (
        {},
        "2019-03-21",
        "2019-04-12",
        ["2019-03-21 09:00", "2019-03-28 09:00", "2019-04-04 08:00", "2019-04-11 08:00"],
    ),
    "in another zone": (
        {"zone": "Asia/Baghdad"},
        "2019-03-21",
        "2019-04-05",
        ["2019-03-21 06:00", "2019-03-28 06:00", "2019-04-04 06:00"],
    ),
    "a gap: the first instant after it": (
        {"weekday": SUNDAY, "time": dt.time(1, 30)},
        "2019-03-30",
        "2019-04-01",
        ["2019-03-31 01:00"],
    ),
    "an overlap: the first of the two": (
        {"weekday": SUNDAY, "time": dt.time(1, 30)},
        "2019-10-26",
        "2019-10-28",
        ["2019-10-27 00:30"],
    ),
    "a gap in New York": (
        {"weekday": SUNDAY, "time": dt.time(2, 15), "zone": "America/New_York"},
        "2019-03-09",
        "2019-03-12",
        ["2019-03-10 07:00"],
    ),
    "clocks that change at midnight": (
        {"weekday": FRIDAY, "time": dt.time(0, 0), "zone": "Africa/Cairo", "from_date": dt.date(2023, 1, 1)},
        "2023-04-27",
        "2023-04-29",
        ["2023-04-27 22:00"],
    ),
    "every two weeks, over a year's end": (
        {"every_weeks": 2, "from_date": dt.date(2019, 12, 10)},
        "2019-12-01",
        "2020-01-20",
        ["2019-12-12 09:00", "2019-12-26 09:00", "2020-01-09 09:00"],
    ),
    "from and until": (
        {"from_date": dt.date(2019, 3, 22), "until_date": dt.date(2019, 4, 4)},
        "2019-03-01",
        "2019-05-01",
        ["2019-03-28 09:00", "2019-04-04 08:00"],
    ),
    "the other side of the date line": (
        {"weekday": MONDAY, "time": dt.time(8), "zone": "Pacific/Auckland"},
        "2019-03-24",
        "2019-03-25",
        ["2019-03-24 19:00"],
    ),
}


@pytest.mark.parametrize(("values", "first", "last", "expected"), CASES.values(), ids=CASES.keys())
def test_instants(values: dict[str, Any], first: str, last: str, expected: list[str]) -> None:
    assert instants(a_rule(**values), first, last) == expected


def test_holidays_and_weekends_are_left_out() -> None:
    christmas = Holiday(name="Christmas", date=dt.date(2018, 12, 25), is_yearly=True)
    once = Holiday(name="Once", date=dt.date(2019, 1, 1))
    rule = a_rule(weekday=1)
    assert instants(rule, "2019-12-17", "2020-01-02", christmas, once) == [
        "2019-12-17 09:00",
        "2019-12-24 09:00",
        "2019-12-31 09:00",
    ]
    assert instants(a_rule(weekday=1), "2018-12-25", "2019-01-09", christmas, once) == ["2019-01-08 09:00"]
    on_christmas = a_rule(weekday=2)
    assert "2019-12-25 09:00" not in instants(on_christmas, "2019-12-20", "2019-12-30", christmas)
    assert "2019-12-25 09:00" in instants(a_rule(weekday=2, skip_holidays=False), "2019-12-20", "2019-12-30", christmas)
    assert instants(a_rule(weekday=FRIDAY, skip_weekend=True), "2019-01-01", "2019-12-31") == []


@pytest.mark.parametrize(
    "values",
    [
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"zone": "x" * 500},
        {"weekday": 9},
        {"every_weeks": 0},
        {"every_weeks": 10**9},
        {"until_date": dt.date(2018, 1, 1)},
        {"from_date": dt.date(9999, 12, 31)},
        {"news_kind": ""},
        {"is_spotlight": True},
        {"news_kind": "gossip"},
        {"weekday": FRIDAY, "skip_weekend": True},
    ],
    ids=str,
)
def test_rules_that_make_no_sense_are_refused(db: None, values: dict[str, Any]) -> None:
    a_rule().full_clean()
    with pytest.raises(ValidationError) as refused:
        a_rule(**values).full_clean()
    assert refused.value.messages[0]


@pytest.fixture
def series(site: SimpleNamespace, time_machine: Any) -> Any:
    time_machine.move_to(dt.datetime(2019, 3, 13, 12, tzinfo=dt.UTC), tick=False)
    series = StorySeriesPageFactory(parent=site.stories)
    a_rule(news_kind="", series=series).save()
    return series


def a_story(series: Any) -> Page:
    story = StoryPageFactory(parent=series, live=False)
    story.save_revision()
    return story


def free(page: Page) -> str:
    slot = slots.next_free(page)
    return f"{slot.at:%m-%d %H:%M}" if slot else "none"


def test_next_free_slot(series: Any, site: SimpleNamespace, people: SimpleNamespace) -> None:
    first, second, third = (a_story(series) for _ in range(3))
    assert free(first) == "03-14 09:00"
    slots.take(first, dt.datetime(2019, 3, 14, 9, tzinfo=dt.UTC), user=people.moderator, approve=True)
    assert free(second) == "03-21 09:00"
    slots.take(second, dt.datetime(2019, 3, 21, 9, tzinfo=dt.UTC), user=people.editor, approve=False)  # a proposal
    assert free(third) == "03-28 09:00"
    with pytest.raises(ValidationError, match="taken now: the next one is 28 March 2019, 09:00"):
        slots.take(third, dt.datetime(2019, 3, 21, 9, tzinfo=dt.UTC), user=people.moderator, approve=True)
    moving.set_time(first, None, user=people.moderator)
    assert free(third) == "03-14 09:00"
    assert free(NewsPageFactory(parent=site.news, live=False)) == "none"
    SlotRule.objects.update(until_date=dt.date(2019, 3, 13))
    assert free(third) == "none"


def test_two_pages_in_one_slot_are_warned_of_and_shown(series: Any, people: SimpleNamespace) -> None:
    first, second = a_story(series), a_story(series)
    at = dt.datetime(2019, 3, 21, 9, tzinfo=dt.UTC)
    moving.set_time(first, at, user=people.moderator, approve=True)
    assert slots.warnings_for(first, at) == []
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    address = f"/admin/schedule/pages/{second.pk}/publish/"
    expected = client.get(address).context["form"].initial["expected"]
    data = {"expected": expected, "day": "2019-03-21", "time": "09:00", "approve": "", "reason": ""}
    answer = client.post(address, data, follow=True).content.decode()
    assert f"“{first.title}” stands in the same slot" in answer
    assert "Two pages in this slot" in client.get("/admin/schedule/month/2019-03/").content.decode()


def test_empty_slots_show_in_the_calendar_and_the_form_offers_the_next(series: Any, people: SimpleNamespace) -> None:
    story = a_story(series)
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    month = client.get("/admin/schedule/month/2019-03/")
    assert [day.date.day for day in month.context["days"] if day.gaps] == [14, 21, 28]
    assert f"Empty slot: {series.title}" in month.content.decode()
    address = f"/admin/schedule/pages/{story.pk}/publish/"
    form = client.get(address)
    offered = form.context["slot"].at
    data = {"expected": form.context["form"].initial["expected"], "reason": ""}
    for hostile in ("", "now", "9999-99-99", "2019-03-14T09:00:00", "x" * 10_000):
        assert client.post(address, data | {"slot": hostile}).status_code == 409
    assert client.post(address, data | {"slot": offered.isoformat()}).status_code == 302
    month = client.get("/admin/schedule/month/2019-03/")
    assert [day.date.day for day in month.context["days"] if day.gaps] == [21, 28]


def test_a_slot_is_named_as_its_series_is_in_the_language_of_the_reader(series: Any, people: SimpleNamespace) -> None:
    french, _ = Locale.objects.get_or_create(language_code="fr")
    translated = series.copy_for_translation(french, copy_parents=True)
    translated.title = "Femmes qui inspirent"
    translated.save_revision().publish()
    UserProfile.objects.update_or_create(user=people.moderator, defaults={"preferred_language": "fr"})
    for name, own, other in (("moderator", translated, series), ("editor", series, translated)):
        client = Client()
        client.login(username=name, password=PASSWORD)
        month = client.get("/admin/schedule/month/2019-03/")
        assert {gap.rule.subject for day in month.context["days"] for gap in day.gaps} == {own.title}
        offered = dict(month.context["filter"].fields["series"].choices)
        assert offered[str(series.translation_key)] == own.title
        rules = client.get("/admin/snippets/schedule/slotrule/").content.decode()
        assert own.title in rules
        assert other.title not in rules


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_moderators_who_take_one_slot_at_once_the_second_is_told(series: Any, people: SimpleNamespace) -> None:
    at = dt.datetime(2019, 3, 14, 9, tzinfo=dt.UTC)
    told: list[str] = []

    def take(story: Page, user: Any) -> None:
        try:
            slots.take(story, at, user=user, approve=True)
        except ValidationError as error:
            told.extend(error.messages)
        finally:
            connection.close()

    pairs = zip([a_story(series), a_story(series)], [people.moderator, people.second_moderator], strict=True)
    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert "21 March 2019, 09:00" in told[0]


def test_the_spotlight_is_one_partner_a_week_and_the_home_page_changes_by_itself(
    site: SimpleNamespace, people: SimpleNamespace, time_machine: Any, client: Client
) -> None:
    time_machine.move_to(dt.datetime(2019, 3, 13, 12, tzinfo=dt.UTC), tick=False)
    a_rule(news_kind="", is_spotlight=True, weekday=MONDAY, time=dt.time(6)).save()
    site.home.sections = [("partner_spotlight", {"heading": "This week"})]
    site.home.save()
    for name in ("Denmark", "Jordan"):
        page = PartnerSpotlightPageFactory(parent=site.partners, title=name, live=False)
        page.save_revision()
        slot = slots.next_free(page)
        assert slot
        slots.take(page, slot.at, user=people.moderator, approve=True)
    for day, seen, unseen in ((18, "Denmark", "Jordan"), (25, "Jordan", "Denmark")):
        time_machine.move_to(dt.datetime(2019, 3, day, 6, tzinfo=ZONE) - dt.timedelta(seconds=1), tick=False)
        scheduler.run_due()
        assert seen not in client.get("/en/").content.decode()
        time_machine.move_to(dt.datetime(2019, 3, day, 6, tzinfo=ZONE), tick=False)
        assert scheduler.run_due() == 1
        home = client.get("/en/").content.decode()
        assert seen in home
        assert unseen not in home


@pytest.mark.parametrize(
    ("name", "status"), [("editor", {"": 200, "add/": 302}), ("moderator", {"": 200, "add/": 200})]
)
def test_editors_see_rules_and_moderators_change_them(
    people: SimpleNamespace, name: str, status: dict[str, int]
) -> None:
    client = Client()
    client.login(username=name, password=PASSWORD)
    for model in ("slotrule", "holiday"):
        for path, expected in status.items():
            assert client.get(f"/admin/snippets/schedule/{model}/{path}").status_code == expected


def test_a_rule_is_made_in_the_admin(people: SimpleNamespace) -> None:
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    data = {"news_kind": "article", "weekday": "3", "time": "09:00", "zone": "Europe/London", "every_weeks": "1"}
    answer = client.post("/admin/snippets/schedule/slotrule/add/", data | {"from_date": "2019-03-01"})
    assert answer.status_code == 302
    assert str(SlotRule.objects.get()) == "Article: Thursday 09:00 Europe/London"
    answer = client.post(
        "/admin/snippets/schedule/slotrule/add/", data | {"from_date": "2019-03-01", "zone": "Nowhere"}
    )
    assert "There is no such time zone." in answer.content.decode()
