"""The models of the ground floor: what every page kind shares."""

from pages.models.base import BasePage, LeadImageMixin
from pages.models.images import CoalitionImage, CoalitionRendition
from pages.models.reviewed import ReviewedMixin
from pages.models.site import SiteSettings, UrgentBanner
from pages.models.snippets import LineOfEffort
from pages.models.standard import StandardPage

__all__ = [
    "BasePage",
    "CoalitionImage",
    "CoalitionRendition",
    "LeadImageMixin",
    "LineOfEffort",
    "ReviewedMixin",
    "SiteSettings",
    "StandardPage",
    "UrgentBanner",
]
