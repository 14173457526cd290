"""What staff put first for some words (Wagtail's promoted search results)."""

from dataclasses import dataclass

from django.db.models import Q
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from search.question import Question


@dataclass(frozen=True)
class Promotion:
    """A result that staff put first.

    Attributes:
        title: What it is called.
        url: Where it is.
        description: What staff say of it; empty for nothing.
        is_ours: Whether it is a page of this site.
    """

    title: str
    url: str
    description: str
    is_ours: bool


def promotions_for(question: Question) -> list[Promotion]:
    """Returns what staff put first for these words: live pages in the language of the search, and other sites.

    The words are looked up and never written down: what is searched for here is kept nowhere.

    Args:
        question: What is asked.
    """
    if not question:
        return []
    ours = Q(page__live=True, page__locale__language_code=question.language)
    found = (
        SearchPromotion.objects.filter(ours | (Q(page__isnull=True) & ~Q(external_link_url="")))
        .filter(query__query_string=normalise_query_string(question.text))
        .select_related("page")
        .order_by("sort_order")
    )
    return [
        Promotion(
            title=promotion.page.title
            if promotion.page
            else promotion.external_link_text or promotion.external_link_url,
            url=promotion.page.url_path if promotion.page else promotion.external_link_url,
            description=promotion.description,
            is_ours=promotion.page is not None,
        )
        for promotion in found
    ]
