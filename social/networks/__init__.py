"""The networks, each behind one function: ``fetch(source, session, known) -> Fetched``."""

from collections.abc import Callable, Sequence

from social.guard import GuardedSession
from social.models import Network, SocialSource
from social.networks import feed, mastodon, x
from social.networks.fetched import Fetched, Known

Fetch = Callable[[SocialSource, GuardedSession, Sequence[Known]], Fetched]

FETCH: dict[str, Fetch] = {Network.FEED: feed.fetch, Network.MASTODON: mastodon.fetch, Network.X: x.fetch}

__all__ = ["FETCH", "Fetched", "Known"]
