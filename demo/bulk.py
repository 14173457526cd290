"""News by the thousand, for finding out what grows with the site's size."""

import datetime as dt
import random
import uuid
from collections.abc import Callable
from functools import cache

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import execute_values
from taggit.models import Tag
from wagtail.models import Page

from news.models import NewsIndexPage, NewsKind, NewsPage, NewsPageTag
from pages.models import LineOfEffort
from pages.regions import Region
from search.indexing import index_pages

BATCH = 1000
FIRST_DAY = dt.date(2014, 9, 10)
DAYS = 1680
SLUG = "bulk"
TAGS = ("bulk", "reconstruction", "meetings", "borders", "schools", "water")
PLACES = ("Mosul", "Raqqa", "Tikrit", "Kobani", "Hajin", "Ramadi", "Sinjar", "Manbij", "Fallujah", "Hawija")
THINGS = ("a bridge", "a school", "a clinic", "the waterworks", "the market", "a library", "the power line", "a bakery")
WORDS, VOCABULARY = 60, 20_000
VERBS = ("reopens", "is repaired", "is cleared of explosives", "is handed over", "is lit again", "is rebuilt")


def top_up(index: NewsIndexPage, wanted: int, progress: Callable[[int, int], None], *, are_found: bool = True) -> int:
    """Adds news below an index until it has as many bulk pages as wanted; the same seed gives the same pages.

    Args:
        index: The news index.
        wanted: How many bulk pages there should be.
        progress: Told after each batch how many there are, and of how many.
        are_found: Whether the search finds them, which takes most of the time.

    Returns:
        How many were added.
    """
    have = NewsPage.objects.child_of(index).filter(slug__startswith=f"{SLUG}-").count()
    tags = [Tag.objects.get_or_create(name=name)[0] for name in TAGS]
    lines = list(LineOfEffort.objects.filter(locale_id=index.locale_id))
    for first in range(have, wanted, BATCH):
        last = min(first + BATCH, wanted)
        with transaction.atomic():
            pages = _add(index, range(first, last), tags, lines)
            if are_found:
                index_pages(NewsPage.for_index().filter(pk__in=[page.pk for page in pages]))
        progress(last, wanted)
    _analyse()
    return max(0, wanted - have)


def _add(index: NewsIndexPage, numbers: range, tags: list[Tag], lines: list[LineOfEffort]) -> list[NewsPage]:
    """Writes one batch and returns it: the rows of both tables, then tags and lines of effort."""
    index.refresh_from_db()
    children = index.get_children().order_by("-path").values_list("path", flat=True)
    last = children.first()
    position = Page._str2int(last[-Page.steplen :]) if last else 0  # noqa: SLF001 (treebeard offers no other way)
    pages = [_page(index, number, position + offset) for offset, number in enumerate(numbers, start=1)]
    base_fields = [field for field in Page._meta.local_concrete_fields if not field.primary_key]
    bases = [Page(**{field.attname: getattr(page, field.attname) for field in base_fields}) for page in pages]
    for base, page in zip(Page.objects.bulk_create(bases), pages, strict=True):
        page.page_ptr_id = page.pk = base.pk
    _insert_own_rows(pages)
    chance = random.Random(f"bulk links {numbers.start}")
    NewsPageTag.objects.bulk_create(
        NewsPageTag(content_object_id=page.pk, tag=tag) for page in pages for tag in chance.sample(tags, 2)
    )
    through = NewsPage.lines_of_effort.through
    if lines:
        through.objects.bulk_create(
            through(newspage_id=page.pk, lineofeffort_id=chance.choice(lines).pk) for page in pages
        )
    Page.objects.filter(pk=index.pk).update(numchild=index.numchild + len(pages))
    return pages


def _insert_own_rows(pages: list[NewsPage]) -> None:
    """Inserts the rows of the news table alone: Django has no bulk_create for a model with a parent table."""
    fields = NewsPage._meta.local_concrete_fields
    table, columns = connection.ops.quote_name(NewsPage._meta.db_table), [str(field.column) for field in fields]
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    rows = [[field.get_db_prep_save(getattr(page, field.attname), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        execute_values(cursor, f"INSERT INTO {table} ({names}) VALUES %s", rows)  # noqa: S608 (names of our own model)


def _page(index: NewsIndexPage, number: int, position: int) -> NewsPage:
    """Returns one page, not yet saved."""
    chance = random.Random(f"bulk {number}")
    place, thing, verb = chance.choice(PLACES), chance.choice(THINGS), chance.choice(VERBS)
    title = f"{place}: {thing} {verb} ({number + 1})"
    slug, date = f"{SLUG}-{number + 1}", FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
    moment = timezone.make_aware(dt.datetime.combine(date, dt.time(9)))
    return NewsPage(
        title=title,
        draft_title=title,
        slug=slug,
        path=Page._get_path(index.path, index.depth + 1, position),  # noqa: SLF001 (as above)
        depth=index.depth + 1,
        url_path=f"{index.url_path}{slug}/",
        locale_id=index.locale_id,
        translation_key=uuid.UUID(int=chance.getrandbits(128), version=4),
        content_type=ContentType.objects.get_for_model(NewsPage),
        live=True,
        has_unpublished_changes=False,
        first_published_at=moment,
        last_published_at=moment,
        summary=f"In {place}, {thing} {verb}. A page made for trying out size, not for reading.",
        kind=chance.choice(NewsKind.values),
        date=date,
        regions=[chance.choice(Region.values)],
        body=[("paragraph", f"<p>In {place}, {thing} {verb}.</p><p>{_prose(chance)}</p>")],
    )


def _prose(chance: random.Random) -> str:
    """Returns made-up words, some common and most rare as in any language (Zipf's law): what a search must cope with."""
    vocabulary = _vocabulary()
    ranks = (int(len(vocabulary) ** chance.random()) for _word in range(WORDS))
    return " ".join(vocabulary[rank] for rank in ranks)


def common_and_rare_words() -> list[str]:
    """Returns made-up words from the most common to the rarest, in even steps of how common they are."""
    vocabulary = _vocabulary()
    return [vocabulary[round(len(vocabulary) ** (step / 20)) - 1] for step in range(1, 20)] + [vocabulary[-1]]


@cache
def _vocabulary() -> list[str]:
    """Returns the made-up words, the most common first."""
    chance = random.Random("bulk words")
    syllables = [f"{consonant}{vowel}" for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _word in range(VOCABULARY)]


def _analyse() -> None:
    """Lets PostgreSQL know what the tables hold now."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
