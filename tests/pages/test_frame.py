"""What stands around every page."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from pages.models import SiteSettings, UrgentBanner
from tests.factories import NewsPageFactory, StandardPageFactory


def page_of(client: Client, address: str = "/en/") -> str:
    return client.get(address).content.decode()


def test_the_menu_follows_the_page_tree(client: Client, site: SimpleNamespace) -> None:
    assert '<a href="/en/news/">News</a>' in page_of(client)
    site.news.unpublish()
    assert "/en/news/" not in page_of(client)


def test_breadcrumb_leads_up(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="first")
    content = page_of(client, "/en/news/first/")
    trail = content[content.index("breadcrumb") :]
    assert trail.index('href="/en/"') < trail.index('href="/en/news/"')
    assert 'class="wrap breadcrumb"' not in page_of(client)


def banner(**values: Any) -> UrgentBanner:
    given = {"text": "The office is closed.", "ends_at": timezone.now() + dt.timedelta(hours=1)} | values
    return UrgentBanner(settings=SiteSettings.objects.get(), **given)


def test_the_urgent_banner_ends_by_itself(client: Client, site: SimpleNamespace, time_machine: Any) -> None:
    time_machine.move_to(timezone.now())
    banner().save()
    assert "The office is closed." in page_of(client)
    time_machine.shift(dt.timedelta(hours=2))
    assert "The office is closed." not in page_of(client)


def test_the_banner_links_only_to_what_is_live(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="closed")
    banner(link_text="Opening hours", link_page=page).save()
    assert "Opening hours" in page_of(client)
    page.unpublish()
    assert "Opening hours" not in page_of(client)


@pytest.mark.parametrize("values", [{"link_text": "Where?"}, {"ends_at": timezone.now() - dt.timedelta(days=1)}])
def test_a_banner_that_cannot_work_is_refused(site: SimpleNamespace, values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        banner(**values).full_clean()


def test_a_hostile_title_stays_text(client: Client, site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, slug="first", title='</script><script>alert("x")</script>\u202egnp.exe')
    content = page_of(client, "/en/news/first/")
    assert "<script>alert" not in content
    assert "\\u003C/script\\u003E" in content


def test_legal_links_leave_out_what_is_not_live(client: Client, site: SimpleNamespace) -> None:
    page = StandardPageFactory(parent=site.home, slug="privacy", title="Privacy and cookies")
    row = SiteSettings.objects.get()
    row.legal_links = [("page", page)]
    row.save()
    assert "Privacy and cookies" in page_of(client)
    page.delete()
    assert "Privacy and cookies" not in page_of(client)


def test_nobody_is_asked_where_nothing_counts(client: Client, site: SimpleNamespace) -> None:
    assert "data-consent" not in page_of(client)


def test_the_question_names_who_counts_and_leads_to_the_privacy_page(
    client: Client, site: SimpleNamespace, settings: Any
) -> None:
    settings.ANALYTICS_SCRIPT_URL, settings.ANALYTICS_SITE_ID = "https://stats.example.org/js/script.js", "coalition"
    privacy = StandardPageFactory(parent=site.home, slug="privacy")
    SiteSettings.objects.update(privacy_page=privacy)
    content = page_of(client)
    assert "stats.example.org would count" in content
    assert 'href="/en/privacy/#choices"' in content
    privacy.unpublish()
    assert "#choices" not in page_of(client)


def test_previews_are_not_counted(site: SimpleNamespace, settings: Any) -> None:
    settings.ANALYTICS_SCRIPT_URL, settings.ANALYTICS_SITE_ID = "https://stats.example.org/js/script.js", "coalition"
    page = StandardPageFactory(parent=site.home, slug="plain")
    assert "data-consent" not in page.make_preview_request().rendered_content


def test_the_policy_is_opened_to_who_counts_and_to_nobody_else() -> None:
    from coalition.settings.security import PUBLIC_CSP, public_policy

    assert public_policy("") == PUBLIC_CSP
    opened = public_policy("https://stats.example.org:8443/js/script.js")
    assert opened["script-src"] == ["'self'", "https://stats.example.org:8443"]
    assert opened["connect-src"] == ["'self'", "https://stats.example.org:8443"]
    assert {name for name in opened if opened[name] != PUBLIC_CSP[name]} == {"script-src", "connect-src"}
