"""A new site: its home page, its section pages, its roles and its approval workflow, in one language."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Locale, Page, Site, Workflow, WorkflowPage, WorkflowTask

from digest.models import DigestIndexPage
from home.models import HomePage
from news.models import NewsIndexPage
from pages.models import BasePage, SiteSettings, StandardPage
from partners.models import PartnerIndexPage
from stories.models import StoryIndexPage
from timeline.models import TimelinePage
from users.roles import MODERATORS, install_roles

WORKFLOW = "Moderators approve"


def start_site(language: str = settings.LANGUAGE_CODE) -> HomePage:
    """Makes an empty site in a database that has none; what exists already stays as it is.

    Args:
        language: The code of the language; titles are written in it.

    Returns:
        The home page.
    """
    with translation.override(language):
        return _start(language)


def _start(language: str) -> HomePage:
    locale, _made = Locale.objects.get_or_create(language_code=language)
    home = HomePage.objects.filter(locale=locale).first() or _make_home(locale)
    install_roles()
    _make_workflow()
    for kind, title, slug in _sections():
        if not kind.objects.child_of(home).filter(slug=slug).exists():
            home.add_child(instance=kind(title=title, slug=slug, locale=locale, show_in_menus=True))
    SiteSettings.objects.get_or_create(locale=locale, defaults={"organisation_name": str(settings.WAGTAIL_SITE_NAME)})
    return home


def _sections() -> list[tuple[type[BasePage], str, str]]:
    """Returns kind, title and slug of each section, in the menu's order."""
    return [
        (StandardPage, _("About"), "about"),
        (PartnerIndexPage, _("Partners"), "partners"),
        (NewsIndexPage, _("News"), "news"),
        (StoryIndexPage, _("Stories"), "stories"),
        (TimelinePage, _("Timeline"), "timeline"),
        (DigestIndexPage, _("Digest"), "digest"),
    ]


def _make_home(locale: Any) -> HomePage:
    """Makes the home page, in place of the page that Wagtail's own migrations leave behind."""
    root = Page.get_first_root_node()
    home = HomePage(title=str(settings.WAGTAIL_SITE_NAME), slug=locale.language_code, locale=locale)
    root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    site.root_page = home
    site.site_name = str(settings.WAGTAIL_SITE_NAME)
    _use_address(site)
    site.save()
    if welcome and welcome.specific_class is Page:
        welcome.delete()
    return home


def _use_address(site: Site) -> None:
    """Gives the site the host and port of ``SITE_URL``."""
    parts = urlsplit(settings.SITE_URL)
    site.hostname = parts.hostname or "localhost"
    site.port = parts.port or (443 if parts.scheme == "https" else 80)


def _make_workflow() -> None:
    """Has moderators approve what editors submit, everywhere."""
    workflow = Workflow.objects.filter(active=True).order_by("pk").first() or Workflow.objects.create(name=WORKFLOW)
    if not workflow.workflow_tasks.exists():
        task = GroupApprovalTask.objects.create(name=WORKFLOW)
        task.groups.set(Group.objects.filter(name=MODERATORS))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.update_or_create(page=Page.get_first_root_node(), defaults={"workflow": workflow})
