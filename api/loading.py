"""From ids to pages with everything that their answers say, in a number of queries that no list makes larger."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Prefetch, Q, prefetch_related_objects
from wagtail.fields import StreamField
from wagtail.models import Page

from api.texts import Body
from api.visible import Visible, kinds
from news.models import NewsPage, NewsPageTag
from pages.models import BasePage, CoalitionRendition, LineOfEffort
from pages.pictures import OPEN_GRAPH
from pages.shown_pictures import open_graph
from partners.models import Membership

NEWS_LINES = NewsPage.lines_of_effort.through
MEMBER_LINES = Membership.lines_of_effort.through


class Shown:
    """A page as the schemas read it: its own fields, and what stands around it."""

    def __init__(self, page: BasePage, around: "Around") -> None:
        """Shows a page.

        Args:
            page: The page as its own kind.
            around: What was loaded for all pages of the answer.
        """
        self.page = page
        self._around = around

    def __getattr__(self, name: str) -> Any:
        """Returns a field of the page."""
        return getattr(self.page, name)

    @property
    def language(self) -> str:
        """The code of the page's language."""
        return str(self.page.locale.language_code)

    @property
    def parent(self) -> Page | None:
        """The page above it, while it is visible."""
        return self._around.by_path.get(self.page.path[: -Page.steplen])

    @property
    def translations(self) -> list[Page]:
        """The visible translations."""
        found = self._around.by_key[self.page.translation_key]
        return [page for page in found if page.pk != self.page.pk]

    @property
    def tags(self) -> list[Any]:
        """The tags of a piece of news."""
        return self._around.tags[self.page.pk]

    @property
    def lines_of_effort(self) -> list[dict[str, str]]:
        """The lines of effort of a piece of news."""
        return self._around.lines.named(self._around.news_lines[self.page.pk], self.page.locale_id)

    @property
    def picture(self) -> dict[str, Any] | None:
        """The picture while its rights run, in a size that the site shows too."""
        image = self.page.picture
        rendition = open_graph(image)
        if rendition is None:
            return None
        return {
            "url": urljoin(settings.SITE_URL, rendition.url),
            "width": rendition.width,
            "height": rendition.height,
            "alt": self.page.picture_alt,
            "caption": self.page.lead_image_caption,
            "credit": image.credit,
            "licence": image.licence,
        }

    @property
    def member(self) -> dict[str, Any] | None:
        """What the table of members says."""
        member: Membership | None = self.page.membership
        if member is None:
            return None
        told = ("kind", "iso_code", "region", "joined_from", "joined_by", "left_from", "left_by")
        lines = self._around.lines.named(self._around.member_lines[member.pk], self.page.locale_id)
        return {
            **{name: getattr(member, name) for name in told},
            "name": member.name_in(self.language),
            "lines_of_effort": lines,
        }

    @property
    def body(self) -> Body:
        """The running text."""
        return Body(self.page)


class Lines:
    """The lines of effort in all languages."""

    def __init__(self, lines: Sequence[LineOfEffort]) -> None:
        """Keeps them by their ids and by their languages.

        Args:
            lines: All of them, in their order.
        """
        self._order = [line.pk for line in lines]
        self._by_pk = {line.pk: line for line in lines}
        self._by_language = {(line.translation_key, line.locale_id): line for line in lines}

    def named(self, pks: set[int], locale_id: int) -> list[dict[str, str]]:
        """Returns key and name of some lines, each in a language or, where it has no translation, in its own.

        Args:
            pks: Their ids.
            locale_id: The id of the language.
        """
        lines = [self._by_pk[pk] for pk in self._order if pk in pks]
        found = {line.key: self._by_language.get((line.translation_key, locale_id), line) for line in lines}
        return [{"key": line.key, "name": line.name} for line in found.values()]


class Around:
    """What stands around some pages; each sort of it is one query for all of them."""

    def __init__(self, visible: Visible, pages: Sequence[BasePage]) -> None:
        """Loads what the pages' answers name.

        Args:
            visible: What may be seen.
            pages: The pages as their own kinds.
        """
        self._visible = visible
        self._pages = pages

    @cached_property
    def _near(self) -> list[Page]:
        """The pages above and the translations."""
        parents = Q(path__in={page.path[: -Page.steplen] for page in self._pages})
        same = Q(translation_key__in={page.translation_key for page in self._pages})
        found = self._visible.pages().filter(parents | same).select_related("locale").order_by("path")
        return list(found.only("title", "path", "url_path", "content_type_id", "translation_key", "locale"))

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """The pages that are near, by their place in the tree."""
        return {page.path: page for page in self._near}

    @cached_property
    def by_key(self) -> dict[Any, list[Page]]:
        """The pages that are near, by their translation key."""
        found = defaultdict(list)
        for page in self._near:
            found[page.translation_key].append(page)
        return found

    @cached_property
    def tags(self) -> dict[int, list[Any]]:
        """The tags, by the id of the page."""
        found = defaultdict(list)
        news = [page.pk for page in self._pages if isinstance(page, NewsPage)]
        rows = NewsPageTag.objects.filter(content_object__in=news).select_related("tag").order_by("tag__name", "pk")
        for row in rows if news else ():
            found[row.content_object_id].append(row.tag)
        return found

    @cached_property
    def lines(self) -> Lines:
        """Every line of effort."""
        return Lines(list(LineOfEffort.objects.all()))

    @cached_property
    def news_lines(self) -> dict[int, set[int]]:
        """The ids of the lines of effort of news, by the id of the page."""
        news = [page.pk for page in self._pages if isinstance(page, NewsPage)]
        return _grouped(NEWS_LINES.objects.filter(newspage__in=news).values_list("newspage_id", "lineofeffort_id"))

    @cached_property
    def member_lines(self) -> dict[int, set[int]]:
        """The ids of the lines of effort of members, by the id of the member."""
        members = {page.membership_id for page in self._pages if getattr(page, "membership_id", None)}
        rows = MEMBER_LINES.objects.filter(membership__in=members)
        return _grouped(rows.values_list("membership_id", "lineofeffort_id"))


def _grouped(rows: Any) -> dict[int, set[int]]:
    """Returns the second of each pair by the first."""
    found = defaultdict(set)
    for first, second in rows:
        found[first].add(second)
    return found


def load(visible: Visible, found: Any, *, texts: bool) -> list[Shown]:
    """Loads pages of any kinds in one query, with their pictures in a second.

    Every kind has a table beside that of all pages; joining them all at some hundred ids costs less than asking each.

    Args:
        visible: What may be seen.
        found: The visible pages to load; a queryset.
        texts: Whether their bodies are told too.

    Returns:
        The pages in the order of the queryset.
    """
    tables = {model._meta.model_name: model for model in kinds().values()}
    relations = [
        f"{table}__{name}"
        for table, model in tables.items()
        for name in ("lead_image", "membership")
        if hasattr(model, name)
    ]
    bodies = [
        f"{table}__{field.name}"
        for table, model in tables.items()
        for field in model._meta.local_fields
        if isinstance(field, StreamField)
    ]
    rows = found.select_related("locale", *tables, *relations)
    pages = [_own_kind(row) for row in (rows if texts else rows.defer(*bodies))]
    renditions = CoalitionRendition.objects.filter(filter_spec=OPEN_GRAPH)
    prefetch = Prefetch("lead_image__renditions", queryset=renditions, to_attr="prefetched_renditions")
    prefetch_related_objects([page for page in pages if getattr(page, "lead_image_id", None)], prefetch)
    around = Around(visible, pages)
    return [Shown(page, around) for page in pages]


def _own_kind(row: Page) -> BasePage:
    """Returns a page as its own kind, out of the row of all tables."""
    page: BasePage = getattr(row, row.cached_content_type.model)
    page.locale = row.locale
    return page
