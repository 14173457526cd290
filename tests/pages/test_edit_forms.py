"""Every page kind's edit form opens, and asks for nothing that needs a trick to be answered."""

import re
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, get_page_models

from pages.models import BasePage
from tests.conftest import PASSWORD
from tests.factories import StorySeriesPageFactory

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
