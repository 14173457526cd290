"""Dates in Arabic as newspapers of the region write them: 17 أبريل 2019, without a comma. Times with their zone.

Beside the digits 0 to 9 CLDR has a dot for decimals and a comma for thousands, as the site's texts do.
"""

from django.utils.translation import gettext_noop

# Django's catalogue says إبريل; so the site's own has the month too.
MONTHS_OF_OUR_OWN = [gettext_noop("April")]

DATE_FORMAT = "j F Y"
# With its zone: the admin shows times in that of the editor.
DATETIME_FORMAT = "j F Y، H:i T"
YEAR_MONTH_FORMAT = "F Y"
MONTH_DAY_FORMAT = "j F"
TIME_FORMAT = "H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
