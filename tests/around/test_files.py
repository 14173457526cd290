"""What a live page loses after it was published."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.urls import reverse

from tests.around import helpers as h
from tests.factories import (
    ImageFactory,
    MembershipFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
)


def test_the_lead_image_of_a_live_page_is_not_replaced_by_a_small_one(
    site: SimpleNamespace, people: SimpleNamespace
) -> None:
    image = ImageFactory()
    h.draft(site, lead_image=image, lead_image_alt="A bridge").save_revision().publish()
    h.replace_file(h.signed_in("moderator"), image, 200, 120)
    assert type(image).objects.get(pk=image.pk).width >= 1200


@pytest.mark.parametrize("factory", [PartnerPageFactory, PartnerSpotlightPageFactory])
def test_a_membership_that_a_live_page_shows_is_not_deleted(
    site: SimpleNamespace, people: SimpleNamespace, administrator: Any, factory: Any
) -> None:
    membership = MembershipFactory()
    page = factory(parent=site.partners, membership=membership)
    address = reverse("wagtailsnippets_partners_membership:delete", args=[membership.pk])
    h.signed_in("administrator").post(address)
    page.refresh_from_db()
    assert not page.live or page.membership_id
