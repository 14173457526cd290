"""Named cases: what went wrong once, or what the table alone does not show."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from wagtail.models import Page
from wagtail_localize.models import Translation

from news.models import NewsPage
from publishing import hold
from tests.admin.browser import Browser
from tests.admin.forms import page_form, scraped
from tests.admin.test_locks import by_person
from tests.admin.world import DAY, fresh, make_page
from tests.factories import ImageFactory

NAMES = {"first_name": "Sana", "last_name": "Aziz"}


def follower(world: SimpleNamespace, **values: Any) -> Page:
    """Return a French page that follows a live English one."""
    translation = Translation.objects.get(pk=world.translation.pk)
    page = fresh(translation.get_target_instance())
    for name, value in values.items():
        setattr(page, name, value)
    if not page.live:
        page.unpublish()
    return fresh(page)


def draft(world: SimpleNamespace) -> Page:
    page = follower(world)
    page.unpublish()
    return fresh(page)


def scheduled(world: SimpleNamespace) -> Page:
    page = draft(world)
    page.go_live_at = timezone.now() + DAY
    page.save_revision().publish()
    assert not fresh(page).live
    assert fresh(page).approved_schedule
    return fresh(page)


def locked(world: SimpleNamespace) -> Page:
    page = draft(world)
    by_person(page, world)
    return fresh(page)


def held(world: SimpleNamespace) -> Page:
    page = draft(world)
    hold.hold_everything(world.people["superuser"], "A test")
    return page


def live(world: SimpleNamespace) -> Page:
    return follower(world)


@pytest.mark.parametrize("role", ["editor", "moderator", "superuser"])
@pytest.mark.parametrize("prepare", [draft, scheduled, locked, held, live])
def test_a_translation_never_becomes_its_original(
    world: SimpleNamespace, browsers: dict[str, Browser], prepare: Any, role: str
) -> None:
    page = prepare(world)
    before = Page.objects.filter(pk=page.pk).values().get()
    response = browsers[role].send("POST", reverse("wagtail_localize:convert_to_alias", args=[page.pk]), {})
    assert response.status_code == 404
    assert Page.objects.filter(pk=page.pk).values().get() == before


def test_no_menu_offers_what_is_closed(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    page = follower(world)
    Translation.objects.filter(pk=world.translation.pk).update(enabled=False)
    editor = browsers["superuser"].get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "localize-restart-translation" in editor
    assert "localize-convert-to-alias" not in editor
    home = browsers["superuser"].get("/admin/").content.decode()
    assert "/admin/reports/workflow/" in home
    assert reverse("wagtailsearchpromotions:search_terms") not in home
    collection = browsers["superuser"].get(f"/admin/collections/{world.collection.pk}/").content.decode()
    assert reverse("wagtailadmin_collections:set_privacy", args=[world.collection.pk]) not in collection


@pytest.mark.parametrize("view", ["edit", "add"])
def test_an_administrator_makes_no_superuser(world: SimpleNamespace, browsers: dict[str, Browser], view: str) -> None:
    user = world.people["staff"]
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    form = scraped(browsers["administrator"].get(address)) | NAMES | {"is_superuser": "on"}
    if view == "add":
        address = reverse("wagtailusers_users:add")
        form |= {
            "username": "new",
            "email": "new@example.org",
            "password1": "abcd-efgh-1234",
            "password2": "abcd-efgh-1234",
        }
    browsers["administrator"].send("POST", address, form)
    superusers = get_user_model().objects.filter(is_superuser=True)
    assert set(superusers) == {world.people["superuser"]}


def test_an_administrator_changes_no_superusers_account(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    address = reverse("wagtailusers_users:edit", args=[world.people["superuser"].pk])
    form = scraped(browsers["administrator"].get(address))
    form |= NAMES | {"email": "mine@example.org", "password1": "abcd-efgh-1234", "password2": "abcd-efgh-1234"}
    form.pop("is_superuser", None)
    browsers["administrator"].send("POST", address, form)
    user = get_user_model().objects.get(pk=world.people["superuser"].pk)
    assert user.email == "superuser@example.org"
    assert not user.check_password("abcd-efgh-1234")


def test_an_administrator_shuts_no_superuser_out(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    superuser = world.people["superuser"]
    address = f"/admin/bulk/users/user/set_active_state/?id={superuser.pk}&id={world.people['staff'].pk}"
    browsers["administrator"].send("POST", address, {"mark_as_active": "False"})
    active = get_user_model().objects.filter(is_active=True)
    assert superuser in active
    assert world.people["staff"] not in active


def test_a_task_in_which_pages_wait_stays_enabled(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    address = reverse("wagtailadmin_workflows:disable_task", args=[world.task.pk])
    browsers["administrator"].send("POST", address, {})
    assert not fresh(world.submitted).live
    assert type(world.task).objects.get(pk=world.task.pk).active


@pytest.mark.parametrize("model", ["stories/consentrecord", "social/socialsource"])
def test_names_of_other_snippets_are_not_listed(
    world: SimpleNamespace, browsers: dict[str, Browser], model: str
) -> None:
    for path in (f"/admin/localize/api/snippets/{model}/", f"/admin/localize/api/snippets/{model}/1/"):
        assert browsers["editor"].get(path).status_code == 302
    assert browsers["editor"].get("/admin/localize/api/snippets/pages/lineofeffort/").status_code == 200


@pytest.fixture
def incomplete(world: SimpleNamespace) -> Any:
    """A news page without a body, that somebody submitted for approval."""
    page = make_page(world.news, live=False, title="Empty", body=[])
    world.workflow.start(page, world.people["editor"])
    return fresh(page)


def approve(page: Any) -> str:
    return f"/admin/pages/workflow/action/{page.pk}/approve/{page.current_workflow_task_state.pk}/"


def test_a_refused_publication_names_the_page_and_the_rule(browsers: dict[str, Browser], incomplete: Any) -> None:
    response = browsers["moderator"].send("POST", approve(incomplete), {})
    assert response.status_code == 302
    assert response.headers["Location"] == f"/admin/pages/{incomplete.pk}/edit/"
    said = browsers["moderator"].said(response)
    assert "Empty" in said
    assert not fresh(incomplete).live


def test_a_refused_publication_answers_scripts_with_json(browsers: dict[str, Browser], incomplete: Any) -> None:
    script = {"x-requested-with": "XMLHttpRequest"}
    response = browsers["moderator"].send("POST", approve(incomplete), {}, **script)
    assert response.status_code == 422
    answer = response.json()
    assert answer["success"] is False
    assert "Empty" in answer["error_message"]


@pytest.fixture
def undescribed(world: SimpleNamespace) -> Any:
    """A complete news page that somebody submitted, and whose image nobody describes any more: a rule of its fields."""
    page = make_page(world.news, live=False, title="Undescribed", lead_image=ImageFactory(), lead_image_decorative=True)
    world.workflow.start(page, world.people["editor"])
    page.lead_image_alt, page.lead_image_decorative = "", False
    page.save_revision(clean=False)
    return fresh(page)


def copied(page: Any, **values: str) -> tuple[str, dict[str, str]]:
    data = {"new_title": "Copy", "new_slug": "a-copy", "new_parent_page": str(page.get_parent().pk)}
    return f"/admin/pages/{page.pk}/copy/", data | values


@pytest.mark.parametrize("way", ["approve", "bulk", "bulk below", "copy", "alias"])
def test_a_rule_of_the_fields_is_refused_as_any_other(
    browsers: dict[str, Browser], world: SimpleNamespace, undescribed: Any, way: str
) -> None:
    Page.objects.filter(locked=True).update(locked=False)
    if way in {"copy", "alias"}:
        Page.objects.filter(pk=undescribed.pk).update(live=True)
        NewsPage.objects.filter(pk=undescribed.pk).update(lead_image_alt="", lead_image_decorative=False)
    address, data = {
        "approve": (approve(undescribed), {}),
        "bulk": (f"/admin/bulk/wagtailcore/page/publish/?id={undescribed.pk}", {}),
        "bulk below": (f"/admin/bulk/wagtailcore/page/publish/?id={world.news.pk}", {"include_descendants": "on"}),
        "copy": copied(undescribed, publish_copies="on"),
        "alias": copied(undescribed, alias="on"),
    }[way]
    response = browsers["moderator"].send("POST", address, data)
    assert response.status_code == 302
    said = browsers["moderator"].said(response)
    assert "Undescribed" in said
    assert "Say what the image shows" in said
    assert not NewsPage.objects.filter(slug="a-copy").exists()
    assert way in {"copy", "alias"} or not fresh(undescribed).live


def test_a_rule_of_the_fields_answers_scripts_with_json(browsers: dict[str, Browser], undescribed: Any) -> None:
    script = {"x-requested-with": "XMLHttpRequest"}
    response = browsers["moderator"].send("POST", approve(undescribed), {}, **script)
    assert response.status_code == 422
    assert "Say what the image shows" in response.json()["error_message"]


def test_consent_records_are_deleted_by_name(browsers: dict[str, Browser], world: SimpleNamespace) -> None:
    record = world.consentrecord
    address = f"/admin/bulk/stories/consentrecord/delete/?id={record.pk}"
    shown = browsers["moderator"].get(address).content.decode()
    assert escape(record.title()) in shown
    assert "taken down at once" in shown
    response = browsers["moderator"].send("POST", address, {})
    assert "1 consent record deleted." in browsers["moderator"].said(response)


@pytest.mark.parametrize("path", ["/admin/images/{image}/", "/admin/pages/{live}/edit/", "/admin/users/"])
def test_no_page_links_what_is_closed(browsers: dict[str, Browser], world: SimpleNamespace, path: str) -> None:
    address = path.format(image=world.image.pk, live=world.live.pk)
    shown = browsers["superuser"].get(address).content.decode()
    assert not re.search(r'href="[^"]*(original_images|/media/[^"]*original)', shown)
    assert "/privacy/" not in shown
    assert "/users/copy/" not in shown


def test_a_locked_page_answers_scripts_with_json(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    by_person(world.live, world)
    script = {"x-requested-with": "XMLHttpRequest"}
    address = reverse("wagtailadmin_pages:set_page_position", args=[world.live.pk])
    response = browsers["moderator"].send("POST", f"{address}?position=0", {}, **script)
    assert response.status_code == 409
    assert "Live" in response.json()["error_message"]


def test_a_bulk_action_leaves_out_what_is_locked(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    by_person(world.live, world)
    address = f"/admin/bulk/wagtailcore/page/delete/?id={world.live.pk}&id={world.other_live.pk}"
    response = browsers["moderator"].send("POST", address, {})
    assert "Live" in browsers["moderator"].said(response)
    assert Page.objects.filter(pk=world.live.pk).exists()
    assert not Page.objects.filter(pk=world.other_live.pk).exists()


def test_a_section_is_not_moved_with_a_locked_page(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    by_person(world.story, world)
    address = reverse("wagtailadmin_pages:delete", args=[world.series.pk])
    browsers["superuser"].send("POST", address, {})
    assert Page.objects.filter(pk=world.story.pk).exists()


def test_moderators_add_lines_of_effort_by_no_detour(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    address = reverse("wagtail_localize:submit_snippet_translation", args=["pages", "lineofeffort", world.line.pk])
    for role in ("moderator", "administrator"):
        browsers[role].send("POST", address, {"locales": [world.locale.pk]})
        assert type(world.line).objects.filter(locale=world.locale).exists() == (role == "administrator")


def test_a_form_still_says_itself_that_a_page_is_locked(world: SimpleNamespace, browsers: dict[str, Browser]) -> None:
    by_person(world.live, world)
    address = f"/admin/pages/{world.live.pk}/edit/"
    response = browsers["moderator"].send("POST", address, page_form(browsers["superuser"].get(address)))
    assert response.status_code == 200
    assert fresh(world.live).get_latest_revision_as_object().title == "Live"
