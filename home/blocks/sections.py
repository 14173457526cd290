"""The other sections, and the list of all from which staff choose."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, PageChooserBlock, StructValue, TextBlock

from digest.models import DigestPage
from home.blocks.base import SectionBlock
from home.blocks.people import FeaturedStorySection, SeriesSection
from news.models import NewsPage
from pages.blocks.base import BodyStreamBlock
from partners.models import PartnerSpotlightPage
from partners.weeks import today
from social.listing import shown_posts
from timeline.models import TimelineEventPage

LATEST_NEWS = 4
LATEST_DIGEST_ITEMS = 4


class WelcomeSection(SectionBlock):
    """The welcome at the top, with the counted number of members."""

    kicker = CharBlock(required=False, max_length=60, help_text=_("A few words above the heading."))
    text = TextBlock(max_length=500, help_text=_("Two or three sentences. {members} becomes the number of members."))
    link_text = CharBlock(required=False, max_length=60, help_text=_("What the button says."))
    link_page = PageChooserBlock(required=False, help_text=_("Where the button leads."))

    class Meta:
        icon = "home"
        label = _("Welcome")
        description = _("The top of the page, with the counted number of members.")
        template = "home/sections/welcome.html"
        preview_value = {"heading": "One commitment.", "text": "Countries and organisations work together."}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the counts: members, lines of effort, events of the timeline."""
        members = page.count_of_members
        return {
            "members": members,
            "lines_of_effort": len(page.lines_of_effort),
            "events": TimelineEventPage.objects.in_language_of(page).count(),
            "heading": value["heading"].replace("{members}", str(members)),
            "text": value["text"].replace("{members}", str(members)),
        }


class WhatIsSection(SectionBlock):
    """What the Coalition is, with its lines of effort."""

    text = TextBlock(max_length=900, help_text=_("A paragraph. {members} becomes the number of members."))
    link_text = CharBlock(required=False, max_length=60, help_text=_("What the link says."))
    link_page = PageChooserBlock(required=False, help_text=_("Such as the page about the Coalition."))

    class Meta:
        icon = "info-circle"
        label = _("What is the Coalition?")
        description = _("A paragraph about the Coalition and its lines of effort.")
        template = "home/sections/what_is.html"
        preview_value = {"heading": "What is the Coalition?", "text": "It was formed in September 2014."}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the lines of effort and the paragraph with the number of members in it."""
        return {"text": value["text"].replace("{members}", str(page.count_of_members)), "lines": page.lines_of_effort}


class SocialPostsSection(SectionBlock):
    """The newest social posts."""

    class Meta:
        icon = "comment"
        label = _("Social posts")
        description = _("The newest social posts, with a link to more.")
        template = "home/sections/social_posts.html"
        preview_value = {"heading": "From our accounts"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns as many posts as the address asks for."""
        return shown_posts(page.locale.language_code, request.GET.get("posts") if request else None)


class PartnerSpotlightSection(SectionBlock):
    """This week's spotlight."""

    class Meta:
        icon = "pick"
        label = _("Partner spotlight")
        description = _("This week's spotlight; it changes by itself.")
        template = "home/sections/partner_spotlight.html"
        preview_value = {"heading": "Partner spotlight"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the current spotlight."""
        spotlights = PartnerSpotlightPage.objects.in_language_of(page).current(today())
        return spotlights.first()

    def pages_with_pictures(self, content: Any) -> list[Any]:
        """Returns the spotlight."""
        return [content]


class LatestNewsSection(SectionBlock):
    """The newest news."""

    link_text = CharBlock(required=False, max_length=60, help_text=_("What the link to all news says."))

    class Meta:
        icon = "doc-full"
        label = _("Latest news")
        description = _("The four newest pieces of news.")
        template = "home/sections/latest_news.html"
        preview_value = {"heading": "Latest news"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the newest news."""
        return list(NewsPage.objects.in_language_of(page).for_list()[:LATEST_NEWS])

    def pages_with_pictures(self, content: Any) -> list[Any]:
        """Returns the news."""
        return list(content)


class TimelineSection(SectionBlock):
    """The most telling events."""

    text = TextBlock(required=False, max_length=400, help_text=_("One or two sentences."))
    link_text = CharBlock(required=False, max_length=60, help_text=_("What the link to the whole timeline says."))

    class Meta:
        icon = "history"
        label = _("Liberation Timeline")
        description = _("The events that are marked as most telling.")
        template = "home/sections/timeline.html"
        preview_value = {"heading": "Liberation Timeline"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the most telling events."""
        return list(TimelineEventPage.objects.in_language_of(page).telling())


class DigestSection(SectionBlock):
    """The latest digest's items."""

    link_text = CharBlock(required=False, max_length=60, help_text=_("What the link to the digest says."))

    class Meta:
        icon = "list-ul"
        label = _("Weekly digest")
        description = _("The latest digest's first items.")
        template = "home/sections/digest.html"
        preview_value = {"heading": "Weekly digest"}

    def find_content(self, value: StructValue, page: Any, request: Any) -> Any:
        """Returns the latest digest and its first items."""
        digest = DigestPage.objects.in_language_of(page).newest_first().first()
        return {"digest": digest, "items": list(digest.items)[:LATEST_DIGEST_ITEMS]} if digest else None


class HomeSectionsBlock(BodyStreamBlock):
    """The home page's sections, in the order staff give them."""

    welcome = WelcomeSection()
    what_is = WhatIsSection()
    featured_story = FeaturedStorySection()
    social_posts = SocialPostsSection()
    partner_spotlight = PartnerSpotlightSection()
    latest_news = LatestNewsSection()
    series = SeriesSection()
    timeline = TimelineSection()
    digest = DigestSection()

    class Meta:
        block_counts = {
            name: {"max_num": 1}
            for name in ("welcome", "what_is", "social_posts", "partner_spotlight", "latest_news", "timeline", "digest")
        }
