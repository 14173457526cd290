"""Model fields that more than one page kind has."""

from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import capfirst

from pages.regions import Region


class TickedChoicesField(ArrayField):
    """Any number of the choices of its base field, ticked from a list."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Returns a list of tick boxes instead of the comma-separated text of an array."""
        return forms.MultipleChoiceField(
            choices=self.base_field.flatchoices,
            required=not self.blank,
            widget=forms.CheckboxSelectMultiple,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
        )


class RegionsField(TickedChoicesField):
    """Any number of regions."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("base_field", models.CharField(max_length=20, choices=Region.choices))
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(**kwargs)
