"""Every page type goes through every way to publish, in every state: only what may be live is live.

The numbers of combinations are asserted at the end of the file.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, Revision, get_page_models

from pages.models import BasePage
from publishing import hold
from schedule.clock import scheduler
from schedule.models import Action, Release
from schedule.releases import building, perform, planning
from tests import factories
from tests.conftest import PASSWORD
from tests.factories import PARAGRAPH
from tests.forms import form_data

HOUR = dt.timedelta(hours=1)
TYPES = [model for model in get_page_models() if issubclass(model, BasePage)]
FACTORIES = {factory._meta.model: factory for factory in vars(factories).values() if hasattr(factory, "_meta")}
STATES = ("complete", "incomplete", "without consent", "embargo pending", "on hold")
# What each type lacks when it is incomplete: a value for a field that publishing needs.
LACKS: dict[str, dict[str, Any]] = {
    "HomePage": {"sections": [("welcome", {"heading": "Welcome", "text": ""})]},
    "NewsPage": {"body": []},
    "StoryPage": {"body": []},
    "StorySeriesPage": {"introduction": ""},
    "StandardPage": {"body": [("heading", {"text": ""})]},
    "PartnerPage": {"membership": None},
    "PartnerSpotlightPage": {"contributions": []},
    "TimelineEventPage": {"sources": []},
    "DigestPage": {"items": []},
    # Lists of pages need nothing but a title; a draft without one can't be saved, but a version can lose it.
    "NewsIndexPage": {"title": ""},
    "StoryIndexPage": {"title": ""},
    "PartnerIndexPage": {"title": ""},
    "TimelinePage": {"title": ""},
    "DigestIndexPage": {"title": ""},
}
REFUSED = (ValidationError, PermissionDenied, DatabaseError)


@dataclass
class Case:
    """A page in a state, and those who act on it."""

    page: Page
    state: str
    client: Client
    people: SimpleNamespace

    @property
    def revision(self) -> Revision:
        return self.page.get_latest_revision()


@pytest.fixture(autouse=True)
def no_tasks(settings: Any) -> None:
    """Leave out the search index and the like, which half of a page's creation goes into."""
    settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


def parent_of(kind: type[Page], site: SimpleNamespace) -> Page:
    """Return the page below which one of a type is made."""
    name = kind.__name__
    if name == "HomePage":
        return Page.get_first_root_node()
    if name == "StoryPage":
        return factories.StorySeriesPageFactory(parent=site.stories, slug="series")
    sections = {"NewsPage": site.news, "StorySeriesPage": site.stories, "TimelineEventPage": site.timeline}
    sections |= {"PartnerPage": site.partners, "PartnerSpotlightPage": site.partners, "DigestPage": site.digest}
    return sections.get(name, site.home)


def make(kind: type[Page], state: str, site: SimpleNamespace, people: SimpleNamespace) -> Page:
    """Return a draft of a type in a state, with a version."""
    name = kind.__name__
    values: dict[str, Any] = {"live": False, "title": "Under test", "slug": "under-test"}
    if name == "StandardPage":
        values["body"] = PARAGRAPH
    if name == "StoryPage" and state == "without consent":
        values["is_sample"] = False
    lacks = LACKS[name] if state == "incomplete" else {}
    values |= {field: value for field, value in lacks.items() if field != "title"}
    if name == "HomePage":
        locale = Locale.objects.get_or_create(language_code="fr")[0]
        page = kind(locale=locale, summary="", **values)
        parent_of(kind, site).add_child(instance=page)
    else:
        page = FACTORIES[kind](parent=parent_of(kind, site), **values)
    if state == "embargo pending":
        page.go_live_at = timezone.now() + HOUR
    revision = page.save_revision(user=people.editor, clean=False)
    if "title" in lacks:
        revision.content = revision.content | {"title": ""}
        revision.save(update_fields=["content"])
    if state == "embargo pending":
        revision.publish(user=people.moderator)
    return kind.objects.get(pk=page.pk)


def force_live(case: Case) -> None:
    """Make the page live as an old database could have it, so that what copies it has something to copy."""
    if case.state == "embargo pending":
        return
    lacks = LACKS[type(case.page).__name__] if case.state == "incomplete" else {}
    values = {"title": ""} if "title" in lacks else {}
    Page.objects.filter(pk=case.page.pk).update(live=True, **values)
    case.page = type(case.page).objects.get(pk=case.page.pk)


# The ways


def by_form(case: Case, **action: str) -> list[int]:
    address = reverse("wagtailadmin_pages:edit", args=[case.page.pk])
    case.client.post(address, form_data(case.client, address, case.revision.as_object()) | action)
    return [case.page.pk]


def edit_form(case: Case) -> list[int]:
    return by_form(case, **{"action-publish": "1"})


def revert_form(case: Case) -> list[int]:
    revision = case.revision
    address = reverse("wagtailadmin_pages:revisions_revert", args=[case.page.pk, revision.pk])
    data = form_data(case.client, address, revision.as_object()) | {"action-publish": "1", "revision": str(revision.pk)}
    case.client.post(reverse("wagtailadmin_pages:edit", args=[case.page.pk]), data)
    case.client.post(address, data)
    return [case.page.pk]


def bulk(case: Case) -> list[int]:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    case.client.post(f"{address}?id={case.page.pk}", {"id": case.page.pk})
    return [case.page.pk]


def bulk_with_descendants(case: Case) -> list[int]:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    parent = case.page.get_parent()
    if parent.is_root():
        return bulk(case)
    case.client.post(f"{address}?id={parent.pk}", {"id": parent.pk, "include_descendants": "on"})
    return [case.page.pk]


def start_workflow(case: Case) -> Any:
    workflow = case.page.get_workflow()
    return workflow.start(case.page, case.people.editor).current_task_state


def approval_by_form(case: Case) -> list[int]:
    start_workflow(case)
    return by_form(case, **{"action-workflow-action": "true", "workflow-action-name": "approve"})


def approval_by_address(case: Case) -> list[int]:
    task = start_workflow(case)
    case.client.post(reverse("wagtailadmin_pages:workflow_action", args=[case.page.pk, "approve", task.pk]))
    return [case.page.pk]


def approval_by_modal(case: Case) -> list[int]:
    task = start_workflow(case)
    address = reverse("wagtailadmin_pages:workflow_action", args=[case.page.pk, "approve", task.pk])
    case.client.post(address, {"comment": "Good."}, headers={"X-Requested-With": "XMLHttpRequest"})
    return [case.page.pk]


def approval_by_code(case: Case) -> list[int]:
    start_workflow(case).approve(user=case.people.moderator)
    return [case.page.pk]


def revision_publish(case: Case) -> list[int]:
    case.revision.publish()
    return [case.page.pk]


def page_publish(case: Case) -> list[int]:
    case.page.publish(case.revision)
    return [case.page.pk]


def publish_action(case: Case) -> list[int]:
    PublishPageRevisionAction(case.revision, user=case.people.moderator).execute()
    return [case.page.pk]


def save_live(case: Case) -> list[int]:
    page = case.revision.as_object()
    page.live = True
    page.save(clean=False)
    return [case.page.pk]


def save_live_field(case: Case) -> list[int]:
    page = case.revision.as_object()
    page.live = True
    page.save(clean=False, update_fields=["live", "title", *LACKS[type(page).__name__]])
    return [case.page.pk]


def save_base_class(case: Case) -> list[int]:
    page = Page.objects.get(pk=case.page.pk)
    page.title = case.revision.content["title"]
    page.live = True
    page.save(clean=False)
    return [case.page.pk]


def add_live_child(case: Case) -> list[int]:
    """Another page with the same content is added as a live one."""
    content = case.revision.content | {"pk": None, "slug": "another", "translation_key": str(uuid.uuid4())}
    parent = case.page.get_parent()
    page = type(case.page).from_serializable_data(content, check_fks=False)
    page.path, page.depth, page.numchild, page.live = "", None, 0, True
    page.latest_revision = page.live_revision = None
    if type(page).__name__ == "HomePage":  # a home page has the slug of its language
        page.locale = Locale.objects.get_or_create(language_code="ar")[0]
    return [parent.add_child(instance=page).pk]


def copies_published(case: Case) -> list[int]:
    force_live(case)
    before = set(Page.objects.values_list("pk", flat=True))
    data = {"new_title": "Under test", "new_slug": "a-copy", "new_parent_page": case.page.get_parent().pk}
    case.client.post(reverse("wagtailadmin_pages:copy", args=[case.page.pk]), data | {"publish_copies": "on"})
    return sorted(set(Page.objects.values_list("pk", flat=True)) - before)


def copy_by_code(case: Case) -> list[int]:
    force_live(case)
    return [case.page.copy(update_attrs={"slug": "a-copy"}, keep_live=True).pk]


def alias_of_live(case: Case) -> list[int]:
    force_live(case)
    before = set(Page.objects.values_list("pk", flat=True))
    data = {"new_title": "Under test", "new_slug": "an-alias", "new_parent_page": case.page.get_parent().pk}
    case.client.post(reverse("wagtailadmin_pages:copy", args=[case.page.pk]), data | {"alias": "on"})
    return sorted(set(Page.objects.values_list("pk", flat=True)) - before)


def alias_of_draft(case: Case) -> list[int]:
    """The alias is made first, then its original is published."""
    alias = case.page.create_alias(update_slug="an-alias")
    case.revision.publish()
    return [alias.pk, case.page.pk]


def update_aliases(case: Case) -> list[int]:
    alias = case.page.create_alias(update_slug="an-alias")
    case.page.update_aliases(revision=case.revision)
    return [alias.pk]


def translation_alias(case: Case) -> list[int]:
    force_live(case)
    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    return [case.page.copy_for_translation(arabic, copy_parents=True, alias=True).pk]


def release(case: Case) -> list[int]:
    started = building.begin("A release", user=case.people.moderator)
    building.add(started, Page.objects.get(pk=case.page.pk), Action.PUBLISH, user=case.people.moderator)
    started.refresh_from_db()
    at = timezone.now() + HOUR
    planning.schedule(started, at, user=case.people.moderator, expected=started.version)
    Release.objects.filter(pk=started.pk).update(go_live_at=timezone.now())
    perform.perform_due(timezone.now())
    return [case.page.pk]


def forced_release(case: Case) -> list[int]:
    """The release was scheduled before its page lost what it lacks."""
    started = building.begin("A release", user=case.people.moderator)
    building.add(started, Page.objects.get(pk=case.page.pk), Action.PUBLISH, user=case.people.moderator)
    Release.objects.filter(pk=started.pk).update(state=Release.State.SCHEDULED, go_live_at=timezone.now())
    perform.perform_due(timezone.now())
    return [case.page.pk]


def scheduler_run(case: Case) -> list[int]:
    """The page was scheduled before it lost what it lacks."""
    if case.state != "embargo pending":
        due = timezone.now() - dt.timedelta(seconds=1)
        content = case.revision.content | {"go_live_at": due.isoformat()}
        Revision.objects.filter(pk=case.revision.pk).update(approved_go_live_at=due, content=content)
    scheduler.run_due()
    return [case.page.pk]


WAYS: list[Callable[[Case], list[int]]] = [
    edit_form,
    revert_form,
    bulk,
    bulk_with_descendants,
    approval_by_form,
    approval_by_address,
    approval_by_modal,
    approval_by_code,
    revision_publish,
    page_publish,
    publish_action,
    save_live,
    save_live_field,
    save_base_class,
    add_live_child,
    copies_published,
    copy_by_code,
    alias_of_live,
    alias_of_draft,
    update_aliases,
    translation_alias,
    release,
    forced_release,
    scheduler_run,
]
# By these a complete page stays as it is: there is one list of each sort in a language.
SINGLE = {"NewsIndexPage", "StoryIndexPage", "PartnerIndexPage", "TimelinePage", "DigestIndexPage"}
NOT_COPIED = {"copies_published", "alias_of_live"}
# A home page has the slug of its language, so one with an alias in the same language can't go live.
# Aliases follow what is live; here nothing is.
NEVER = {"update_aliases"}


def combinations() -> list[tuple[str, str, str]]:
    """Return every way, type and state that is tried; consent is a matter of stories alone."""
    return [
        (way.__name__, kind.__name__, state)
        for way in WAYS
        for kind in TYPES
        for state in STATES
        if state != "without consent" or kind.__name__ == "StoryPage"
    ]


def live_after(way: Callable[[Case], list[int]], case: Case) -> bool:
    """Return whether any page is live that a way could have published."""
    looked_at = (
        {case.page.pk} if way not in {copies_published, copy_by_code, alias_of_live, translation_alias} else set()
    )
    with suppress(*REFUSED), transaction.atomic():
        looked_at |= set(way(case))
        connection_checks()
    return Page.objects.filter(pk__in=looked_at, live=True).exists()


def connection_checks() -> None:
    """Let deferred constraints speak as they would at the end of the transaction."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_only_what_may_be_live_is_live(
    site: SimpleNamespace, people: SimpleNamespace, way: Callable[[Case], list[int]]
) -> None:
    client = Client(raise_request_exception=False)
    client.login(username="moderator", password=PASSWORD)
    wrong = []
    for kind in TYPES:
        for state in STATES:
            if (way.__name__, kind.__name__, state) not in COMBINATIONS:
                continue
            with transaction.atomic():
                case = Case(make(kind, state, site, people), state, client, people)
                if state == "on hold":
                    if way in {copies_published, copy_by_code, alias_of_live, translation_alias}:
                        force_live(case)
                    hold.hold_everything(people.moderator, "A drill.")
                is_expected = (
                    state == "complete"
                    and way.__name__ not in NEVER
                    and not (way.__name__ in NOT_COPIED and kind.__name__ in SINGLE)
                )
                is_live = live_after(way, case)
                if is_live != is_expected:
                    wrong.append(f"{kind.__name__}, {state}: {'live' if is_live else 'not live'}")
                transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


COMBINATIONS = set(combinations())


def test_how_many_combinations_there_are() -> None:
    assert len(WAYS) >= 14
    assert {kind.__name__ for kind in TYPES} == set(LACKS)
    assert len(COMBINATIONS) == len(WAYS) * (len(TYPES) * 4 + 1) == 1368
