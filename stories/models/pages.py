"""Stories: series such as Inspiring Women and Life After Daesh, and the accounts in them."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from pages.alternates import Alternate
from pages.blocks.body import BodyBlock
from pages.fields import RegionsField
from pages.filters import page_of
from pages.found import SearchDay, SearchFacets, SearchKind
from pages.models import BasePage, LeadImageMixin
from pages.syndication import FeedSelection, HasFeed, LinksFeeds, StandsInFeed
from stories.querysets import StoryPageManager, StoryPageQuerySet

STORIES_PER_PAGE = 24
STORY = SearchKind("story", _("Story"), _("Stories"))


class StoryIndexPage(LinksFeeds, BasePage):
    """The list of series in one language."""

    template = "stories/story_index_page.html"
    card_template = "cards/page.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["stories.StorySeriesPage"]
    max_count_per_parent = 1
    search_text_fields = ("summary",)
    page_description = _("The list of story series; one a language.")

    # Found where the page is shown.
    shown_series: Sequence["StorySeriesPage"] = ()

    class Meta:
        verbose_name = _("story index")
        verbose_name_plural = _("story indexes")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the live series, in the order staff gave them."""
        self.shown_series = list(StorySeriesPage.for_display().child_of(self).order_by("path"))
        return super().get_context(request, *args, **kwargs) | {"series": self.shown_series}

    def feed_links(self) -> list[Alternate]:
        """Returns the links to the feeds of the series it shows."""
        return [link for series in self.shown_series for link in series.feed_links()]


class StorySeriesPage(HasFeed, LeadImageMixin, BasePage):
    """A named run of stories with a hashtag."""

    template = "stories/story_series_page.html"
    card_template = "cards/series.html"
    schema_type = "CollectionPage"
    parent_page_types: ClassVar[list[str]] = ["stories.StoryIndexPage"]
    subpage_types: ClassVar[list[str]] = ["stories.StoryPage"]
    search_text_fields = ("summary", "introduction", "hashtag")
    search_kind = STORY
    page_description = _("A series of stories, such as Inspiring Women.")

    hashtag = models.CharField(
        _("hashtag"),
        max_length=50,
        validators=[RegexValidator(r"^\w+$", _("Letters, digits and underscores only, without the # sign."))],
        help_text=_("Without the # sign, such as InspiringWomen."),
    )
    introduction = models.TextField(_("introduction"), max_length=1200, help_text=_("What the series is about."))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("hashtag"),
        FieldPanel("introduction"),
        LeadImageMixin.lead_image_panel,
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("hashtag")]

    class Meta:
        verbose_name = _("story series")
        verbose_name_plural = _("story series")

    @classmethod
    def for_display(cls) -> Any:
        """Returns live series with their pictures."""
        return super().for_display().with_pictures("hero")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the part of the series that the address asks for."""
        listing = {"results": page_of(self.stories(), request.GET, STORIES_PER_PAGE)}
        return super().get_context(request, *args, **kwargs) | {"listing": listing}

    def stories(self) -> StoryPageQuerySet:
        """Returns the live stories of this series, newest first, with what their cards show."""
        return StoryPage.objects.child_of(self).for_cards()

    def feed(self, parameters: QueryDict) -> FeedSelection:
        """Returns the stories of this series, newest first."""
        return FeedSelection(StoryPage.for_feed().child_of(self))


class StoryPage(StandsInFeed, LeadImageMixin, BasePage):
    """One person's or place's account."""

    class About(models.TextChoices):
        """Whom or what the story is about."""

        PERSON = "person", _("A person")
        PLACE = "place", _("A place or a work")

    template = "stories/story_page.html"
    card_template = "cards/story.html"
    schema_type = "Article"
    open_graph_type = "article"
    parent_page_types: ClassVar[list[str]] = ["stories.StorySeriesPage"]
    subpage_types: ClassVar[list[str]] = []
    feed_template = "feeds/story.html"
    search_text_fields = ("summary", "name", "role", "place", "pull_quote", "body")
    search_kind = STORY
    page_description = _("One person's or place's account.")

    date = models.DateField(_("date"), default=timezone.localdate, help_text=_("The day readers see."))
    about = models.CharField(
        _("about"),
        max_length=10,
        choices=About.choices,
        default=About.PERSON,
        help_text=_("A story about a person cannot be published without that person's recorded consent."),
    )
    is_sample = models.BooleanField(
        _("sample story"),
        default=False,
        help_text=_("About nobody real. The page says so at the top. No consent is needed."),
    )
    name = models.CharField(_("name"), max_length=100, blank=True, help_text=_("The name the person goes by here."))
    is_pseudonym = models.BooleanField(
        _("the name is a pseudonym"), default=False, help_text=_("The page says that the name was changed.")
    )
    role = models.CharField(_("role"), max_length=140, blank=True, help_text=_("Such as teacher, or mother of four."))
    shows_face = models.BooleanField(
        _("the image shows the person"), default=False, help_text=_("Tick it where the lead image is a portrait.")
    )
    age = models.PositiveSmallIntegerField(
        _("age"), null=True, blank=True, help_text=_("Only where it is safe to say.")
    )
    place = models.CharField(
        _("place"), max_length=120, blank=True, help_text=_("As general as safety asks: a region rather than a street.")
    )
    regions = RegionsField(verbose_name=_("regions"), help_text=_("Where it takes place."))
    pull_quote = models.TextField(
        _("pull quote"), max_length=300, blank=True, help_text=_("The person's own words, without quotation marks.")
    )
    pull_quote_source = models.CharField(
        _("pull quote's source"), max_length=200, blank=True, help_text=_("Where the words are on record.")
    )
    body = StreamField(BodyBlock(), help_text=_("The account, block by block."))

    objects = StoryPageManager()

    content_panels = [
        *BasePage.content_panels,
        MultiFieldPanel(
            [FieldPanel("date"), FieldPanel("about"), FieldPanel("is_sample")], heading=_("About the story")
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("is_pseudonym"),
                FieldPanel("role"),
                FieldPanel("shows_face"),
                FieldRowPanel([FieldPanel("age"), FieldPanel("place")]),
                FieldPanel("regions"),
            ],
            heading=_("The person"),
        ),
        MultiFieldPanel([FieldPanel("pull_quote"), FieldPanel("pull_quote_source")], heading=_("Pull quote")),
        LeadImageMixin.lead_image_panel,
        FieldPanel("body"),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("name"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    @classmethod
    def for_display(cls) -> Any:
        """Returns live stories with their pictures."""
        return super().for_display().with_pictures("hero")

    @classmethod
    def for_feed(cls) -> StoryPageQuerySet:
        """Returns live stories, newest first."""
        return cls.objects.live().newest_first()

    @property
    def published_on(self) -> Any:
        """The day readers see."""
        return self.date

    def search_facets(self) -> SearchFacets:
        """Returns the regions in which it takes place."""
        return SearchFacets(regions=list(self.regions))

    def search_day(self) -> SearchDay:
        """Returns the day readers see."""
        return SearchDay(self.date)

    def schema(self) -> dict[str, Any]:
        """Tells no more of a person than readers see: not what was written for search engines alone."""
        described = super().schema()
        described.pop("description", None)
        return described | ({"description": self.summary} if self.summary else {})

    @property
    def needs_consent(self) -> bool:
        """Whether it shows somebody real."""
        return self.about == self.About.PERSON and not self.is_sample

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the series and the stories before and after this one."""
        previous, following = self.siblings_in_series()
        series = StorySeriesPage.objects.filter(url_path=self.parent_url, live=True).first()
        context = super().get_context(request, *args, **kwargs)
        return context | {"series": series, "previous": previous, "next": following}

    def siblings_in_series(self) -> tuple["StoryPage | None", "StoryPage | None"]:
        """Returns the previous (older) and the next (newer) live story of the series."""
        series = StoryPage.objects.live().sibling_of(self, inclusive=True).newest_first()
        pks = list(series.values_list("pk", flat=True))
        if self.pk not in pks:
            return None, None
        here = pks.index(self.pk)
        wanted = {"next": pks[here - 1] if here else None, "previous": pks[here + 1] if here + 1 < len(pks) else None}
        found = StoryPage.objects.defer("body").in_bulk([pk for pk in wanted.values() if pk])
        return found.get(wanted["previous"]), found.get(wanted["next"])

    def publish_problems(self) -> list[str]:
        """Adds what consent does not cover."""
        from stories.consent import problem_with

        return [*super().publish_problems(), *filter(None, [problem_with(self)])]
