"""Sources of social posts, the posts, and their pictures."""

from social.models.post import SocialPicture, SocialPost
from social.models.source import Network, SocialSource

__all__ = ["Network", "SocialPicture", "SocialPost", "SocialSource"]
