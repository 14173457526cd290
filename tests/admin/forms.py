"""What is sent to an address: the fields of its own form, as a browser would send them, and what a case adds."""

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from django.http import HttpResponse
from django.utils import timezone
from wagtail.contrib.redirects.base_formats import CSV
from wagtail.contrib.redirects.utils import get_import_formats, write_to_file_storage
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from tests.factories import a_jpeg

Data = dict[str, Any]


def data_of(name: str, world: SimpleNamespace, shown: HttpResponse | None) -> Data:
    """Return what is sent to an address.

    Args:
        name: The address in the table.
        world: The objects that it can be about.
        shown: The answer to a superuser's GET, with its form; None where it takes no GET.
    """
    if name in PAGE_FORMS and shown is not None:
        return page_form(shown)
    fields = scraped(shown) if shown is not None and shown.status_code == 200 else {}
    return fields | (EXTRA[name](world) if name in EXTRA else {})


def rewound(data: Data) -> Data:
    """Return what is sent, with files from their beginning, and without what a form does not send."""
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return {key: "" if value is None else value for key, value in data.items()}


def page_form(shown: Any, **values: Any) -> Data:
    """Return the fields of a page's form, with a body that may be published."""
    form = shown.context["form"]
    data = {
        field.html_name: field.value() or "" for field in form if isinstance(field.value(), str | dt.date | int | None)
    }
    for formset in form.formsets.values():
        data |= {f"{formset.prefix}-{name}": "0" for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    body = streamfield([("paragraph", rich_text("<p>Water runs again in Mosul.</p>"))])
    changed = {"title": "Changed title", "slug": "changed-title", "summary": "Changed."}
    return (
        {key: value for key, value in data.items() if value is not False}
        | nested_form_data({"body": body})
        | changed
        | values
    )


def scraped(shown: HttpResponse) -> Data:
    """Return the fields of the largest form of an answer, in a page or in a dialog."""
    text = shown.content.decode(errors="replace")
    if shown.headers.get("Content-Type", "").startswith("application/json"):
        answer = json.loads(text)
        text = str(answer.get("html", "")) if isinstance(answer, dict) else ""
    found: Data = {}
    for index in range(6):
        try:
            fields = querydict_from_html(text, form_index=index)
        except ValueError:
            break
        found = max(found, dict(fields.lists()), key=len)
    return found


def _day(days: int) -> str:
    return f"{timezone.now() + dt.timedelta(days=days):%Y-%m-%d}"


def _upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


PAGE_FORMS = {"wagtailadmin_pages:add", "wagtailadmin_pages:edit", "wagtailadmin_pages:revisions_revert"}

# Fields of blocks are made by a script, so they are not in the form as it is sent to the browser.
NO_BLOCKS = {f"{name}-count": "0" for name in ("social_accounts", "legal_links", "offline_pages")}

EXTRA: dict[str, Callable[[SimpleNamespace], Data]] = {
    "wagtailadmin_pages:copy": lambda world: {"new_slug": "a-copy", "new_parent_page": world.news.pk},
    "wagtailadmin_pages:move": lambda world: {"new_parent_page": world.other_series.pk},
    "wagtail_bulk_action:wagtailcore.page.move": lambda world: {"chooser": world.other_series.pk},
    "wagtail_localize:submit_page_translation": lambda world: {"locales": [world.locale.pk]},
    "wagtail_localize:submit_snippet_translation": lambda world: {"locales": [world.locale.pk]},
    "wagtail_localize:update_translations": lambda _world: {"publish_translations": "on"},
    "wagtail_localize:edit_string_translation": lambda _world: {"value": "Une autre version"},
    "wagtail_localize:edit_override": lambda _world: {"value": "1"},
    "upload_translation_file": lambda world: {"file": _upload("fr.po", str(_changed_po(world)).encode())},
    "wagtail_localize:upload_pofile": lambda world: {"file": _upload("fr.po", str(_changed_po(world)).encode())},
    "schedule:plan": lambda _world: {"day": _day(40), "time": "09:00", "propose": "", "expected": ""},
    "schedule:move": lambda world: {"page": world.scheduled.pk, "action": "publish", "day": _day(50)},
    "schedule:hold": lambda _world: {"reason": "A test"},
    "schedule_feed": lambda _world: {"make": ""},
    "schedule_previews": lambda _world: {"reviewer": "Rami", "days": "3"},
    "schedule_releases:list": lambda _world: {"name": "Another"},
    "schedule_releases:detail": lambda _world: {"rename": "", "name": "Renamed"},
    "schedule_releases:add_page": lambda world: {"release": world.release.pk, "name": "", "action": "publish"},
    "social_stop": lambda _world: {"since": ""},
    "wagtaildocs:add_multiple": lambda _world: {"files[]": _upload("x.csv", b"a,b\n"), "title": "x"},
    "wagtailimages:add_multiple": lambda _world: {"files[]": _upload("x.jpg", a_jpeg()), "title": "x"},
    "wagtailredirects:process_import": lambda _world: _signed_import(),
    "wagtailsnippets_pages_sitesettings:add": lambda _world: NO_BLOCKS,
    "wagtailsnippets_pages_sitesettings:edit": lambda _world: NO_BLOCKS,
    "wagtailadmin_password_reset": lambda _world: {"email": "nobody@example.org"},
}


def _changed_po(world: SimpleNamespace) -> Any:
    file = world.translation.export_po()
    for entry in file:
        if "slug" not in entry.msgctxt:
            entry.msgstr = f"Autre {entry.msgid}"
    return file


def _signed_import() -> Data:
    """Return what the second step of importing redirects is sent: where the first step has put its file."""
    stored = write_to_file_storage(_upload("redirects.csv", b"from,to\n/a,/b\n"), CSV())
    sign = Signer().sign
    return {"input_format": sign(str(get_import_formats().index(CSV))), "import_file_name": sign(stored.name)}
