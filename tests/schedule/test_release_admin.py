"""Releases in the admin: looking for pages, whatever is sent, and who may do what."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from schedule.clock import scheduler
from schedule.models import Action, Release, ReleaseMember
from schedule.releases import building
from schedule.releases.views import STEPS
from tests.schedule.releasing import HOUR, a_draft, fresh, scheduled, signed_in


@pytest.mark.parametrize("number", [0, 2**31, 2**63, 10**40])
def test_numbers_of_no_release(site: SimpleNamespace, people: SimpleNamespace, number: int) -> None:
    client = signed_in()
    assert client.get(f"/admin/schedule/releases/{number}/").status_code == 404
    assert client.get(f"/admin/schedule/releases/page/{number}/").status_code == 404
    assert client.post(f"/admin/schedule/releases/{number}/", {"check": ""}).status_code == 404


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "nothing has this",
        "%",
        "_",
        "'; DROP TABLE schedule_release; --",
        "<script>",
        "\u0000",
        "x" * 5000,
        "\U0001f54a " * 40,
    ],
    ids=lambda words: repr(words[:12]),
)
def test_looking_for_a_page_with_whatever_words(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, words: str
) -> None:
    a_draft(site, title="Bridge reopens")
    answer = signed_in().get(f"/admin/schedule/releases/{release.pk}/", {"q": words})
    assert answer.status_code == 200
    assert answer.context["pages"] == []
    assert "<script>&lt;" not in answer.content.decode()


@pytest.mark.parametrize("name", ["", " ", "x" * 121, "\u0000"], ids=lambda name: repr(name[:5]))
def test_a_name_that_is_none_is_refused_and_what_was_written_stays(
    people: SimpleNamespace, release: Release, name: str
) -> None:
    answer = signed_in().post(f"/admin/schedule/releases/{release.pk}/", {"rename": "", "name": name})
    assert answer.status_code == 422
    assert answer.context["name_form"].errors
    assert fresh(release).name == release.name


def test_a_release_gets_another_name_and_its_history_says_so(people: SimpleNamespace, release: Release) -> None:
    address = f"/admin/schedule/releases/{release.pk}/"
    answer = signed_in().post(address, {"rename": "", "name": "<b>Baghouz</b>"}, follow=True)
    text = answer.content.decode()
    assert fresh(release).name == "<b>Baghouz</b>"
    assert "was given the name “&lt;b&gt;Baghouz&lt;/b&gt;”" in text
    assert "<b>Baghouz" not in text


def test_a_page_is_found_and_put_in_without_a_script(
    site: SimpleNamespace, people: SimpleNamespace, release: Release
) -> None:
    page = a_draft(site, title="Bridge at <i>Akhtarin</i> reopens")
    taken = a_draft(site, title="Bridge elsewhere reopens")
    building.add(Release.objects.create(name="Other"), taken, Action.PUBLISH, user=people.moderator)
    client, address = signed_in("editor"), f"/admin/schedule/releases/{release.pk}/"
    answer = client.get(address, {"q": "reopens bridge"})
    assert [found.pk for found in answer.context["pages"]] == [page.pk]
    assert "<i>Akhtarin" not in answer.content.decode()
    sent = client.post(address, {"add": "", "page": page.pk, "action": "publish", "reason": "For the meeting"})
    assert sent.status_code == 302
    assert release.members.get().page_id == page.pk
    assert "For the meeting" in client.get(address).content.decode()


def test_its_page_costs_few_queries_whatever_has_happened_to_its_pages(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, django_assert_max_num_queries: Any
) -> None:
    pages = [a_draft(site, title=f"Bridge {number}") for number in range(20)]
    for page in pages:
        building.add(release, page, Action.PUBLISH, user=people.editor)
    for page in pages[:5]:
        page.specific.save_revision()
    for page in pages[5:10]:
        ReleaseMember.objects.filter(page=page).update(page=None)  # as if it were gone
    for number in range(20):
        a_draft(site, title=f"Another bridge {number}")
    client, address = signed_in(), f"/admin/schedule/releases/{release.pk}/?q=bridge"
    client.get(address)
    with django_assert_max_num_queries(30):
        answer = client.get(address)
    assert len(answer.context["pages"]) == 20
    assert answer.context["may_plan"]


@pytest.mark.parametrize(
    "data",
    [
        {"stop": "", "reason": "x" * 100_000},
        {"stop": "", "reason": "\u0000"},
        {"hold": "", "reason": ""},
        {"add": "", "page": "1\u0000", "action": "publish"},
        {"add": "", "page": "1", "action": "explode"},
        {"schedule": "", "day": "2026-02-31", "time": "25:61", "expected": "\u0664"},
        {"approve": "²"},
    ],
    ids=lambda data: repr(data)[:40],
)
def test_whatever_is_sent_is_answered(
    site: SimpleNamespace, people: SimpleNamespace, release: Release, data: dict[str, str]
) -> None:
    building.add(release, a_draft(site), Action.PUBLISH, user=people.moderator)
    assert signed_in().post(f"/admin/schedule/releases/{release.pk}/", data).status_code in {302, 409, 422}
    assert signed_in().get(f"/admin/schedule/releases/{release.pk}/").status_code == 200


def test_a_form_without_its_token_is_refused(site: SimpleNamespace, people: SimpleNamespace, release: Release) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.moderator)
    assert client.post(f"/admin/schedule/releases/{release.pk}/", {"check": ""}).status_code == 403


# What a role may do with a scheduled release of a page that it may edit; every step of the page has its row.
MAY = {
    "rename": {"editor": False, "moderator": True, "admin": True},
    "add": {"editor": False, "moderator": True, "admin": True},
    "remove": {"editor": False, "moderator": True, "admin": True},
    "newest": {"editor": False, "moderator": True, "admin": True},
    "approve": {"editor": False, "moderator": True, "admin": True},
    "check": {"editor": True, "moderator": True, "admin": True},
    "schedule": {"editor": False, "moderator": True, "admin": True},
    "hold": {"editor": False, "moderator": True, "admin": True},
    "stop": {"editor": False, "moderator": True, "admin": True},
    "undo": {"editor": False, "moderator": True, "admin": True},
}


def test_every_step_has_a_row() -> None:
    assert set(MAY) == set(STEPS)


@pytest.mark.parametrize("role", ["editor", "moderator", "admin"])
@pytest.mark.parametrize("step", STEPS)
def test_who_may_do_what(
    site: SimpleNamespace,
    people: SimpleNamespace,
    release: Release,
    now: dt.datetime,
    time_machine: Any,
    step: str,
    role: str,
) -> None:
    page, other = a_draft(site), a_draft(site)
    scheduled(release, [page], people.moderator, now + HOUR)
    if step == "undo":
        time_machine.move_to(now + HOUR, tick=False)
        scheduler.run_due()
    member, before = release.members.get(), fresh(release)
    local = (now + HOUR * 30).astimezone(timezone.get_default_timezone())
    data: dict[str, Any] = {
        "rename": {"name": "Another name"},
        "add": {"page": other.pk, "action": "publish"},
        "remove": {"remove": member.pk},
        "newest": {"newest": member.pk},
        "approve": {"approve": member.pk},
        "schedule": {"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "expected": before.version},
    }
    sent = {step: "", "reason": "Because"} | data.get(step, {})
    answer = signed_in(role).post(f"/admin/schedule/releases/{release.pk}/", sent)
    assert answer.status_code == (302 if MAY[step][role] else 403)
    assert (fresh(release).version != before.version) == (MAY[step][role] and step != "check")


@pytest.mark.parametrize("step", ["add", "remove", "newest"])
def test_an_editor_builds_a_release(
    site: SimpleNamespace, people: SimpleNamespace, now: dt.datetime, step: str
) -> None:
    client = signed_in("editor")
    address = client.post("/admin/schedule/releases/", {"name": "Proposed"})["Location"]
    assert client.post(address, {"add": "", "page": a_draft(site).pk, "action": "publish"}).status_code == 302
    member = ReleaseMember.objects.get()
    data = {"add": {"add": "", "page": a_draft(site).pk, "action": "publish"}}.get(step, {step: member.pk})
    assert client.post(address, data).status_code == 302
