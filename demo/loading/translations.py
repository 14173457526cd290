"""The demo's pages in a further language, translated as staff would do it: segment by segment, by wagtail-localize."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.text import slugify
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

BY_HAND = StringTranslation.TRANSLATION_TYPE_MANUAL


def translate[Kind: Any](original: Kind, locale: Locale, tags: Mapping[str, str] | None = None, **values: Any) -> Kind:
    """Translates a page or a snippet, publishes it and returns it.

    Args:
        original: The page or snippet, whose ancestors are translated already.
        locale: The language.
        tags: Its tags in that language, by the original's.
        values: Its fields in that language, of the same structure: as many blocks, paragraphs and cells. What is left
            out stays in the first language.

    Raises:
        ValueError: A field has another number of texts than the original.
    """
    source, _created = TranslationSource.update_or_create_from_instance(original)
    Translation.objects.create(source=source, target_locale=locale)
    StringTranslation.objects.bulk_create(_pairs(original, source, locale, values, tags or {}), ignore_conflicts=True)
    made, _created = source.create_or_update_translation(locale, publish=not isinstance(original, Page), fallback=True)
    if not isinstance(original, Page):
        return made
    made.get_latest_revision().publish()
    times = ("first_published_at", "last_published_at", "latest_revision_created_at")
    Page.objects.filter(pk=made.pk).update(**{name: getattr(original, name) for name in times})
    return type(original).objects.get(pk=made.pk)


def slug_of(title: str) -> str:
    """Returns a title as a slug in its own letters."""
    return slugify(title, allow_unicode=True)


def _pairs(
    original: Any, source: TranslationSource, locale: Locale, values: dict[str, Any], tags: Mapping[str, str]
) -> Iterator[StringTranslation]:
    """Yields the translation of each text, matched by its field and its place in it."""
    twin = _with_ids(type(original)(**values))
    texts = _by_field((segment.path, segment) for segment in extract_segments(twin))
    segments = StringSegment.objects.filter(source=source).order_by("order").select_related("context", "string")
    originals = _by_field((segment.context.path, segment) for segment in segments)
    for field, translated in texts.items():
        strings = [segment.string for segment in translated if isinstance(segment, StringSegmentValue)]
        if len(strings) != len(originals[field]):
            raise ValueError(
                f"{original}: {field} has {len(originals[field])} texts, and {len(strings)} in {locale.language_code}."
            )
        for segment, string in zip(originals[field], strings, strict=True):
            yield _translated(segment, locale, string.data)
    for segment in originals["tags"]:
        yield _translated(segment, locale, tags[segment.string.data])


def _translated(segment: StringSegment, locale: Locale, text: str) -> StringTranslation:
    return StringTranslation(
        translation_of=segment.string, context=segment.context, locale=locale, data=text, translation_type=BY_HAND
    )


def _with_ids[Kind: Any](twin: Kind) -> Kind:
    """Gives the blocks of a page their ids, without which no segment has a path."""
    for field in twin._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(twin, field.name)
            setattr(twin, field.name, StreamValue(value.stream_block, value.get_prep_value(), is_lazy=True))
    return twin


def _by_field[Item](items: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = defaultdict(list)
    for path, item in items:
        found[path.partition(".")[0]].append(item)
    return found
