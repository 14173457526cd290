"""Members: counted, named and sorted by language; the spotlight's week."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from pages.collation import sort_by_name
from partners.dates import spoken_bounds
from partners.jobs import KEY, TURN
from partners.listing import PartnerListing
from partners.models import Membership, PartnerSpotlightPage
from partners.weeks import next_turn, week_of
from publishing.jobs import run_due_jobs
from publishing.models import Job
from publishing.signals import answers_changed
from tests.factories import MembershipFactory, PartnerPageFactory, PartnerSpotlightPageFactory


@pytest.mark.parametrize(
    "names",
    [
        ["Danemark", "Égypte", "Espagne", "Estonie", "Zambie"],
        ["Côte d’Ivoire", "Éthiopie", "Îles Salomon", "Italie"],
        ["الأردن", "البحرين", "العراق", "مصر"],
        ["Austria", "Bahrain", "Czech Republic"],
    ],
)
def test_names_sort_as_readers_expect(names: list[str]) -> None:
    assert sort_by_name(reversed(names), str) == names


def test_names_by_language(db: None) -> None:
    iraq = MembershipFactory.build(name="Iraq", iso_code="IQ")
    assert (iraq.name_in("en"), iraq.name_in("fr"), iraq.name_in("ar")) == ("Iraq", "Irak", "العراق")
    league = MembershipFactory.build(name="League of Arab States", names={"fr": "Ligue des États arabes"})
    assert (league.name_in("fr"), league.name_in("ar")) == ("Ligue des États arabes", "League of Arab States")


@pytest.mark.parametrize(
    ("earliest", "latest", "spoken"),
    [
        (None, "2016-08-31", "by August 2016"),
        (None, "2016-11-17", "by 17 November 2016"),
        ("2018-02-13", "2018-02-13", "13 February 2018"),
        ("2017-11-01", "2017-11-30", "November 2017"),
        ("2017-01-01", "2017-12-31", "2017"),
        ("2018-02-01", "2019-02-28", "between February 2018 and February 2019"),
        ("2018-02-01", None, "after February 2018"),
        (None, None, ""),
    ],
)
def test_bounds_are_spoken_no_more_exactly_than_known(earliest: str | None, latest: str | None, spoken: str) -> None:
    days = [dt.date.fromisoformat(day) if day else None for day in (earliest, latest)]
    assert spoken_bounds(*days) == spoken


def test_bounds_in_the_wrong_order_are_refused(db: None) -> None:
    with pytest.raises(ValidationError):
        MembershipFactory.build(joined_from=dt.date(2017, 1, 1)).full_clean()


def test_the_count_comes_from_the_table_alone(client: Client, site: SimpleNamespace) -> None:
    page = PartnerPageFactory(parent=site.partners, membership__name="Iraq")
    MembershipFactory(left_by=dt.date(2019, 1, 1))
    assert Membership.objects.current().count() == 1
    page.unpublish()
    assert PartnerListing(site.partners, QueryDict()).total == 1
    assert "Iraq" in client.get("/en/partners/").content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Canada", "Égypte", "Zambie", "NATO"]),
        ("region=mena", ["Égypte", "Zambie"]),
        ("kind=organisation", ["NATO"]),
        ("region=nowhere&kind=%00", ["Canada", "Égypte", "Zambie", "NATO"]),
    ],
)
def test_the_index_by_region_and_kind(site: SimpleNamespace, query: str, names: list[str]) -> None:
    for name in ("Zambie", "Égypte"):
        MembershipFactory(name=name)
    MembershipFactory(name="Canada", region="americas")
    MembershipFactory(name="NATO", region="international", kind="organisation")
    listing = PartnerListing(site.partners, QueryDict(query))
    assert [member.name for group in listing.groups for member in group.members] == names
    assert listing.shown == len(names)


def test_a_member_with_a_page_is_not_deleted(site: SimpleNamespace) -> None:
    page = PartnerPageFactory(parent=site.partners)
    with pytest.raises(ProtectedError):
        page.membership.delete()


def test_a_page_without_a_member_is_still_shown(client: Client, site: SimpleNamespace) -> None:
    page = PartnerPageFactory(parent=site.partners)
    spotlight = PartnerSpotlightPageFactory(parent=site.partners, membership=page.membership)
    # As pages of older versions may be.
    type(page).objects.update(membership=None)
    type(spotlight).objects.update(membership=None)
    for address in (page.url_path, spotlight.url_path, "/en/partners/", "/en/"):
        assert client.get(address).status_code == 200, address


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("now", "turn"),
    [
        ("2019-04-24T12:00:00+00:00", "2019-04-28T23:00:00+00:00"),  # British summer time
        ("2019-01-09T12:00:00+00:00", "2019-01-14T00:00:00+00:00"),
        ("2019-03-30T12:00:00+00:00", "2019-03-31T23:00:00+00:00"),  # the clocks go forward in between
        ("2019-04-28T22:59:59+00:00", "2019-04-28T23:00:00+00:00"),
        ("2019-04-28T23:00:00+00:00", "2019-05-05T23:00:00+00:00"),
    ],
)
def test_weeks_turn_on_monday_in_the_sites_zone(now: str, turn: str) -> None:
    assert next_turn(at(now)) == at(turn)


def test_the_current_spotlight_changes_with_the_week(client: Client, site: SimpleNamespace, time_machine: Any) -> None:
    for week, title in ((dt.date(2019, 4, 15), "Iraq this week"), (dt.date(2019, 4, 22), "Turkey this week")):
        PartnerSpotlightPageFactory(parent=site.partners, week=week, title=title)
    site.home.sections = [("partner_spotlight", {"heading": "Partner spotlight"})]
    site.home.save_revision().publish()
    time_machine.move_to(at("2019-04-21T22:30:00+00:00"))
    assert b"Iraq this week" in client.get("/en/").content
    time_machine.move_to(at("2019-04-21T23:30:00+00:00"))
    content = client.get("/en/").content
    assert b"Turkey this week" in content
    assert b"Iraq this week" not in content
    assert PartnerSpotlightPage.objects.current(dt.date(2019, 4, 14)).first() is None


def test_the_turn_is_a_job_that_plans_the_next(site: SimpleNamespace, time_machine: Any) -> None:
    told: list[list[str]] = []

    def listen(tags: list[str], **kwargs: Any) -> None:
        told.append(tags)

    answers_changed.connect(listen)
    job = Job.objects.get(kind=TURN, key=KEY)
    assert job.due_at > timezone.now()  # set by migrate
    PartnerSpotlightPageFactory(
        parent=site.partners, week=week_of(job.due_at.astimezone().date() + dt.timedelta(days=1))
    )
    time_machine.move_to(job.due_at)
    run_due_jobs()
    answers_changed.disconnect(listen)
    assert told == [["spotlight"]]
    assert Job.objects.get(kind=TURN, key=KEY).due_at == next_turn(job.due_at)


def test_a_spotlight_begins_on_a_monday(site: SimpleNamespace) -> None:
    with pytest.raises(ValidationError):
        PartnerSpotlightPageFactory(parent=site.partners, week=dt.date(2019, 4, 23))


@pytest.mark.parametrize(
    ("code", "arabic", "french"),
    [("ES", "إسبانيا", "Espagne"), ("MD", "مولدوفا", "Moldavie"), ("SA", "السعودية", "Arabie saoudite")],
)
def test_countries_have_the_names_they_use_themselves(db: None, code: str, arabic: str, french: str) -> None:
    member = MembershipFactory.build(name="English", iso_code=code)
    assert (member.name_in("ar"), member.name_in("fr"), member.name_in("en")) == (arabic, french, "English")


def test_the_forms_of_alif_are_one_letter_to_a_reader() -> None:
    names = ["بلجيكا", "استراليا", "إيطاليا", "أوكرانيا", "ألمانيا", "إسبانيا"]
    assert sort_by_name(names, str) == ["إسبانيا", "استراليا", "ألمانيا", "أوكرانيا", "إيطاليا", "بلجيكا"]
