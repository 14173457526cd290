"""The lead image of a page: how wide it must be, and which live page shows an image as its own."""

from typing import Any

from wagtail.models import Page, get_page_models

MIN_LEAD_IMAGE_WIDTH = 1200
"""Pixels; the help text of ``lead_image`` says so too."""


def live_page_led_by(image: Any) -> Page | None:
    """Return a live page whose lead image is this one, if there is one."""
    for model in get_page_models():
        if any(field.name == "lead_image" for field in model._meta.concrete_fields):
            page = model.objects.live().filter(lead_image=image.pk).first()
            if page is not None:
                return page
    return None
