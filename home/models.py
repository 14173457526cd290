"""The home page: one a language, composed of sections."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from home.blocks import HomeSectionsBlock, TourBlock
from pages.alternates import Alternate
from pages.models import BasePage, LineOfEffort
from pages.own_language import in_own_language
from pages.querysets import lead_image_renditions
from pages.syndication import LinksFeeds, StandsInFeed, feed_links
from partners.models import Membership

CHOSEN = ("link_page", "story", "series")
"""The fields of sections in which staff choose a page."""


class HomePage(LinksFeeds, BasePage):
    """The home page of one language. Its slug is the language's code, so that the tree is the address."""

    template = "home/home_page.html"
    card_template = "cards/page.html"
    schema_type = "WebSite"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "pages.StandardPage",
        "news.NewsIndexPage",
        "digest.DigestIndexPage",
        "stories.StoryIndexPage",
        "partners.PartnerIndexPage",
        "timeline.TimelinePage",
    ]
    search_text_fields = ("summary", "sections")
    page_description = _("The home page of one language.")

    sections = StreamField(HomeSectionsBlock(), blank=True, help_text=_("Section by section; drag to reorder."))
    tour = StreamField(
        TourBlock(),
        blank=True,
        help_text=_("“Show me around”: where the tour stops and what it says. Without steps there is no tour."),
    )

    # What the sections show; found where the page is shown.
    shown_pages: Sequence[Page] = ()

    content_panels = [*BasePage.content_panels, FieldPanel("sections"), FieldPanel("tour")]
    search_fields = [*BasePage.search_fields, index.SearchField("sections")]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Finds what each section shows, and then all their pictures in two queries."""
        self._choose_in_own_language()
        pages: list[Page] = []
        for section in self.sections:
            section.value.content = section.block.find_content(section.value, self, request)
            if section.value.content:
                pages += section.block.pages_with_pictures(section.value.content)
        self.shown_pages = pages
        prefetch_related_objects(pages, "lead_image", lead_image_renditions("wide"))
        return super().get_context(request, *args, **kwargs) | {
            "tour_steps": self._tour_steps(),
            "has_welcome": any(section.block_type == "welcome" for section in self.sections),
        }

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keeps what staff chose for the sections in this page's own language, as far as it is translated."""
        self._choose_in_own_language()
        super().save(*args, **kwargs)

    def _choose_in_own_language(self) -> None:
        """Puts translations in the place of chosen pages of another language."""
        chosen = [(section.value, name) for section in self.sections for name in CHOSEN if section.value.get(name)]
        pages = in_own_language([value[name] for value, name in chosen], self.locale_id)
        for (value, name), page in zip(chosen, pages, strict=True):
            value[name] = page

    def _tour_steps(self) -> list[dict[str, str]]:
        """Returns the tour's steps as far as their sections show something: section, title and text."""
        shown = {section.block_type for section in self.sections if section.value.content}
        return [dict(step.value) for step in self.tour if step.value["section"] in shown]

    @cached_property
    def count_of_members(self) -> int:
        """How many members the Coalition has: counted, never typed."""
        return Membership.objects.current().count()

    @cached_property
    def lines_of_effort(self) -> list[LineOfEffort]:
        """The lines of effort in this page's language, as far as they are translated."""
        return LineOfEffort.objects.all().best_in(self.locale_id)

    def feed_links(self) -> list[Alternate]:
        """Returns the links to the feeds of what the sections show, in their order."""
        in_feeds: list[Any] = [page for page in self.shown_pages if isinstance(page, StandsInFeed)]
        lists = Page.objects.live().filter(path__in={page.path[: -Page.steplen] for page in in_feeds})
        titles = dict(lists.values_list("url_path", "title"))
        addresses = [address for address in dict.fromkeys(page.parent_url for page in in_feeds) if address in titles]
        return [link for address in addresses for link in feed_links(address, titles[address])]

    def search_text(self) -> str:
        """Returns the text with the number of members in it, as readers see it."""
        return super().search_text().replace("{members}", str(self.count_of_members))

    def schema(self) -> dict[str, Any]:
        """Adds where the site can be searched."""
        target = {"@type": "EntryPoint", "urlTemplate": f"{self.full_url}search/?q={{search_term_string}}"}
        search = {"@type": "SearchAction", "target": target, "query-input": "required name=search_term_string"}
        return super().schema() | {"potentialAction": search}

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Gives the page its language's code as slug, whatever was typed."""
        if self.locale_id:
            self.slug = self.locale.language_code
        super().full_clean(*args, **kwargs)
