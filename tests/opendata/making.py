"""What the data files tell of, in tests."""

from types import SimpleNamespace
from typing import Any

from partners.models import Membership
from tests.factories import (
    MembershipFactory,
    PartnerPageFactory,
    PartnerSpotlightPageFactory,
    TimelineEventPageFactory,
)

HOSTILE = [
    '=HYPERLINK("https://example.org","x")',
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "＝1+1",
    'a "quoted", text;\r\nwith lines',
    "</script><script>alert(1)</script>",
    "\u202egnp.exe\u2066 \u200f",
    "𓂀 ﷽ العراق",
]


def a_member(**values: Any) -> Membership:
    return MembershipFactory(**{"name": "Iraq", "iso_code": "IQ"} | values)


def everything_once(site: SimpleNamespace, text: str, number: int = 0) -> None:
    member = MembershipFactory(name=(text + str(number))[:80], names={"en": text})
    PartnerPageFactory(parent=site.partners, membership=member, title=text, official_name=text, summary=text)
    TimelineEventPageFactory(
        parent=site.timeline,
        title=text,
        summary=text,
        place=text,
        country=text,
        sources=[("source", {"title": text, "url": "https://example.org/a"})],
    )
    figure = {"label": text, "value": text[:20], "unit": text[:20], "source": text, "source_url": ""}
    PartnerSpotlightPageFactory(
        parent=site.partners, membership=member, title=text, summary=text, contributions=[("contribution", figure)]
    )
