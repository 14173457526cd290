"""What staff do with one post or with many: show, hide, pin."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.log_actions import log
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from social.models import SocialPost


class PostAction(SnippetBulkAction):
    """Sets some fields of the chosen posts."""

    models = [SocialPost]
    template_name = "social/admin/confirm_posts.html"
    values: dict[str, Any] = {}

    def check_perm(self, snippet: SocialPost) -> bool:
        """Returns whether the user may change a post."""
        return bool(self.request.user.has_perm("social.change_socialpost"))

    def get_execution_context(self) -> dict[str, Any]:
        """Adds who acts."""
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[SocialPost], **kwargs: Any) -> tuple[int, int]:
        """Sets the fields, and writes down who did."""
        user = kwargs["user"]
        with transaction.atomic():
            for post in objects:
                for name, value in cls.values.items():
                    setattr(post, name, value)
                post.save(update_fields=list(cls.values))
                log(instance=post, action="wagtail.edit", user=user)
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        """Says how many."""
        return ngettext("%(count)d post: done.", "%(count)d posts: done.", num_parent_objects) % {
            "count": num_parent_objects
        }


class ShowAction(PostAction):
    """Approves what waits, and shows what was hidden, at once."""

    display_name = _("Approve and show")
    aria_label = _("Approve and show selected posts")
    action_type = "show"
    action_priority = 10
    values = {"status": SocialPost.Status.SHOWN, "visible_from": None}


class HideAction(PostAction):
    """Hides posts; an edit on their network does not show them again."""

    display_name = _("Hide")
    aria_label = _("Hide selected posts")
    action_type = "hide"
    action_priority = 20
    values = {"status": SocialPost.Status.HIDDEN}


class PinAction(PostAction):
    """Shows posts before all others."""

    display_name = _("Pin")
    aria_label = _("Pin selected posts")
    action_type = "pin"
    action_priority = 40
    values = {"is_pinned": True}


class UnpinAction(PostAction):
    """Puts posts back among the others."""

    display_name = _("Unpin")
    aria_label = _("Unpin selected posts")
    action_type = "unpin"
    action_priority = 50
    values = {"is_pinned": False}


ACTIONS = (ShowAction, HideAction, PinAction, UnpinAction)
