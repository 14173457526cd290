"""Choosing lines of effort in the admin."""

from typing import Any

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import FieldPanel
from wagtail.models import Locale

from pages.models.snippets import LineOfEffort


class LinesOfEffortPanel(FieldPanel):
    """Offers each line of effort once: as it is chosen already, else in the language of what is edited."""

    def __init__(self, field_name: str, **kwargs: Any) -> None:
        """Takes what a field's panel takes.

        Args:
            field_name: The name of a field of lines of effort.
            kwargs: What else is said of the panel.
        """
        super().__init__(field_name, **{"widget": CheckboxSelectMultiple, **kwargs})

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel in one form."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.bound_field is None:
                return
            field = self.bound_field.field
            locale_id = getattr(self.instance, "locale_id", None) or Locale.get_default().pk
            chosen = LineOfEffort.objects.filter(pk__in=field.prepare_value(self.bound_field.initial or []))
            offered = [*LineOfEffort.objects.all().best_in(locale_id), *chosen]
            field.queryset = LineOfEffort.objects.filter(pk__in={line.key: line.pk for line in offered}.values())
