"""Addresses at which a reader passes a page on: ordinary links, so that no network learns of it before a click."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


@dataclass(frozen=True)
class ShareLink:
    """A way to pass a page on."""

    name: str
    url: str


def share_links(title: str, address: str) -> list[ShareLink]:
    """Returns the ways to pass a page on.

    Args:
        title: What it is called.
        address: Its full address.
    """
    both = f"{title}\n{address}"
    ways = {
        _("E-mail"): ("mailto:", {"subject": title, "body": both}),
        _("WhatsApp"): ("https://wa.me/", {"text": both}),
        _("Telegram"): ("https://t.me/share/url", {"url": address, "text": title}),
        pgettext("network", "X"): ("https://x.com/intent/post", {"text": title, "url": address}),
        _("Facebook"): ("https://www.facebook.com/sharer/sharer.php", {"u": address}),
    }
    # Mail programs take a plus sign for a plus sign: spaces must be %20.
    return [
        ShareLink(name, f"{url}?{urlencode(given, quote_via=quote, safe='')}") for name, (url, given) in ways.items()
    ]
