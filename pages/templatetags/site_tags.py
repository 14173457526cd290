"""Tags that every template of the site uses."""

import json
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_from_path, get_language_info, pgettext
from wagtail.models import Page

from pages.frame import Frame
from pages.models import CoalitionImage
from pages.pictures import AVIF, AVIF_SCREENS, FORMATS, PRESETS
from pages.shown_pictures import by_format

register = template.Library()

# What could end the element or begin another inside it, as in Django's own json_script.
JSON_SCRIPT_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def site_frame(context: Context) -> Frame:
    """Returns what stands around the page of this context: built once a rendering."""
    frame = context.render_context.get("site_frame")
    if frame is None:
        request = context.get("request")
        page = context.get("page")
        address, parameters = (request.build_absolute_uri(), request.GET) if request else ("", None)
        frame = Frame(page if getattr(page, "pk", None) else None, address, parameters, context.get("place"))
        context.render_context["site_frame"] = frame
    return frame


@register.simple_tag
def foreign(language: str) -> SafeString:
    """Returns the attributes of an element that holds something in another language than the page's; else nothing.

    Args:
        language: The code of its language: that of a snippet, a setting or a link which may not be translated yet.
    """
    if not language or language == get_language():
        return SafeString("")
    return format_html(' lang="{}" dir="{}"', language, "rtl" if get_language_info(language)["bidi"] else "ltr")


@register.filter
def language_of(page: Page) -> str:
    """Returns the code of a page's language: one that staff chose may not be translated.

    The page's address begins with it, so that the language's row need not be read.
    """
    return get_language_from_path(page.url_path) or ""


@register.simple_tag
def in_language(text: str, language: str = "") -> SafeString:
    """Returns a text by itself, with the attributes of its language where that is another than the page's.

    Args:
        text: The text.
        language: The code of its language; empty for the page's.
    """
    return format_html("<bdi{}>{}</bdi>", foreign(language), text)


@register.simple_tag
def comma() -> str:
    """Returns what stands between the items of a list in the page's language, its space with it."""
    return pgettext("between items of a list", ", ")


@register.filter
def spoken_address(url: str) -> SafeString:
    """Returns an address for readers: from left to right, and each part by itself.

    Two parts in Arabic would otherwise be one run of text to a browser, which shows the second before the first.

    Args:
        url: The full address.
    """
    parts = format_html_join("/", "<bdi>{}</bdi>", ((part,) for part in url.split("/")))
    return format_html('<bdi dir="ltr">{}</bdi>', parts)


@register.filter
def json_script_ld(value: dict[str, Any]) -> SafeString:
    """Returns a JSON-LD script element, escaped so that no text in it can end it."""
    text = json.dumps(value, ensure_ascii=False, default=str).translate(JSON_SCRIPT_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


@register.simple_tag
def responsive_picture(image: CoalitionImage | None, alt: str, preset: str, eager: bool = False) -> str:
    """Return a picture in those formats and sizes of a preset that exist.

    Args:
        image: The image; nothing is shown if there is none, or if it has no rendition.
        alt: What it shows; empty for decoration.
        preset: The name of a preset of ``pages/pictures.py``.
        eager: Whether it is seen first, so that the browser must not wait with it.
    """
    shown = by_format(image, preset)
    if not shown:
        return ""
    settings = PRESETS[preset]
    # What browsers show that know none of the formats above: JPEG, unless it is the one that is missing.
    *better, last = [name for name in FORMATS if name in shown]
    fallback = shown[last]
    narrow = format_html(' media="{}"', AVIF_SCREENS) if settings.is_wider_than_avif else ""
    sources = format_html_join(
        "",
        '<source type="image/{}"{} srcset="{}" sizes="{}">',
        ((name, narrow if name == AVIF else "", _srcset(shown[name]), settings.sizes) for name in better),
    )
    loading = ("eager", format_html(' fetchpriority="{}"', "high")) if eager or settings.eager else ("lazy", "")
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" alt="{}" width="{}" height="{}" loading="{}" decoding="async"{}>'
        "</picture>",
        sources,
        fallback[0].url,
        _srcset(fallback),
        settings.sizes,
        alt,
        fallback[-1].width,
        fallback[-1].height,
        *loading,
    )


def _srcset(renditions: list[Any]) -> str:
    """Returns the ``srcset`` of one format's renditions."""
    return ", ".join(f"{rendition.url} {rendition.width}w" for rendition in renditions)
