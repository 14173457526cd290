"""One factory a page kind and model; the system check's twin in tests/test_conventions.py asks for each."""

import datetime as dt
import io
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image
from wagtail.models import Locale

from digest.models import DigestIndexPage, DigestPage
from home.models import HomePage
from news.models import NewsIndexPage, NewsPage
from pages.models import CoalitionImage, LineOfEffort, StandardPage
from partners.models import Membership, PartnerIndexPage, PartnerPage, PartnerSpotlightPage
from partners.weeks import today, week_of
from social.models import SocialPost, SocialSource
from stories.models import ConsentRecord, StoryIndexPage, StoryPage, StorySeriesPage
from timeline.models import TimelineEventPage, TimelinePage

PARAGRAPH = [("paragraph", "<p>Water runs again in the eastern districts.</p>")]


def a_jpeg(width: int = 1600, height: int = 1000) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (width, height), "#A8481F").save(content, "JPEG")
    return content.getvalue()


class ImageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CoalitionImage

    title = factory.Sequence("Image {}".format)
    credit = "A photographer"
    file = factory.LazyFunction(lambda: ContentFile(a_jpeg(), name="picture.jpg"))


class BasePageFactory(factory.django.DjangoModelFactory):
    """Adds its page below ``parent``."""

    class Meta:
        abstract = True

    title = factory.Sequence("Page {}".format)
    summary = "What this page is about, in a sentence."

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        parent = kwargs.pop("parent")
        tags = kwargs.pop("tags", ())
        many = {name: kwargs.pop(name) for name in ("lines_of_effort",) if name in kwargs}
        page = model_class(locale=Locale.get_default(), **kwargs)
        if page.live:
            page.first_published_at = page.last_published_at = timezone.now()
        for name, values in many.items():
            setattr(page, name, values)
        if tags:
            page.tags.add(*tags)
        return parent.add_child(instance=page)


class HomePageFactory(BasePageFactory):
    class Meta:
        model = HomePage

    slug = "en"


class StandardPageFactory(BasePageFactory):
    class Meta:
        model = StandardPage

    body = PARAGRAPH


class NewsIndexPageFactory(BasePageFactory):
    class Meta:
        model = NewsIndexPage


class NewsPageFactory(BasePageFactory):
    class Meta:
        model = NewsPage

    date = dt.date(2019, 4, 17)
    body = PARAGRAPH


class StoryIndexPageFactory(BasePageFactory):
    class Meta:
        model = StoryIndexPage


class StorySeriesPageFactory(BasePageFactory):
    class Meta:
        model = StorySeriesPage

    hashtag = "InspiringWomen"
    introduction = "Ten women tell."


class StoryPageFactory(BasePageFactory):
    """A sample story, which needs no consent."""

    class Meta:
        model = StoryPage

    date = dt.date(2019, 4, 17)
    name = "Rasha"
    is_sample = True
    body = PARAGRAPH


class PartnerIndexPageFactory(BasePageFactory):
    class Meta:
        model = PartnerIndexPage


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    name = factory.Sequence("Member {}".format)
    region = "mena"
    joined_by = dt.date(2016, 8, 31)


class PartnerPageFactory(BasePageFactory):
    class Meta:
        model = PartnerPage

    membership = factory.SubFactory(MembershipFactory)


class PartnerSpotlightPageFactory(BasePageFactory):
    class Meta:
        model = PartnerSpotlightPage

    membership = factory.SubFactory(MembershipFactory)
    week = factory.LazyFunction(lambda: week_of(today()))
    contributions = [("contribution", {"value": "12", "label": "teams that clear mines", "source": "A ministry"})]


class TimelinePageFactory(BasePageFactory):
    class Meta:
        model = TimelinePage


class TimelineEventPageFactory(BasePageFactory):
    class Meta:
        model = TimelineEventPage

    date = dt.date(2017, 7, 10)
    place = "Mosul"
    country = "Iraq"
    latitude = "36.335"
    longitude = "43.119"
    body = PARAGRAPH
    sources = [("source", {"url": "https://example.org/report"})]


class DigestIndexPageFactory(BasePageFactory):
    class Meta:
        model = DigestIndexPage


class DigestPageFactory(BasePageFactory):
    class Meta:
        model = DigestPage

    date = dt.date(2019, 4, 19)
    items = [
        (
            "item",
            {"headline": "Talks", "summary": "They met.", "source": "A paper", "source_url": "https://example.org"},
        )
    ]


class LineOfEffortFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LineOfEffort

    key = factory.Sequence("line-{}".format)
    name = factory.Sequence("Line {}".format)
    summary = "What this work is."
    locale = factory.LazyFunction(Locale.get_default)


class SocialSourceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SocialSource

    name = factory.Sequence("Source {}".format)
    address = "https://example.org/feed.xml"


class SocialPostFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SocialPost

    post_id = factory.Sequence(str)
    account = "@coalition"
    text = factory.Sequence("Post number {}.".format)
    posted_at = factory.Sequence(lambda n: timezone.now() - dt.timedelta(minutes=n))


class ConsentRecordFactory(factory.django.DjangoModelFactory):
    """A confirmed record that covers everything for another year."""

    class Meta:
        model = ConsentRecord

    covers_name = covers_face = covers_place = True
    channels = ["site"]
    languages = ["en"]
