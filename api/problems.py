"""What goes wrong, always told in the same shape: RFC 9457, as Wagtail's own API does."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import ValidationError

MEDIA_TYPE = "application/problem+json"


class Problem(Schema):
    """What is wrong with a request."""

    type: str = Field(description=_("Always about:blank: the status says what sort of problem it is."))
    title: str = Field(description=_("The status in words."), examples=["Bad Request"])
    status: int = Field(description=_("The status of the answer."), examples=[400])
    detail: str = Field(description=_("What is wrong, in a line."), examples=["limit: Input should be at most 100."])


class BadParameterError(Exception):
    """A parameter asks for what cannot be."""

    def __init__(self, name: str, what: str) -> None:
        """Says what is wrong.

        Args:
            name: The parameter's name.
            what: What is wrong with its value, as a sentence.
        """
        super().__init__(f"{name}: {what}")


def problem(status: HTTPStatus, detail: str, headers: dict[str, str] | None = None) -> HttpResponse:
    """Returns the answer to a request that cannot be met.

    Args:
        status: Its status.
        detail: What is wrong, in a line; nothing of what was sent is said again.
        headers: Further headers.
    """
    told = Problem(type="about:blank", title=status.phrase, status=status.value, detail=detail)
    return HttpResponse(told.model_dump_json(), status=status, content_type=MEDIA_TYPE, headers=headers)


def not_found() -> HttpResponse:
    """Returns the answer where there is nothing, or nothing that may be seen: the same for both."""
    return problem(HTTPStatus.NOT_FOUND, "There is nothing at this address.")


def declared(*statuses: HTTPStatus) -> dict[str, Any]:
    """Returns what the OpenAPI description of a route says of its problems.

    Args:
        statuses: Those that it may answer with.
    """
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"responses": {int(status): {"description": status.phrase, "content": content} for status in statuses}}


def register(api: NinjaAPI) -> None:
    """Has an API tell its problems in this shape.

    Args:
        api: The API.
    """
    api.add_exception_handler(ValidationError, _invalid)
    api.add_exception_handler(BadParameterError, _bad_parameter)
    api.add_exception_handler(Http404, _nothing)


def _invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """Answers a request with a parameter that the description does not allow; an id that cannot be is unknown."""
    if any(found["loc"][0] == "path" for found in error.errors):
        return not_found()
    return problem(HTTPStatus.BAD_REQUEST, "; ".join(_sentences(error.errors)))


def _sentences(errors: Iterable[dict[str, Any]]) -> list[str]:
    """Returns what is wrong with each parameter, a sentence each."""
    return list(dict.fromkeys(f"{_name(found['loc'])}: {_told(found)}." for found in errors))


def _told(error: dict[str, Any]) -> str:
    """Returns what is wrong, in plainer words where the library's are a pattern."""
    if error["type"] == "string_pattern_mismatch":
        return "It has a character that no text here has"
    return str(error["msg"]).removeprefix("Value error, ").rstrip(".")


def _name(place: Iterable[str | int]) -> str:
    """Returns the name of the parameter at a place: the last part of it that is a name."""
    return [str(part) for part in place if isinstance(part, str)][-1]


def _bad_parameter(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(HTTPStatus.BAD_REQUEST, str(error))


def _nothing(request: HttpRequest, error: Any) -> HttpResponse:
    return not_found()
