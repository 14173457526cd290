"""The index of members as an address asks for it."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pages.filters import Filters
from pages.models import LineOfEffort
from pages.regions import Region
from partners.models import Membership, PartnerIndexPage, PartnerPage
from partners.names import sort_by_name


@dataclass(frozen=True)
class Member:
    """One member as the index shows it.

    Attributes:
        membership: Its row in the table of members.
        name: Its name in the index's language.
        url: The address of its page in that language; empty where there is none that is live.
    """

    membership: Membership
    name: str
    url: str


@dataclass(frozen=True)
class RegionGroup:
    """The members of one region, sorted as the language sorts names."""

    region: Region
    members: list[Member]


class PartnerListing:
    """All members, by region, filtered."""

    def __init__(self, index: PartnerIndexPage, parameters: QueryDict) -> None:
        """Reads the address.

        Args:
            index: The index page.
            parameters: The address's parameters: region, kind, line.
        """
        self._index = index
        lines = LineOfEffort.objects.filter(locale_id=index.locale_id).values_list("key", "name")
        self.filters = Filters(
            parameters,
            [
                ("region", _("Region"), Region.choices),
                ("kind", _("Kind"), Membership.Kind.choices),
                ("line", _("Line of effort"), lines),
            ],
        )
        self.total = Membership.objects.current().count()
        self.groups = self._groups()

    @property
    def shown(self) -> int:
        """How many members the filters let through."""
        return sum(len(group.members) for group in self.groups)

    def _groups(self) -> list[RegionGroup]:
        found: Any = Membership.objects.current()
        if region := self.filters["region"]:
            found = found.filter(region=region)
        if kind := self.filters["kind"]:
            found = found.filter(kind=kind)
        if line := self.filters["line"]:
            found = found.filter(lines_of_effort__key=line)
        language = self._index.locale.language_code
        pages = PartnerPage.objects.live().child_of(self._index).values_list("membership_id", "title", "url_path")
        by_member = {pk: (title, url) for pk, title, url in pages}
        members = []
        for membership in found.distinct():
            title, url = by_member.get(membership.pk, ("", ""))
            members.append(Member(membership, title or membership.name_in(language), url))
        members = sort_by_name(members, lambda member: member.name)
        groups = [RegionGroup(region, [m for m in members if m.membership.region == region]) for region in Region]
        return [group for group in groups if group.members]
