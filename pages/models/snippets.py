"""Small things that pages of several kinds refer to."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField


class LineOfEffortQuerySet(models.QuerySet["LineOfEffort"]):
    """Lines of effort."""

    def best_in(self, locale_id: int) -> list["LineOfEffort"]:
        """Returns each of these in a language, or where it is not translated as it is, in their order: one query.

        Args:
            locale_id: The id of the language.
        """
        rows = LineOfEffort.objects.filter(key__in=self.order_by().values("key")).select_related("locale")
        best: dict[str, LineOfEffort] = {}
        for line in rows.order_by("order", "locale_id"):
            if line.key not in best or line.locale_id == locale_id:
                best[line.key] = line
        return list(best.values())

    def choices_in(self, locale_id: int) -> list[tuple[str, str, str]]:
        """Returns key, name and the code of the name's language of each, as a filter offers them: one query.

        Args:
            locale_id: The id of the language.
        """
        return [(line.key, line.name, line.locale.language_code) for line in self.best_in(locale_id)]


class LineOfEffort(TranslatableMixin, index.Indexed, models.Model):
    """One of the Coalition's five kinds of work."""

    key = models.SlugField(_("key"), max_length=40, help_text=_("The same in every language; it stands in addresses."))
    order = models.PositiveSmallIntegerField(_("order"), default=0, help_text=_("1 is shown first."))
    name = models.CharField(_("name"), max_length=60, help_text=_("A word or two, as it stands on labels."))
    summary = models.CharField(_("summary"), max_length=200, help_text=_("One line: what this work is."))
    text = models.TextField(_("text"), blank=True, help_text=_("A paragraph for the page about the Coalition."))

    override_translatable_fields = [SynchronizedField("key", overridable=False)]

    objects = LineOfEffortQuerySet.as_manager()

    panels = [FieldPanel("name"), FieldPanel("summary"), FieldPanel("text"), FieldPanel("key"), FieldPanel("order")]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["order"]
        verbose_name = _("line of effort")
        verbose_name_plural = _("lines of effort")
        constraints = [
            *getattr(TranslatableMixin.Meta, "constraints", []),
            models.UniqueConstraint(fields=["key", "locale"], name="line_of_effort_key_once_a_language"),
        ]

    def __str__(self) -> str:
        return self.name
