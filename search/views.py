"""The search page, and what it proposes while somebody types."""

from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pages import routing
from pages.places import Place
from search.proposals import titles
from search.question import Question
from search.results import Search


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Shows what is found in the language of the address.

    Raises:
        Http404: Nothing can be read in this language, or what is asked for is no number of a page.
    """
    language, others = _languages()
    found = Search(request.GET, language, others)
    place = Place(_("Search"), "search/", _("Find news, stories, events, partners and digests of the Coalition."))
    return render(request, "search/search.html", {"search": found, "place": place})


@require_safe
def propose(request: HttpRequest) -> JsonResponse:
    """Answers with titles that hold what is typed so far, as JSON.

    Raises:
        Http404: Nothing can be read in this language.
    """
    language, _others = _languages()
    found = titles(Question.read(request.GET.get("q", ""), language))
    return JsonResponse({"titles": [asdict(title) for title in found]})


def _languages() -> tuple[str, set[str]]:
    """Returns the code of the language in the address, and those of the others in which the site can be read.

    Raises:
        Http404: Nothing can be read in it.
    """
    language, readable = get_language() or "", routing.home_languages()
    if language not in readable:
        raise Http404
    return language, readable - {language}
