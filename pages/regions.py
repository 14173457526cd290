"""The regions of the world by which members and news are grouped."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Region(TextChoices):
    """A region, as the Coalition groups its members; organisations stand under their own heading."""

    AMERICAS = "americas", _("Americas")
    ASIA_PACIFIC = "asia-pacific", _("Asia-Pacific")
    EUROPE_EURASIA = "europe-eurasia", _("Europe and Eurasia")
    MIDDLE_EAST_NORTH_AFRICA = "mena", _("Middle East and North Africa")
    SUB_SAHARAN_AFRICA = "sub-saharan-africa", _("Sub-Saharan Africa")
    INTERNATIONAL = "international", _("International organisations")
