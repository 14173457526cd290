"""The whole demo, in one transaction: all of it or nothing."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from wagtail.models import Collection

from demo.loading import kinds
from demo.loading.home import SECTIONS, fill_home
from demo.loading.indexes import indexing_at_the_end
from demo.loading.languages import further_languages, load_language
from demo.loading.people import make_people
from demo.loading.pictures import COLLECTION, Pictures
from demo.loading.posts import load_posts
from demo.loading.slots import make_slots
from digest.models import DigestIndexPage
from home.models import HomePage
from home.start import start_site
from news.models import NewsIndexPage
from partners.models import PartnerIndexPage
from stories.models import StoryIndexPage
from timeline.models import TimelinePage

Say = Callable[[str], None]


class DemoRefusedError(Exception):
    """The database holds other content; the demo leaves it alone."""


def is_loaded() -> bool:
    """Returns whether this database holds the demo."""
    return Collection.objects.filter(name=COLLECTION).exists()


def load(say: Say, password: str) -> bool:
    """Loads the demo into a database without content.

    Args:
        say: Told what is being done.
        password: The demo users' password.

    Returns:
        Whether it was loaded; False where it was there already, and nothing was changed.

    Raises:
        DemoRefusedError: The database holds other content.
    """
    if is_loaded():
        return False
    if HomePage.objects.exists():
        raise DemoRefusedError("This database holds a site that is not the demo: nothing was loaded.")
    with transaction.atomic(), indexing_at_the_end():
        _load_content(say, password, Pictures())
    return True


def _load_content(say: Say, password: str, pictures: Pictures) -> None:
    """Makes users, pages and posts."""
    home = start_site("en")
    make_people(password)
    index: Any = {
        kind: kind.objects.child_of(home).get()
        for kind in (NewsIndexPage, StoryIndexPage, PartnerIndexPage, TimelinePage, DigestIndexPage)
    }
    lines = kinds.load_lines(home.locale_id)
    say("Loading the standard pages and the news …")
    standard = kinds.load_standard(home, pictures)
    kinds.load_news(index[NewsIndexPage], lines, pictures)
    say("Loading the stories …")
    stories = kinds.load_stories(index[StoryIndexPage], pictures)
    say("Loading the members and their spotlights …")
    members = kinds.load_partners(index[PartnerIndexPage], lines, pictures)
    kinds.load_spotlights(index[PartnerIndexPage], members, pictures)
    say("Loading the timeline, the digests and the posts …")
    kinds.load_timeline(index[TimelinePage], pictures)
    kinds.load_digests(index[DigestIndexPage])
    load_posts()
    fill_home(home, index, standard, stories)
    for code in further_languages():
        say(f"Translating into {code} …")
        load_language(code, HomePage.objects.get(pk=home.pk), {name: index[kind] for name, kind in SECTIONS.items()})
    make_slots()
