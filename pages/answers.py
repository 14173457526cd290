"""Answers for machines: the same for everybody, asked again before they are used, readable from any other site."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponseBase]


def for_machines(view: View) -> View:
    """Makes a view answer machines: GET and HEAD only, with an ETag of its content and from any origin.

    The tag is of the content, not of a date: what is taken down changes the answer and no date. Nothing may be used
    without asking again, so that it is gone from every cache in front at once. ``If-None-Match`` is answered with 304.

    Args:
        view: A view that returns its whole content at once.
    """
    conditional = conditional_page(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Outside: an answer without content (304) must carry them too, or browsers of other sites may not read it.
        response = conditional(request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", "public, no-cache")
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    machine_view: View = require_safe(answer)
    return machine_view
