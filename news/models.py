"""News: an index, and the articles, statements, press releases and announcements below it."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Prefetch
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, MultipleChooserPanel, PageChooserPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable
from wagtail.search import index
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from news.querysets import NewsPageManager, NewsPageQuerySet
from pages.blocks.body import BodyBlock
from pages.fields import RegionsField
from pages.found import SearchDay, SearchFacets, SearchKind
from pages.lines_panel import LinesOfEffortPanel
from pages.models import BasePage, LeadImageMixin, LineOfEffort
from pages.own_language import in_own_language
from pages.regions import Region
from pages.syndication import FeedSelection, HasFeed, StandsInFeed
from pages.tags import TranslatableTags


class NewsIndexPage(HasFeed, BasePage):
    """The list of all news in one language."""

    template = "news/news_index_page.html"
    card_template = "cards/page.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.NewsPage"]
    max_count_per_parent = 1
    search_text_fields = ("summary",)
    page_description = _("The list of news; one a language.")

    class Meta:
        verbose_name = _("news index")
        verbose_name_plural = _("news indexes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the listing that the address asks for."""
        from news.listing import NewsListing

        listing = NewsListing(self, request.GET)
        self.shown_filters = listing.filters
        return super().get_context(request, *args, **kwargs) | {"listing": listing}

    def feed(self, parameters: QueryDict) -> FeedSelection | None:
        """Returns the news that the address's filters let through, newest first."""
        from news.listing import NewsSelection

        selection = NewsSelection(self, parameters, only_asked=True)
        return FeedSelection.filtered(selection.among(NewsPage.for_feed()), selection.filters)


class NewsPageTag(TaggedItemBase):
    """A tag on a news page."""

    content_object = ParentalKey("news.NewsPage", on_delete=models.CASCADE, related_name="tagged_items")


class NewsKind(models.TextChoices):
    """What sort of news it is."""

    ARTICLE = "article", _("Article")
    STATEMENT = "statement", _("Statement")
    PRESS_RELEASE = "press-release", _("Press release")
    ANNOUNCEMENT = "announcement", _("Announcement")


class NewsPage(StandsInFeed, LeadImageMixin, BasePage):
    """One piece of news."""

    template = "news/news_page.html"
    card_template = "cards/news.html"
    schema_type = "NewsArticle"
    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_text_fields = ("summary", "body")
    search_kind = SearchKind("news", _("News"), _("News"))
    page_description = _("An article, statement, press release or announcement.")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=NewsKind.choices,
        default=NewsKind.ARTICLE,
        help_text=_("What sort of news it is."),
    )
    date = models.DateField(
        _("date"), default=timezone.localdate, help_text=_("The day readers see; lists are sorted by it.")
    )
    body = StreamField(BodyBlock(), help_text=_("The text, block by block."))
    tags = TranslatableTags(through=NewsPageTag, blank=True, help_text=_("A few words by which related news is found."))
    lines_of_effort = ParentalManyToManyField(
        LineOfEffort,
        blank=True,
        related_name="+",
        verbose_name=_("lines of effort"),
        help_text=_("Which work it is about."),
    )
    regions = RegionsField(verbose_name=_("regions"), help_text=_("Where it takes place."))

    override_translatable_fields = [
        # Copied to the translations, whose own save turns them into their language.
        SynchronizedField("lines_of_effort", overridable=False),
        # Each is translated by itself: the rows that bind them to the original are not copied.
        TranslatableField("tags"),
        BaseTranslatableField("tagged_items"),
    ]

    objects = NewsPageManager()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel([FieldPanel("kind"), FieldPanel("date")], heading=_("Kind and date")),
        LeadImageMixin.lead_image_panel,
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("tags"), LinesOfEffortPanel("lines_of_effort"), FieldPanel("regions")],
            heading=_("What it is about"),
        ),
        MultipleChooserPanel(
            "related_links",
            label=_("Related page"),
            heading=_("Related pages"),
            chooser_field_name="page",
            max_num=4,
            help_text=_("Up to four. Left empty, news with the same tags is shown."),
        ),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("body"),
        index.FilterField("kind"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news pages")
        indexes = [models.Index(fields=["-date"], name="news_by_date")]

    @classmethod
    def for_display(cls) -> NewsPageQuerySet:
        """Returns live news with its picture, tags and lines of effort."""
        lines = Prefetch("lines_of_effort", queryset=LineOfEffort.objects.select_related("locale"))
        tags = Prefetch("tagged_items", queryset=NewsPageTag.objects.select_related("tag"))
        return super().for_display().with_pictures("hero").prefetch_related(lines, tags)

    @classmethod
    def for_index(cls) -> NewsPageQuerySet:
        """Returns live news with its tags and lines of effort."""
        return super().for_index().prefetch_related("lines_of_effort", "tagged_items__tag")

    @classmethod
    def for_feed(cls) -> NewsPageQuerySet:
        """Returns live news, newest first, with its tags and lines of effort."""
        tags = Prefetch("tagged_items", queryset=NewsPageTag.objects.select_related("tag"))
        return cls.objects.live().newest_first().prefetch_related("lines_of_effort", tags)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps the lines of effort in the page's own language: a translation begins with those of its source."""
        lines = self.lines_of_effort.all()
        if any(line.locale_id != self.locale_id for line in lines):
            keys = [line.key for line in lines]
            self.lines_of_effort = LineOfEffort.objects.filter(key__in=keys).best_in(self.locale_id)
        super().save(*args, **kwargs)

    @property
    def published_on(self) -> Any:
        """The day readers see."""
        return self.date

    def search_day(self) -> SearchDay:
        """Returns the day readers see."""
        return SearchDay(self.date)

    def search_facets(self) -> SearchFacets:
        """Returns the work and the regions it is about."""
        return SearchFacets([line.key for line in self.lines_of_effort.all()], list(self.regions))

    def search_keywords(self) -> list[str]:
        """Returns its tags and its lines of effort."""
        return [
            *(item.tag.name for item in self.tagged_items.all()),
            *(line.name for line in self.lines_of_effort.all()),
        ]

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what leads to more news of the same sort."""
        labels = dict(Region.choices)
        return super().get_context(request, *args, **kwargs) | {
            "index_url": self.parent_url,
            "region_labels": [(region, labels[region]) for region in self.regions if region in labels],
            "tags": [item.tag for item in self.tagged_items.all()],
            "related": self.related(),
        }

    def related(self) -> list[Any]:
        """Returns the related pages: those staff chose, as far as they are live, else news with the same tags.

        Each is in this page's language, as far as it is translated.
        """
        chosen = [link.page for link in self.related_links.select_related("page") if link.page.live]
        return in_own_language(chosen, self.locale_id) or list(NewsPage.objects.sharing_tags_with(self)[:3])


class RelatedLink(Orderable):
    """A page that staff chose as related to a news page."""

    source = ParentalKey(NewsPage, on_delete=models.CASCADE, related_name="related_links")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))

    panels = [PageChooserPanel("page")]
