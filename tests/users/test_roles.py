"""What each role may do, and what it may not."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from home.models import HomePage
from tests.conftest import PASSWORD
from tests.factories import NewsPageFactory
from users.roles import ADMINISTRATORS, EDITORS, MODERATORS, addresses_of_moderators, install_roles


def test_editors_write_and_moderators_publish(people: SimpleNamespace, site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news)
    assert page.permissions_for_user(people.editor).can_edit()
    assert not page.permissions_for_user(people.editor).can_publish()
    assert not page.permissions_for_user(people.editor).can_unpublish()
    assert page.permissions_for_user(people.moderator).can_publish()
    assert page.permissions_for_user(people.moderator).can_lock()


@pytest.mark.parametrize(
    ("group", "has", "lacks"),
    [
        (EDITORS, "wagtailadmin.access_admin", "stories.view_consentrecord"),
        (EDITORS, "wagtailadmin.access_admin", "pages.change_urgentbanner"),
        (MODERATORS, "stories.add_consentrecord", "users.change_user"),
        (MODERATORS, "pages.change_urgentbanner", "partners.change_membership"),
        (ADMINISTRATORS, "partners.change_membership", "publishing.change_job"),
    ],
)
def test_each_group_has_what_it_needs_and_no_more(site: SimpleNamespace, group: str, has: str, lacks: str) -> None:
    names = {f"{p.content_type.app_label}.{p.codename}" for p in Group.objects.get(name=group).permissions.all()}
    assert has in names
    assert lacks not in names


def test_installing_roles_twice_is_the_same_as_once(site: SimpleNamespace) -> None:
    def state() -> Any:
        return [
            (group.name, sorted(group.permissions.values_list("pk", flat=True)), group.page_permissions.count())
            for group in Group.objects.order_by("name")
        ]

    before = state()
    Group.objects.get(name=EDITORS).permissions.add(*Group.objects.get(name=ADMINISTRATORS).permissions.all())
    install_roles()
    assert state() == before


def test_moderators_addresses(people: SimpleNamespace) -> None:
    people.second_moderator.is_active = False
    people.second_moderator.save()
    assert addresses_of_moderators() == ["moderator@example.org"]


@pytest.mark.parametrize("name", ["editor", "moderator", "admin"])
def test_everybody_reaches_the_dashboard(client: Client, people: SimpleNamespace, name: str) -> None:
    client.login(username=name, password=PASSWORD)
    response = client.get(reverse("wagtailadmin_home"))
    assert response.status_code == 200
    assert "Global Coalition against Daesh" in response.content.decode()


def test_start_site_makes_an_empty_site_with_an_administrator(no_site: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMIN_PASSWORD", "short")
    with pytest.raises(CommandError, match="will not do"):
        call_command("start_site", verbosity=0)
    assert not HomePage.objects.exists()
    monkeypatch.setenv("ADMIN_PASSWORD", PASSWORD)
    call_command("start_site", username="chief", verbosity=0)
    client = Client()
    assert client.login(username="chief", password=PASSWORD)
    assert client.get("/en/").status_code == 200
    assert client.get("/en/news/").status_code == 200
    assert Page.objects.filter(depth=3).count() == 6
    with pytest.raises(CommandError, match="already"):
        call_command("start_site", verbosity=0)
