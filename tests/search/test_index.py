"""The index holds what is live, as it is live, from the moment of each change."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from search.models import Entry
from tests.factories import (
    LineOfEffortFactory,
    MembershipFactory,
    NewsPageFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    StandardPageFactory,
    StoryPageFactory,
    StorySeriesPageFactory,
)
from tests.search.asking import add_news, ask, facet, start_in, titles


def live_ids() -> set[int]:
    return set(Page.objects.live().filter(depth__gt=1).values_list("pk", flat=True))


def test_every_live_page_has_an_entry_and_no_other(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news)
    NewsPageFactory(parent=site.news, live=False)
    assert set(Entry.objects.values_list("pk", flat=True)) == live_ids()


def test_a_page_is_found_as_soon_as_it_is_published(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="Zerzevan", live=False)
    assert titles("q=zerzevan") == []
    page.save_revision().publish()
    assert titles("q=zerzevan") == ["Zerzevan"]


def test_a_page_is_gone_as_soon_as_it_is_taken_down(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="Zerzevan")
    page.unpublish()
    assert titles("q=zerzevan") == []
    assert not Entry.objects.filter(pk=page.pk).exists()


def test_a_page_that_was_taken_down_behind_our_back_is_not_found(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="Zerzevan")
    Page.objects.filter(pk=page.pk).update(live=False)
    assert Entry.objects.filter(pk=page.pk).exists()
    search = ask("q=zerzevan")
    assert (search.count, search.results, search.facets) == (0, [], [])


def test_a_deleted_page_is_gone(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="Zerzevan")
    page.delete()
    assert titles("q=zerzevan") == []


def test_pages_below_a_deleted_one_are_gone(site: SimpleNamespace) -> None:
    series = StorySeriesPageFactory(parent=site.stories)
    StoryPageFactory(parent=series, title="Zerzevan")
    Page.objects.get(pk=series.pk).delete()
    assert titles("q=zerzevan") == []


def test_a_draft_changes_nothing(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="As it is")
    page.title = "Zerzevan"
    page.save_revision()
    assert titles("q=zerzevan") == []
    assert titles("q=as it is") == []  # nothing but very common words
    page.save_revision().publish()
    assert titles("q=zerzevan") == ["Zerzevan"]


def test_a_scheduled_page_is_found_from_its_go_live_to_its_expiry(site: SimpleNamespace, time_machine: Any) -> None:
    now = timezone.now()
    page = NewsPageFactory(parent=site.news, title="Zerzevan", live=False)
    page.go_live_at, page.expire_at = now + dt.timedelta(minutes=10), now + dt.timedelta(minutes=20)
    page.save_revision().publish()
    assert titles("q=zerzevan") == []
    for minutes, found in ((11, ["Zerzevan"]), (21, [])):
        time_machine.move_to(now + dt.timedelta(minutes=minutes))
        call_command("publish_scheduled")
        assert titles("q=zerzevan") == found


def test_a_move_and_a_new_slug_change_the_address_at_once(site: SimpleNamespace) -> None:
    first, second = (StorySeriesPageFactory(parent=site.stories, slug=slug) for slug in ("first", "second"))
    page = StoryPageFactory(parent=first, title="Zerzevan", slug="old")
    Page.objects.get(pk=page.pk).specific.move(second, pos="last-child")
    assert [result.url for result in ask("q=zerzevan").results] == ["/en/stories/second/old/"]
    assert ask("q=zerzevan&series=second").count == 1
    page = Page.objects.get(pk=page.pk).specific
    page.slug = "new"
    page.save_revision().publish()
    assert [result.url for result in ask("q=zerzevan").results] == ["/en/stories/second/new/"]


def test_a_move_writes_nothing_however_much_it_takes_along(site: SimpleNamespace) -> None:
    NewsPageFactory(parent=site.news, title="Zerzevan")
    with CaptureQueriesContext(connection) as asked:
        site.news.move(site.stories, pos="right")
    assert not [query["sql"] for query in asked if "search_entry" in query["sql"]]
    assert titles("q=zerzevan") == ["Zerzevan"]


def test_a_change_that_is_rolled_back_is_not_found(site: SimpleNamespace) -> None:
    with transaction.atomic():
        NewsPageFactory(parent=site.news, title="Zerzevan")
        transaction.set_rollback(True)
    assert titles("q=zerzevan") == []


def test_tags_and_lines_of_effort_are_found_too(site: SimpleNamespace) -> None:
    line = LineOfEffortFactory(key="finance", name="Counter-financing")
    NewsPageFactory(parent=site.news, title="A bank", tags=["hawala"], lines_of_effort=[line])
    assert titles("q=hawala") == titles("q=counter-financing") == ["A bank"]


def test_the_pages_about_a_member_follow_the_member(site: SimpleNamespace) -> None:
    member = MembershipFactory(region="mena")
    PartnerPageFactory(parent=site.partners, title="Zerzevan", membership=member)
    PartnerPageFactory(parent=site.partners, title="Zerzevan too", membership=MembershipFactory(region="americas"))
    member.region = "americas"
    member.save()
    member.lines_of_effort.add(LineOfEffortFactory(key="finance"))
    assert facet(ask("q=zerzevan&region=americas"), "region") == {"americas": 2}
    assert ask("q=zerzevan&line=finance").count == 1


def test_pages_follow_their_member(site: SimpleNamespace) -> None:
    member, other = MembershipFactory(name="Atlantis", region="mena"), MembershipFactory(name="Utopia", region="europe")
    page = PartnerPageFactory(parent=site.partners, title="Zerzevan", membership=member)
    spotlight = PartnerSpotlightPageFactory(parent=site.partners, title="Zerzevan too", membership=member)
    assert facet(ask("q=zerzevan&region=mena"), "region") == {"mena": 2}
    for each in (page, spotlight):
        each.membership = other
        each.save()
    assert len(titles("q=zerzevan")) == 2
    assert titles("q=zerzevan&region=mena") == []
    assert len(titles("q=zerzevan&region=europe")) == 2
    assert titles("q=atlantis") == []


def test_pages_follow_the_name_and_key_of_a_line_of_effort(
    site: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    line = LineOfEffortFactory(key="finance", name="Counter-financing")
    member = MembershipFactory()
    member.lines_of_effort.add(line)
    NewsPageFactory(parent=site.news, title="A bank", lines_of_effort=[line])
    PartnerPageFactory(parent=site.partners, title="A member", membership=member)
    line.name, line.key = "Moneywatch", "money"
    with django_capture_on_commit_callbacks(execute=True) as called:
        line.save()
    assert "index_line" in repr(called)
    assert titles("q=counter-financing") == []
    assert titles("q=moneywatch") == ["A bank"]
    found = Entry.objects.filter(lines=["money"]).values_list("page__title", flat=True)
    assert sorted(found) == ["A bank", "A member"]
    with django_capture_on_commit_callbacks(execute=True):
        line.delete()
    assert titles("q=moneywatch") == []
    assert not Entry.objects.exclude(lines=[]).exists()


def test_a_line_of_effort_whose_text_changes_has_nothing_written_anew(
    site: SimpleNamespace, django_capture_on_commit_callbacks: Any
) -> None:
    line = LineOfEffortFactory(key="finance", name="Counter-financing")
    line.text = "Another paragraph."
    with django_capture_on_commit_callbacks(execute=True) as called:
        line.save()
    assert "index_line" not in repr(called)


def test_a_copy_is_found_only_once_it_is_live(site: SimpleNamespace) -> None:
    page = NewsPageFactory(parent=site.news, title="Zerzevan", slug="first")
    page.copy(update_attrs={"slug": "second"}, keep_live=False)
    assert len(titles("q=zerzevan")) == 1
    page.copy(update_attrs={"slug": "third"}, keep_live=True)
    assert len(titles("q=zerzevan")) == 2


def test_a_text_without_end_can_be_published(site: SimpleNamespace) -> None:
    words = " ".join(f"w{number}é" for number in range(75_000))
    page = NewsPageFactory(parent=site.news, title="Long", body=[("paragraph", f"<p>{words}</p>")])
    assert titles("q=w17é") == ["Long"]
    assert len(Entry.objects.get(pk=page.pk).text) <= 100_000


def test_characters_that_are_no_text_are_left_out(site: SimpleNamespace) -> None:
    body = [("paragraph", "<p>Zer\u200fzevan \ue000lies\ue001 \u0085here\u202e</p>")]
    page = NewsPageFactory(parent=site.news, title="A fort", body=body)
    assert titles("q=zerzevan") == ["A fort"]
    assert Entry.objects.get(pk=page.pk).text.endswith("Zerzevan lies here")


def test_standard_pages_have_no_day(site: SimpleNamespace) -> None:
    StandardPageFactory(parent=site.home, title="Zerzevan")
    (result,) = ask("q=zerzevan").results
    assert (result.spoken_date, result.machine_date) == ("", "")
    assert facet(ask("q=zerzevan"), "year") == {}


def test_a_language_has_its_own_index(site: SimpleNamespace) -> None:
    french = start_in("fr")
    NewsPageFactory(parent=site.news, title="Zerzevan")
    add_news(french, "Zerzevan en français")
    assert titles("q=zerzevan") == ["Zerzevan"]
    assert titles("q=zerzevan", "fr") == ["Zerzevan en français"]
