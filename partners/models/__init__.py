"""The Coalition's members, and the pages about them."""

from partners.models.membership import Membership
from partners.models.pages import PartnerIndexPage, PartnerPage
from partners.models.spotlight import PartnerSpotlightPage

__all__ = ["Membership", "PartnerIndexPage", "PartnerPage", "PartnerSpotlightPage"]
