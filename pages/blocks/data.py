"""Blocks of figures and tables."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock, CharBlock, ListBlock, StructBlock, StructValue

from pages.blocks.base import RuledStructBlock, WebAddressBlock
from pages.blocks.translated_table import TranslatedTableBlock


class FigureBlock(RuledStructBlock):
    """One number with what it counts."""

    value = CharBlock(label=_("Value"), max_length=20, help_text=_("As it is shown, such as 2,015."))
    unit = CharBlock(label=_("Unit"), required=False, max_length=20, help_text=_("Such as km² or %."))
    label = CharBlock(label=_("Label"), max_length=120, help_text=_("What is counted."))
    source = CharBlock(label=_("Source"), required=False, max_length=160, help_text=_("Who gives this figure."))
    source_url = WebAddressBlock(label=_("Source's address"), required=False, help_text=_("Where it can be looked up."))

    def publish_errors(self, value: StructValue) -> dict[str, ValidationError]:
        """Ask for a source: a figure without one can't be checked."""
        return {} if value.get("source") else {"source": ValidationError(_("Say who gives this figure."))}

    class Meta:
        icon = "order"
        label = _("Figure")


class FiguresBlock(StructBlock):
    """A strip of two to four figures."""

    items = ListBlock(FigureBlock(), min_num=1, max_num=4, label=_("Figures"))

    class Meta:
        icon = "order"
        label = _("Figures")
        description = _("A strip of up to four figures, each with its source.")
        template = "blocks/figures.html"
        preview_value = {"items": [{"value": "2,015", "unit": "km²", "label": "cleared along the border"}]}


class TableValue(StructValue):
    """A table as its template reads it."""

    @property
    def header_cells(self) -> list[str]:
        """The column headings."""
        return [column["heading"] for column in self["table"].columns] if self.get("table") else []

    @property
    def rows(self) -> list[list[str]]:
        """The cells' texts, row by row."""
        return [list(row["values"]) for row in self["table"].row_data] if self.get("table") else []


class TableBlock(StructBlock):
    """A table with header cells."""

    caption = CharBlock(label=_("Caption"), max_length=160, help_text=_("What the table shows."))
    row_headers = BooleanBlock(
        label=_("The first column heads its row"),
        required=False,
        help_text=_("Tick it where each row is about one thing."),
    )
    table = TranslatedTableBlock([("text", CharBlock(required=False, label=_("Text")))], label=_("Table"))

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns with header cells.")
        template = "blocks/table.html"
        value_class = TableValue
        preview_value = {"caption": "Members by year"}
