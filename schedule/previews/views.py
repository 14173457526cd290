"""What a reviewer sees: the draft, and a page to comment on it and sign it off."""

from collections.abc import Callable
from functools import wraps

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from schedule.models import PreviewLink
from schedule.previews import links
from schedule.previews.grants import give_cookies

View = Callable[[HttpRequest, PreviewLink], HttpResponse]


class CommentForm(forms.Form):
    """What a reviewer says."""

    text = forms.CharField(label=_("Your comment"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


def with_link(view: View) -> Callable[[HttpRequest, str], HttpResponse]:
    """Answers with the draft's language where a link is open, and tells nothing of the page where it is not."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        link = PreviewLink.of_token(token)
        if link is None or not link.is_open:
            response = render(request, "schedule/preview_closed.html", status=404 if link is None else 410)
        elif links.is_published(link):
            response = HttpResponseRedirect(link.page.url_path)
        elif not links.may_open(link):
            response = render(request, "schedule/preview_closed.html", {"no_consent": True}, status=410)
        else:
            with translation.override(link.page.locale.language_code):
                response = view(request, link)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        return response

    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@with_link
def review(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Shows for whom and until when the link is, and takes comments and the sign-off."""
    form = CommentForm()
    if request.method == "POST":
        if "sign-off" in request.POST:
            links.sign_off(link)
            return HttpResponseRedirect(link.path)
        form = CommentForm(request.POST)
        if form.is_valid():
            links.comment(link, form.cleaned_data["text"])
            return HttpResponseRedirect(link.path)
    links.note_visit(link)
    context = {"link": link, "form": form, "embargo_ends": links.embargo_ends(link), "comments": link.comments.all()}
    response = render(request, "schedule/preview.html", context, status=422 if form.errors else 200)
    give_cookies(response, link, secure=settings.IS_HTTPS)
    return response


@require_GET
@with_link
def draft(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Shows the draft as readers will see it, below a notice of the embargo."""
    links.note_visit(link)
    page = link.revision.as_object()
    shown = page.make_preview_request(request, page.default_preview_mode, {"preview_link": link})
    response = HttpResponse(shown.content, status=shown.status_code)
    give_cookies(response, link, secure=settings.IS_HTTPS)
    return response
