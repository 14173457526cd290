"""Every page kind's edit form opens, and asks for nothing that needs a trick to be answered."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, get_page_models

from pages.models import BasePage
from tests.conftest import PASSWORD
from tests.factories import LineOfEffortFactory, MembershipFactory, NewsPageFactory, StorySeriesPageFactory

KINDS = [model for model in get_page_models() if issubclass(model, BasePage)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_form_of_a_new_page(
    client: Client, people: SimpleNamespace, site: SimpleNamespace, kind: type[Page]
) -> None:
    StorySeriesPageFactory(parent=site.stories)
    parent = next(model for model in kind.clean_parent_page_models() if model.objects.exists()).objects.first()
    client.login(username="admin", password=PASSWORD)
    address = reverse("wagtailadmin_pages:add", args=[kind._meta.app_label, kind._meta.model_name, parent.pk])
    response = client.get(address)
    if not kind.can_create_at(parent):
        assert response.status_code in {302, 403}
        return
    assert response.status_code == 200
    assert not re.search(r"<select[^>]*\bmultiple\b", response.content.decode()), "boxes to tick need no held key"


def test_a_line_of_effort_is_offered_once_in_the_language_of_the_page(
    client: Client, people: SimpleNamespace, site: SimpleNamespace
) -> None:
    def offered(address: str) -> list[str]:
        boxes = re.findall(
            r'<input type="checkbox" name="lines_of_effort" value="(\d+)"', client.get(address).content.decode()
        )
        return [names[int(pk)] for pk in boxes]

    arabic = Locale.objects.get_or_create(language_code="ar")[0]
    lines = [LineOfEffortFactory(key="finance", name="Finance"), LineOfEffortFactory(key="borders", name="Borders")]
    translated = lines[0].copy_for_translation(arabic)
    translated.name = "التمويل"
    translated.save()
    names = {line.pk: line.name for line in [*lines, translated]}
    client.login(username="admin", password=PASSWORD)
    page = NewsPageFactory(parent=site.news)
    there = page.copy_for_translation(arabic, copy_parents=True)
    member = MembershipFactory()
    in_admin = reverse("wagtailsnippets_partners_membership:edit", args=[member.pk])
    assert sorted(offered(reverse("wagtailadmin_pages:edit", args=[page.pk]))) == ["Borders", "Finance"]
    assert sorted(offered(reverse("wagtailadmin_pages:edit", args=[there.pk]))) == ["Borders", "التمويل"]
    assert sorted(offered(in_admin)) == ["Borders", "Finance"]
    # One that was chosen in another language stays chosen.
    member.lines_of_effort.add(translated)
    assert sorted(offered(in_admin)) == ["Borders", "التمويل"]
