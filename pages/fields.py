"""Model fields that more than one page kind has."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from pages.regions import Region


class RegionsField(ArrayField):
    """Any number of regions, ticked from a list."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("base_field", models.CharField(max_length=20, choices=Region.choices))
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Returns a list of tick boxes instead of the comma-separated text of an array."""
        return forms.MultipleChoiceField(
            choices=Region.choices,
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )
