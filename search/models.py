"""The index: a row for each live page, and the words that the pages of a language hold."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

MOST_COUNTED = 1000
"""How many entries are counted where it matters whether there are any."""


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries of the index."""

    def public(self, language: str) -> Self:
        """Returns the entries of pages that are live now.

        An entry goes with its page's going down, in the same transaction; the page is asked all the same, so that
        nothing that went round that is ever found.

        Args:
            language: The code of the pages' language.
        """
        return self.filter(language=language, page__live=True)

    def number_public(self, language: str, query: Any) -> QuerySet[Any, Any]:
        """Returns how many public entries hold something, as one row with ``number`` at most; very many are not counted.

        To know whether there is one, ask for this and not for the first: for a single row PostgreSQL may walk through
        the whole table, in the hope of meeting one soon. To count those that hold a rare word it goes by the index.

        Args:
            language: The code of the pages' language.
            query: What they hold, as PostgreSQL understands it.
        """
        holding = self.model.objects.filter(language=language, vector=query).values("pk")[:MOST_COUNTED]
        counted = self.public(language).filter(pk__in=holding).order_by().values("language")
        return counted.annotate(number=Count("pk")).values("number")

    def newest_first(self) -> Self:
        """Sorts by the day the pages speak of."""
        return self.order_by("-date", "-pk")


class Entry(models.Model):
    """What the search knows of one page: written when the page goes live, gone when it comes down.

    The title and the address are the page's own: a page that is moved needs no new entry.
    """

    page = models.OneToOneField(
        "wagtailcore.Page", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("page")
    )
    language = models.CharField(_("language"), max_length=20)
    kind = models.CharField(_("kind"), max_length=20)
    date = models.DateField(_("date"))
    precision = models.CharField(_("precision"), max_length=5, blank=True)
    lines = ArrayField(models.CharField(max_length=40), default=list, verbose_name=_("lines of effort"))
    regions = ArrayField(models.CharField(max_length=20), default=list, verbose_name=_("regions"))
    vector = SearchVectorField(_("stems of the text"))
    title_words = SearchVectorField(_("words of the title"))
    text = models.TextField(_("text"), blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")
        indexes = [
            GinIndex(fields=["vector"], name="search_by_stem"),
            GinIndex(fields=["title_words"], name="search_by_title_word"),
            models.Index(fields=["language", "-date", "-page"], name="search_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.kind} {self.pk}"


class Word(models.Model):
    """A word that some page of a language held when it was indexed; proposed only where a live page holds it still."""

    language = models.CharField(_("language"), max_length=20)
    word = models.CharField(_("word"), max_length=40)
    sound = models.CharField(_("sound"), max_length=60, help_text=_("The word in Latin letters, roughly as it sounds."))

    class Meta:
        default_permissions = ()
        verbose_name = _("known word")
        verbose_name_plural = _("known words")
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once_a_language")]
        indexes = [GinIndex(fields=["sound"], opclasses=["gin_trgm_ops"], name="search_by_sound")]

    def __str__(self) -> str:
        return self.word


class Rebuild(models.Model):
    """How far a rebuilding of the index has come, so that one that was stopped can go on."""

    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    last_page_id = models.PositiveBigIntegerField(_("last page"), default=0)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        get_latest_by = "started_at"
        verbose_name = _("rebuilding of the search index")
        verbose_name_plural = _("rebuildings of the search index")

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"

    @classmethod
    def unfinished(cls) -> Any:
        """Returns the rebuilding that was stopped, None where there is none."""
        return cls.objects.filter(finished_at__isnull=True).order_by("-started_at").first()
