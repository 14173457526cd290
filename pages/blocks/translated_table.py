"""A table whose texts translators are given one by one: wagtail-localize knows no tables by itself."""

from collections.abc import Iterator, Sequence
from typing import Any

from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail_localize.segments import StringSegmentValue

HEADING, ROW = "heading", "row"


class TranslatedTableBlock(TypedTableBlock):
    """A table of plain texts. A text's path says where it stands: ``heading.1``, ``row.0.2``."""

    def get_translatable_segments(self, value: TypedTable) -> list[StringSegmentValue]:
        """Returns the texts of headings and cells for translators.

        Args:
            value: The table.
        """
        return [StringSegmentValue(path, text) for path, text in _texts(value) if text]

    def restore_translated_segments(self, value: TypedTable, segments: Sequence[Any]) -> TypedTable:
        """Returns the table with its texts in another language.

        Args:
            value: The table in the language it was written in.
            segments: What translators made of its texts; where one is missing the text stays.
        """
        translated = {segment.path: segment.render_text() for segment in segments}
        columns = [
            {**column, "heading": translated.get(f"{HEADING}.{number}", column["heading"])}
            for number, column in enumerate(value.columns)
        ]
        rows = [
            {"values": [translated.get(f"{ROW}.{row}.{number}", text) for number, text in enumerate(data["values"])]}
            for row, data in enumerate(value.row_data)
        ]
        return TypedTable(columns=columns, row_data=rows, caption=value.caption)


def _texts(table: TypedTable) -> Iterator[tuple[str, str]]:
    for number, column in enumerate(table.columns):
        yield f"{HEADING}.{number}", column["heading"]
    for row, data in enumerate(table.row_data):
        for number, text in enumerate(data["values"]):
            yield f"{ROW}.{row}.{number}", text
