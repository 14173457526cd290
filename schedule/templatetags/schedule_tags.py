"""Times with their zones beside them, and what holds for every page of the admin."""

import datetime as dt

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from publishing import hold
from publishing.models import Hold
from schedule.zones import in_words, in_zones

register = template.Library()


@register.simple_tag
def instant(at: dt.datetime | None) -> SafeString:
    """Returns an instant in the editor's zone, the site's and UTC, for people and machines."""
    if at is None:
        return SafeString("")
    return format_html('<time datetime="{}">{}</time>', _machine(at), in_words(at))


@register.simple_tag
def clock(at: dt.datetime) -> SafeString:
    """Returns the time of day in the editor's zone; the other zones are said to those who ask or listen."""
    local = at.astimezone(timezone.get_current_timezone())
    zone = local.tzname() or ""
    return format_html(
        '<time datetime="{}" title="{}">{} <small>{}</small></time>', _machine(at), in_words(at), f"{local:%H:%M}", zone
    )


@register.simple_tag
def clocks(at: dt.datetime) -> SafeString:
    """Returns the time of day in the editor's zone, the site's and UTC, below a heading that says the day."""
    own, *others = in_zones(at)
    there = "; ".join(f"{other.at:%H:%M} {other.zone}" for other in others)
    text = f"{own.at:%H:%M} {own.zone}" + (f" ({there})" if there else "")
    return format_html('<time datetime="{}">{}</time>', _machine(at), text)


@register.simple_tag
def current_hold() -> Hold | None:
    """Returns the hold in force, None where there is none."""
    return hold.current()


def _machine(at: dt.datetime) -> str:
    """Returns an instant for the ``datetime`` attribute."""
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
