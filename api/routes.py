"""The routes. There are three, and all of them only read."""

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI, P, Path, Query

from api import problems
from api.loading import Shown, load
from api.parameters import LARGEST_ID, FindParameters, ListParameters, NoParameters, refuse_unknown
from api.schemas import AnyDetail, PageList
from api.selection import select
from api.visible import Visible

TITLE = "Pages of the Global Coalition against Daesh"
DESCRIPTION = _(
    "All published pages of the site as JSON, for everybody, without a key. It only reads. "
    "What is not published is not there: its address and its id answer as if it had never been. "
    "Shapes and names are those of version 3 of Wagtail's API, as far as it reads."
)
BAD_REQUEST, NOT_FOUND = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND

api = NinjaAPI(
    title=TITLE,
    version="3.0",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    servers=[{"url": settings.SITE_URL, "description": "This site"}],
)
problems.register(api)

if TYPE_CHECKING:
    PageId = int
else:
    PageId = Path[int, P(ge=1, le=LARGEST_ID, description=_("The id of the page."))]


@api.get(
    "/pages/",
    response=PageList,
    operation_id="list_pages",
    summary=_("List pages"),
    description=_(
        "Pages of all kinds, without their running texts. Every page of a kind is there: follow next to its end."
    ),
    openapi_extra=problems.declared(BAD_REQUEST),
)
def list_pages(request: HttpRequest, response: HttpResponse, asked: Query[ListParameters]) -> dict[str, Any]:
    """Answers with a part of the list of pages."""
    refuse_unknown(request, ListParameters)
    visible = Visible()
    selection = select(visible, asked)
    found = {page.pk: page for page in load(visible, visible.pages().filter(pk__in=selection.pks), texts=False)}
    shown = [found[pk] for pk in selection.pks if pk in found]
    _name_languages(response, shown)
    return {"count": selection.count, "next": selection.next_url, "items": shown}


@api.get(
    "/pages/find/",
    response=AnyDetail,
    operation_id="find_page",
    summary=_("Find a page by its address"),
    description=_("The same answer as by its id."),
    openapi_extra=problems.declared(BAD_REQUEST, NOT_FOUND),
)
def find_page(request: HttpRequest, response: HttpResponse, asked: Query[FindParameters]) -> Shown:
    """Answers with the page at an address of the site."""
    refuse_unknown(request, FindParameters)
    address = f"/{asked.html_path.strip('/')}/"
    # The slug has an index, the address has none.
    return _detail(response, slug=address.rstrip("/").rpartition("/")[2], url_path=address)


@api.get(
    "/pages/{int:page_id}/",
    response=AnyDetail,
    operation_id="get_page",
    summary=_("Read a page"),
    description=_("All that is told of a page, its text included."),
    openapi_extra=problems.declared(BAD_REQUEST, NOT_FOUND),
)
def get_page(
    request: HttpRequest,
    response: HttpResponse,
    page_id: PageId,
) -> Shown:
    """Answers with the page that has an id."""
    refuse_unknown(request, NoParameters)
    return _detail(response, pk=page_id)


def _detail(response: HttpResponse, **conditions: Any) -> Shown:
    """Returns the visible page that meets some conditions.

    Raises:
        Http404: There is none.
    """
    visible = Visible()
    shown = load(visible, visible.pages().filter(**conditions), texts=True)
    if not shown:
        raise Http404
    _name_languages(response, shown)
    return shown[0]


def _name_languages(response: HttpResponse, shown: list[Shown]) -> None:
    """Says in which languages an answer is, whatever the reader's is."""
    languages = dict.fromkeys(page.language for page in shown)
    response["Content-Language"] = ", ".join(languages) or settings.LANGUAGE_CODE
