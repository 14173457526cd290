"""Times set in the ordinary editor: the zone is named, the past and the clocks' gaps are refused."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail.users.models import UserProfile

from pages.models import StandardPage
from schedule.clock import scheduler
from tests.conftest import PASSWORD
from tests.factories import StandardPageFactory


@pytest.fixture
def draft(site: SimpleNamespace, people: SimpleNamespace, time_machine: Any) -> StandardPage:
    time_machine.move_to(dt.datetime(2019, 3, 13, 12, tzinfo=dt.UTC), tick=False)
    UserProfile.objects.create(user=people.moderator, current_time_zone="Asia/Baghdad")
    page = StandardPageFactory(parent=site.home, title="A draft", slug="a-draft", live=False)
    page.save_revision()
    return page


def posted(page: StandardPage, **values: Any) -> Any:
    """Posts the edit form of a page as the moderator; returns the answer."""
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    address = f"/admin/pages/{page.pk}/edit/"
    form = client.get(address).context["form"]
    data = {field.html_name: field.value() or "" for field in form if isinstance(field.value(), str | None)}
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    body = streamfield([("paragraph", rich_text("<p>Water runs again.</p>"))])
    return client.post(address, data | nested_form_data({"body": body}) | values)


def errors(answer: Any) -> dict[str, list[str]]:
    return dict(answer.context["form"].errors) if answer.context else {}


def test_a_time_is_that_of_the_editors_zone_which_is_named(draft: StandardPage) -> None:
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    assert "In your time zone, Asia/Baghdad." in client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    answer = posted(draft, go_live_at="2019-03-20 09:00", **{"action-publish": "action-publish"})
    assert answer.status_code == 302, errors(answer)
    revision = Page.objects.get(pk=draft.pk).scheduled_revision
    assert revision.approved_go_live_at == dt.datetime(2019, 3, 20, 6, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("2019-03-13 14:59", "That time is past"),
        ("2019-02-30 09:00", "Enter a valid date/time"),
        ("x" * 10_000, "Enter a valid date/time"),
    ],
)
def test_the_past_and_nonsense_are_refused(draft: StandardPage, value: str, message: str) -> None:
    answer = posted(draft, go_live_at=value, **{"action-publish": "action-publish"})
    assert message in errors(answer)["go_live_at"][0]


@pytest.mark.parametrize("value", ["2019-03-31 01:30", "2019-10-27 01:30"])
def test_a_time_that_the_clocks_leave_out_or_show_twice_is_refused(
    draft: StandardPage, people: SimpleNamespace, value: str
) -> None:
    UserProfile.objects.filter(user=people.moderator).update(current_time_zone="Europe/London")
    assert "Europe/London" in errors(posted(draft, go_live_at=value))["go_live_at"][0]


def test_after_going_live_and_coming_down_the_page_can_be_saved_again(draft: StandardPage, time_machine: Any) -> None:
    draft.go_live_at, draft.expire_at = (dt.datetime(2019, 3, day, tzinfo=dt.UTC) for day in (14, 15))
    draft.save_revision().publish()
    for day in (14, 15):
        time_machine.move_to(dt.datetime(2019, 3, day, tzinfo=dt.UTC), tick=False)
        assert scheduler.run_due() == 1
        answer = posted(draft)
        assert answer.status_code == 302, errors(answer)


def test_the_editor_shows_times_with_their_zone(draft: StandardPage) -> None:
    posted(draft, go_live_at="2019-03-20 09:00", **{"action-publish": "action-publish"})
    client = Client()
    client.login(username="moderator", password=PASSWORD)
    text = client.get(f"/admin/pages/{draft.pk}/edit/").content.decode()
    assert "scheduled to go live at 20 March 2019, 09:00 +03" in text
