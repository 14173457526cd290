"""An answer asks the database as often for 500 pages of a kind as for 5."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.bulk import top_up
from tests.api.conftest import LIST
from tests.factories import ImageFactory, LineOfEffortFactory
from tests.test_embargo import kinds, make

MOST = 12


def queries_of(client: Client, address: str) -> int:
    """Returns how many queries an answer costs once pictures have been made and sites are known."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.fixture
def add(site: SimpleNamespace) -> Callable[[int], None]:
    """Adds pages of every kind, news with all that can be attached."""
    image, line = ImageFactory(), LineOfEffortFactory()

    def added(number: int) -> None:
        for count in range(number):
            for kind in kinds():
                values: dict[str, Any] = {}
                if hasattr(kind, "lead_image"):
                    values = {"lead_image": image, "lead_image_alt": "A bridge"}
                if kind.__name__ == "NewsPage":
                    values |= {"tags": ["a", f"b{count}"], "lines_of_effort": [line]}
                page = make(kind, site, **values)
                if getattr(page, "membership", None):
                    page.membership.lines_of_effort.add(line)

    return added


ADDRESSES = (
    f"{LIST}?limit=100",
    f"{LIST}?limit=20&order=-first_published_at",
    f"{LIST}?limit=100&type=news.NewsPage&order=-date",
    f"{LIST}?limit=100&type=partners.PartnerPage",
    f"{LIST}?limit=100&type=timeline.TimelineEventPage&year=2017",
)


def test_a_list_costs_the_same_however_many_pages_there_are(
    client: Client, add: Callable[[int], None], site: SimpleNamespace
) -> None:
    addresses = [*ADDRESSES, f"{LIST}?limit=100&descendant_of={site.home.pk}&translation_of={site.news.pk}"]
    add(5)
    few = [queries_of(client, address) for address in addresses]
    add(12)
    many = [queries_of(client, address) for address in addresses]
    assert few == many
    assert max(many) <= MOST, many


def test_a_list_of_hundreds_costs_the_same(client: Client, site: SimpleNamespace) -> None:
    addresses = [f"{LIST}?limit=100&type=news.NewsPage", f"{LIST}?limit=100&type=news.NewsPage&offset=300"]
    LineOfEffortFactory()
    top_up(site.news, 5, lambda *_progress: None)
    few = queries_of(client, addresses[0])
    top_up(site.news, 500, lambda *_progress: None)
    assert [queries_of(client, address) for address in addresses] == [few, few]


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.__name__)
def test_a_page_costs_few_queries(client: Client, add: Callable[[int], None], kind: Any) -> None:
    add(1)
    page = kind.objects.first()
    before = queries_of(client, f"{LIST}{page.pk}/")
    add(5)
    assert queries_of(client, f"{LIST}{page.pk}/") == before
    assert queries_of(client, f"{LIST}find/?html_path={page.url_path}") == before
    assert before <= MOST
