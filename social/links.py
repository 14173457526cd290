"""Short links, followed to where they lead."""

from urllib.parse import urljoin, urlsplit

from social.faults import Fault, FetchError
from social.guard import GuardedSession
from social.networks.fetched import is_web_address
from social.text import addresses

SHORTENERS = {
    "bit.ly",
    "buff.ly",
    "cutt.ly",
    "dlvr.it",
    "goo.gl",
    "ift.tt",
    "is.gd",
    "lnkd.in",
    "ow.ly",
    "rb.gy",
    "t.co",
    "t.ly",
    "tiny.cc",
    "tinyurl.com",
    "trib.al",
    "wp.me",
}
MOST_LINKS = 5
MOST_STEPS = 5


def with_long_links(text: str, session: GuardedSession) -> tuple[str, bool]:
    """Returns a text in which short links are replaced by where they lead, and whether all could be followed.

    Args:
        text: Plain text.
        session: Through which they are asked.
    """
    is_complete = True
    short = [one for one in addresses(text) if urlsplit(one).hostname in SHORTENERS]
    for link in sorted(set(short), key=len, reverse=True)[:MOST_LINKS]:
        try:
            text = text.replace(link, _end_of(link, session))
        except FetchError as error:
            is_complete = is_complete and not error.is_passing
    return text, is_complete


def _end_of(link: str, session: GuardedSession) -> str:
    """Returns where a link leads; only shorteners are asked, each step by itself.

    Raises:
        FetchError: A shortener does not say where it leads, or leads somewhere that is not shown.
    """
    for _step in range(MOST_STEPS):
        if urlsplit(link).hostname not in SHORTENERS:
            return link
        answer = session.head(link, allow_redirects=False)
        target = urljoin(link, answer.headers.get("Location", ""))
        if target == link:
            return link
        if not is_web_address(target):
            raise FetchError(Fault.REFUSED)
        link = target
    raise FetchError(Fault.REFUSED, "redirects")
