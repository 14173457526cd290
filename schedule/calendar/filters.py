"""Showing a part of the calendar: one kind, language, author, series or state."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import get_page_models

from schedule.calendar.entries import Entries, Entry
from schedule.calendar.moments import State
from schedule.slots.slots import Slot
from stories.models import StorySeriesPage


class CalendarFilter(forms.Form):
    """What to show; a value that does not exist shows everything, so that an old bookmark still works."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    author = forms.ChoiceField(label=_("Author"), required=False)
    series = forms.ChoiceField(label=_("Series"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, data: Any, entries: Entries) -> None:
        """Offers every kind, language, series and state, and the authors of what is there."""
        super().__init__(data)
        self.entries = entries
        self.pages_of_series: dict[str, list[StorySeriesPage]] = defaultdict(list)
        for page in StorySeriesPage.objects.select_related("locale").order_by("path").defer_streamfields():
            self.pages_of_series[str(page.translation_key)].append(page)
        everything = [*entries.dated, *entries.overdue, *entries.tray]
        authors = {str(entry.page.owner_id): entry.author for entry in everything if entry.author}
        choices: dict[str, list[tuple[str, Any]]] = {
            "kind": sorted(_kinds(), key=lambda kind: kind[1]),
            "language": list(settings.WAGTAIL_CONTENT_LANGUAGES),
            "author": sorted(authors.items(), key=lambda author: author[1]),
            "series": [(key, _own_title(pages)) for key, pages in self.pages_of_series.items()],
            "state": list(State.choices),
        }
        for name, values in choices.items():
            self.fields[name].choices = [("", _("All")), *values]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """What was asked for, without what does not exist."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def shown(self) -> Entries:
        """What is left of the calendar."""
        tests = list(self._tests())

        def passes(entry: Entry) -> bool:
            return all(test(entry) for test in tests)

        return Entries(
            dated=list(filter(passes, self.entries.dated)),
            overdue=list(filter(passes, self.entries.overdue)),
            tray=list(filter(passes, self.entries.tray)),
            slots=self._slots(),
        )

    def _slots(self) -> list[Slot]:
        """Returns the slots: all of them, or those of the chosen series; a slot has no author, language or state."""
        chosen = self.chosen
        if not chosen:
            return self.entries.slots
        if set(chosen) != {"series"}:
            return []
        return [
            slot
            for slot in self.entries.slots
            if slot.rule.series and str(slot.rule.series.translation_key) == chosen["series"]
        ]

    def _tests(self) -> list[Callable[[Entry], bool]]:
        """Returns what an entry has to pass."""
        chosen, tests = self.chosen, list[Callable[[Entry], bool]]()
        if kind := chosen.get("kind"):
            tests.append(lambda entry: entry.page.cached_content_type.model == kind)
        if language := chosen.get("language"):
            tests.append(lambda entry: entry.page.locale.language_code == language)
        if author := chosen.get("author"):
            tests.append(lambda entry: str(entry.page.owner_id) == author)
        if series := chosen.get("series"):
            roots = tuple(page.path for page in self.pages_of_series[series])
            tests.append(lambda entry: entry.page.path.startswith(roots))
        if state := chosen.get("state"):
            tests.append(lambda entry: entry.state == state)
        return tests


def _own_title(pages: list[StorySeriesPage]) -> str:
    """Returns the title of a series in the language of whoever asks, or else that of the first of its pages."""
    own = (page.title for page in pages if page.locale.language_code == get_language())
    return str(next(own, pages[0].title))


def _kinds() -> list[tuple[str, str]]:
    """Returns every page kind."""
    models = [
        model for model in get_page_models() if not model._meta.abstract and model._meta.app_label != "wagtailcore"
    ]
    types = ContentType.objects.get_for_models(*models)
    return [(kind.model, str(model._meta.verbose_name).capitalize()) for model, kind in types.items()]
