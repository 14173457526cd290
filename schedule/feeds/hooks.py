"""The calendar feed in the Wagtail admin."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from schedule.feeds.views import FeedView


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Puts the page of the feed below ``/admin/schedule/``."""
    return [path("schedule/feed/", FeedView.as_view(), name="schedule_feed")]


@hooks.register("register_schedule_menu_item")
def feed_entry() -> MenuItem:
    """The feed comes after what is worked with every day."""
    return MenuItem(_("Calendar feed"), reverse("schedule_feed"), icon_name="link", order=80)
