"""The sections of which staff build the home page."""

from home.blocks.base import SectionBlock
from home.blocks.people import FeaturedStorySection, SeriesSection
from home.blocks.sections import HomeSectionsBlock
from home.blocks.tour import TourBlock

__all__ = ["FeaturedStorySection", "HomeSectionsBlock", "SectionBlock", "SeriesSection", "TourBlock"]
