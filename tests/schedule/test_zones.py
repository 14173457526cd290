"""Times as people enter them: zones, gaps, overlaps, the past, nonsense."""

import datetime as dt
import zoneinfo
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from schedule.zones import AmbiguousTimeError, in_words, in_zones, parse_local

# The database's clock decides what is past.
pytestmark = pytest.mark.django_db

LONDON, BAGHDAD, NEW_YORK = map(zoneinfo.ZoneInfo, ("Europe/London", "Asia/Baghdad", "America/New_York"))


@pytest.fixture(autouse=True)
def spring_2019(time_machine: Any) -> None:
    time_machine.move_to(dt.datetime(2019, 3, 1, 12, tzinfo=dt.UTC), tick=False)


@pytest.mark.parametrize(
    ("zone", "day", "time", "instant"),
    [
        (LONDON, "2019-03-23", "09:00", "2019-03-23T09:00:00+00:00"),
        (LONDON, "2019-04-01", "09:00", "2019-04-01T08:00:00+00:00"),
        (BAGHDAD, "2019-04-01", "09:00:30", "2019-04-01T06:00:30+00:00"),
        (NEW_YORK, "2019-12-31", "23:59", "2020-01-01T04:59:00+00:00"),
    ],
)
def test_a_time_is_that_of_its_zone(zone: zoneinfo.ZoneInfo, day: str, time: str, instant: str) -> None:
    assert parse_local(day, time, zone).isoformat() == instant


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    with pytest.raises(ValidationError, match=r"Europe/London go forward and leave 01:30 out"):
        parse_local("2019-03-31", "01:30", LONDON)


def test_a_time_that_the_clocks_show_twice_is_asked_about() -> None:
    with pytest.raises(AmbiguousTimeError, match="show 01:30 twice") as asked:
        parse_local("2019-10-27", "01:30", LONDON)
    assert [f"{at:%H:%M}" for at in asked.value.choices.values()] == ["00:30", "01:30"]
    assert f"{parse_local('2019-10-27', '01:30', LONDON, 'earlier'):%H:%M}" == "00:30"
    assert f"{parse_local('2019-10-27', '01:30', LONDON, 'later'):%H:%M}" == "01:30"


@pytest.mark.parametrize(("day", "time"), [("2019-03-01", "12:00"), ("2019-02-28", "23:00"), ("2019-03-01", "11:59")])
def test_the_past_is_refused(day: str, time: str) -> None:
    with pytest.raises(ValidationError, match="past"):
        parse_local(day, time, LONDON)


@pytest.mark.parametrize(
    ("day", "time"),
    [
        ("", ""),
        ("2019-02-30", "09:00"),
        ("2019-13-01", "09:00"),
        ("tomorrow", "09:00"),
        ("2019-04-01", "25:00"),
        ("2019-04-01", "nine"),
        ("2019-04-01", "09:00+05:00"),
        ("9999-12-31", "23:59"),
        ("0001-01-01", "00:00"),
        ("2019-04-01\x00", "09:00"),
        ("٢٠١٩-٠٤-٠١" * 1000, "09:00"),
        ("2019-04-01", "<script>"),
    ],
)
def test_nonsense_is_refused_with_words(day: str, time: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_local(day, time, LONDON)
    assert refused.value.messages[0]


def test_a_time_is_shown_in_every_zone_that_differs() -> None:
    winter, summer = dt.datetime(2019, 3, 23, 9, tzinfo=dt.UTC), dt.datetime(2019, 7, 1, 22, tzinfo=dt.UTC)
    assert in_words(winter, LONDON) == "23 March 2019, 09:00 Europe/London"
    assert in_words(winter, BAGHDAD) == "23 March 2019, 12:00 Asia/Baghdad (09:00 Europe/London)"
    assert in_words(summer, BAGHDAD) == (
        "2 July 2019, 01:00 Asia/Baghdad (1 July, 23:00 Europe/London; 1 July, 22:00 UTC)"
    )
    with timezone.override(NEW_YORK):
        assert [local.zone for local in in_zones(summer)] == ["America/New_York", "Europe/London", "UTC"]
