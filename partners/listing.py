"""The index of members as an address asks for it."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from pages.collation import sort_by_name
from pages.filters import Filters
from pages.models import LineOfEffort
from pages.regions import Region
from partners.models import Membership, PartnerIndexPage, PartnerPage


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
        lines = LineOfEffort.objects.all().choices_in(index.locale_id)
        self.filters = Filters(
            parameters,
            [
                ("region", _("Region"), Region.choices),
                ("kind", _("Kind"), Membership.Kind.choices),
                ("line", _("Line of effort"), lines),
            ],
        )
        self.all_members = self._all_members()
        self.members = self._shown()
        of_region = [(region, [m for m in self.members if m.membership.region == region]) for region in Region]
        self.groups = [RegionGroup(region, members) for region, members in of_region if members]

    @property
    def total(self) -> int:
        """How many members there are."""
        return len(self.all_members)

    @property
    def shown(self) -> int:
        """How many members the filters let through."""
        return len(self.members)

    def _shown(self) -> list[Member]:
        """Returns the members that the filters let through."""
        region, kind, line = self.filters["region"], self.filters["kind"], self.filters["line"]
        in_line: Any = Membership.objects.filter(lines_of_effort__key=line).values_list("pk", flat=True)
        takes_part = set(in_line) if line else set()
        return [
            member
            for member in self.all_members
            if (not region or member.membership.region == region)
            and (not kind or member.membership.kind == kind)
            and (not line or member.membership.pk in takes_part)
        ]

    def _all_members(self) -> list[Member]:
        """Returns every member, sorted as the language sorts names."""
        language = self._index.locale.language_code
        pages = PartnerPage.objects.live().child_of(self._index).values_list("membership_id", "title", "url_path")
        by_member = {pk: (title, url) for pk, title, url in pages}
        members = []
        for membership in Membership.objects.current():
            title, url = by_member.get(membership.pk, ("", ""))
            members.append(Member(membership, title or membership.name_in(language), url))
        return sort_by_name(members, lambda member: member.name)
