"""The gate that every page passes on its way to readers, whichever way leads there."""

from django.core.exceptions import ValidationError
from wagtail.models import Page


class PublishRefusedError(ValidationError):
    """A page may not go live as it is.

    Attributes:
        page: The page that was refused.
        problems: What is wrong with it, one readable sentence each.
    """

    def __init__(self, page: Page, problems: list[str]) -> None:
        self.page = page
        self.problems = problems
        super().__init__([f"{page}: {problem}" for problem in problems])
