"""The snippet."""

from django.db import models
from wagtail.models import DraftStateMixin, RevisionMixin


class Notice(DraftStateMixin, RevisionMixin, models.Model):
    """A line of text that can be scheduled."""

    text = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.text
