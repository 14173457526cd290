"""System checks that hold the conventions of page kinds."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from pages.models import BasePage


def page_kinds() -> list[type[BasePage]]:
    """Returns every page kind of the site."""
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


@register()
def check_page_kinds(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Checks that every page kind declares what the house expects of it."""
    return [message for kind in page_kinds() for message in check_page_kind(kind)]


def check_page_kind(kind: type[BasePage]) -> Iterator[CheckMessage]:
    """Yields what one page kind lacks.

    Args:
        kind: A concrete page model.
    """
    own = set(vars(kind))
    for number, name in enumerate(
        ("template", "card_template", "parent_page_types", "subpage_types", "schema_type", "search_text_fields"),
        start=1,
    ):
        if name not in own:
            yield Error(
                f"{kind.__name__} does not declare {name}.",
                hint=f"Write {name} = … in the class itself, as the other page kinds do.",
                obj=kind,
                id=f"coalition.E{number:03}",
            )
    for name in ("template", "card_template"):
        if (path := vars(kind).get(name)) and not _exists(path):
            yield Error(f"The {name} {path} does not exist.", hint="Add the file.", obj=kind, id="coalition.E010")
    for name in kind.__dict__.get("search_text_fields", ()):
        if not hasattr(kind, name):
            yield Error(f"There is no field {name} to search.", hint="Mend the name.", obj=kind, id="coalition.E011")
    for field in kind._meta.local_fields:
        if field.editable and not field.help_text and not field.remote_field and not field.choices:
            yield Error(
                f"The field {field.name} has no help text.",
                hint="Say what editors should enter, in one sentence.",
                obj=field,
                id="coalition.E012",
            )
    if kind.private_page_options:
        yield Error(
            f"{kind.__name__} can be made private.",
            hint="Nothing here is published behind a password: leave private_page_options empty.",
            obj=kind,
            id="coalition.E013",
        )


def _exists(path: str) -> bool:
    try:
        get_template(path)
    except TemplateDoesNotExist:
        return False
    return True
