"""The addresses of the admin as its URL resolver has them, and what stands in each of them in these tests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.urls import URLPattern, get_resolver
from wagtail.admin.views.bulk_action.registry import bulk_action_registry

from news.models import NewsPage

BULK = "wagtail_bulk_action"
PLACEHOLDER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Route:
    """An address: its name as the middleware sees it, and its pattern."""

    name: str
    pattern: str

    @property
    def parameters(self) -> list[str]:
        return PLACEHOLDER.findall(self.pattern)


def routes() -> Iterator[Route]:
    """Yield every address below ``/admin/``; each bulk action of each model is one."""
    admin = next(item for item in get_resolver().url_patterns if str(item.pattern) == "admin/")

    def inside(patterns: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[Route]:
        for item in patterns:
            pattern = prefix + str(item.pattern)
            if not isinstance(item, URLPattern):
                yield from inside(item.url_patterns, pattern, (*spaces, item.namespace) if item.namespace else spaces)
            elif item.name == BULK:
                yield from _bulk_actions()
            else:
                yield Route(":".join((*spaces, item.name)) if item.name else pattern, pattern)

    yield from inside(admin.url_patterns, "admin/", ())


def _bulk_actions() -> Iterator[Route]:
    bulk_action_registry._scan_for_bulk_actions()
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            for action in actions:
                yield Route(f"{BULK}:{app}.{model}.{action}", f"admin/bulk/{app}/{model}/{action}/")


def path_of(route: Route, world: SimpleNamespace) -> str:
    """Return the path of an address about the objects of ``world``."""
    if route.name in SPECIAL:
        return SPECIAL[route.name](world)
    pattern = route.pattern.replace("^", "").replace("$", "")
    values = {name: str(value(world, route.name, name)) for name in route.parameters}
    return "/" + PLACEHOLDER.sub(lambda found: values[found[1]], pattern)


def query_of(route: Route, world: SimpleNamespace) -> str:
    """Return the query that a request to an address needs."""
    if route.name.startswith(f"{BULK}:"):
        return f"?id={_bulk_object(world, route.name).pk}"
    if name := QUERIES.get(route.name):
        return name(world)
    return ""


def _object(world: SimpleNamespace, model: str) -> Any:
    names = {"coalitionimage": "image", "page": "live"}
    return getattr(world, names.get(model, model))


def _bulk_object(world: SimpleNamespace, name: str) -> Any:
    _app, model, action = name.removeprefix(f"{BULK}:").split(".")
    return world.story if (model, action) == ("page", "move") else _object(world, model)


OBJECTS = {
    "wagtailadmin_collections": "collection",
    "wagtailredirects": "redirect",
    "wagtaillocales": "spare_locale",
    "wagtailsites": "site",
    "wagtailusers_users": "user",
    "wagtailusers_groups": "group",
    "wagtailimages_chooser": "image",
    "wagtaildocs_chooser": "document",
    "wagtailsettings": "sitesettings",
    "wagtailadmin_api:pages": "live",
    "wagtailadmin_api:images": "image",
    "wagtailadmin_api:documents": "document",
    "schedule_releases": "release",
    "mfa_edit_webauthn": "passkey",
    "mfa_remove_webauthn": "passkey",
    "invite_user": "user",
    "social_stop": "socialsource",
    "social_start": "socialsource",
    "schedule_previews": "draft",
    "schedule": "spare",
}
PAGES = {
    "workflow_action": "submitted",
    "collect_workflow_action_data": "submitted",
    "confirm_workflow_cancellation": "submitted",
    "workflow_preview": "submitted",
    "workflow_history": "submitted",
    "workflow_history_detail": "submitted",
    "revisions_unschedule": "scheduled",
    "convert_alias": "alias",
    "convert_to_alias": "translated",
    "move": "story",
    "move_confirm": "story",
    "unlock": "locked",
}


def value(world: SimpleNamespace, name: str, parameter: str) -> Any:
    """Return what stands in an address for a parameter."""
    space, _colon, view = name.rpartition(":")
    if parameter in FIXED:
        return FIXED[parameter]
    if parameter in {"page_id", "page_to_move_id", "page_pk"}:
        return getattr(world, PAGES.get(view, "live")).pk
    if parameter == "revision_id":
        return getattr(world, PAGES.get(view, "live")).latest_revision_id
    if parameter == "pk":
        return _of(world, name, space, view).pk
    if parameter.startswith("content_type_"):
        return {"content_type_app_name": "news", "content_type_model_name": "newspage"}[parameter]
    if parameter in {"app_label", "app_name", "model_name", "object_id"}:
        return _model(world, view, parameter)
    return _by_parameter(world, parameter, name)


def _of(world: SimpleNamespace, name: str, space: str, view: str) -> Any:
    if space.startswith("wagtailsnippet"):
        return getattr(world, space.rpartition("_")[2])
    if space == "wagtailadmin_workflows":
        return {"disable_task": world.spare_task, "edit_task": world.task, "enable_task": world.task}.get(
            view, world.workflow
        )
    if name == "schedule_releases:add_page":
        return world.other_live
    if space == "wagtail_localize":
        return world.line
    return getattr(world, OBJECTS[space or name])


def _model(world: SimpleNamespace, view: str, parameter: str) -> Any:
    if view in {"submit_snippet_translation", "snippets_api_listing", "snippets_api_detail"}:
        return {"app_label": "pages", "model_name": "lineofeffort"}[parameter]
    if view == "wagtailadmin_tag_model_autocomplete":
        return {"app_name": "taggit", "model_name": "tag"}[parameter]
    if view == "add_task":
        return {"app_label": "wagtailcore", "model_name": "groupapprovaltask"}[parameter]
    if view == "ping":
        return {"app_label": "wagtailcore", "model_name": "page", "object_id": world.live.pk}[parameter]
    if view in {"edit", "preview_on_edit"}:
        return {"app_name": "pages", "model_name": "sitesettings"}[parameter]
    return {"app_label": "news", "model_name": "newspage"}[parameter]


def _by_parameter(world: SimpleNamespace, parameter: str, name: str) -> Any:
    simple = {
        "destination_id": "other_series",
        "parent_page_id": "news",
        "image_id": "image",
        "doc_id": "document",
        "document_id": "document",
        "collection_id": "collection",
        "redirect_id": "redirect",
        "query_id": "query",
        "task_id": "task",
        "task_state_id": "task_state",
        "workflow_state_id": "workflow_state",
        "workflow_pk": "workflow",
        "translation_id": "translation",
        "translation_source_id": "source",
        "string_segment_id": "segment",
        "overridable_segment_id": "override",
        "session_id": "session",
    }
    if parameter == "uploaded_file_id":
        return world.uploads["jpg" if "image" in name else "csv"].pk
    return getattr(world, simple[parameter]).pk


FIXED = {
    "action": "publish",
    "action_name": "approve",
    "filter_spec": "width-100",
    "uidb64": "MQ",
    "token": "set-password",
}

SPECIAL: dict[str, Any] = {
    "wagtail_localize:preview_translation": lambda world: f"/admin/localize/translate/{world.translation.pk}/preview/",
    "account_reset_password_from_key": lambda _world: "/admin/password_reset/1-set-password/",
    "admin/^.*/$": lambda _world: "/admin/nothing-here/",
    "wagtailadmin_pages:revisions_compare": lambda world: (
        f"/admin/pages/{world.live.pk}/revisions/compare/live...latest/"
    ),
    "wagtailadmin_editing_sessions:ping": lambda world: (
        f"/admin/editing-sessions/ping/wagtailcore/page/{world.live.pk}/{world.session.pk}/"
    ),
    "schedule:month": lambda _world: "/admin/schedule/month/2019-03/",
    "schedule:week": lambda _world: "/admin/schedule/week/2019-W12/",
    "schedule:agenda": lambda _world: "/admin/schedule/agenda/2019-03-13/",
    "wagtailadmin_api:pages:action": lambda world: f"/admin/api/main/pages/{world.draft.pk}/action/publish/",
}

QUERIES: dict[str, Any] = {
    "wagtailadmin_api:pages:find": lambda world: f"?id={world.live.pk}",
    "wagtailadmin_api:images:find": lambda world: f"?id={world.image.pk}",
    "wagtailadmin_api:documents:find": lambda world: f"?id={world.document.pk}",
    "wagtailadmin_tag_autocomplete": lambda _world: "?term=a",
    "wagtailadmin_tag_model_autocomplete": lambda _world: "?term=a",
    "wagtailadmin_choose_page_chosen_multiple": lambda world: f"?id={world.live.pk}",
    "wagtailimages_chooser:chosen_multiple": lambda world: f"?id={world.image.pk}",
    "wagtaildocs_chooser:chosen_multiple": lambda world: f"?id={world.document.pk}",
    "wagtailadmin_block_preview": lambda _world: (
        f"?id={NewsPage.body.field.stream_block.child_blocks['paragraph'].definition_prefix}"
    ),
}

ROUTES = sorted(set(routes()), key=lambda route: route.name)
_PUT = {"wagtail_localize:edit_string_translation", "wagtail_localize:edit_override"}


def method_of(route: Route) -> str:
    """Return the method by which an address is told to do something."""
    return "PUT" if route.name in _PUT else "POST"
