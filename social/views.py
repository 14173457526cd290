"""The pictures of posts."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from pages.views import stored_file
from social.models import SocialPicture, SocialPost
from social.models.post import PICTURES


@require_safe
def serve_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serves a post's picture, to the public while the post is shown.

    Raises:
        Http404: There is no such picture, or it is not for this reader.
    """
    if "\x00" in name:
        raise Http404
    picture = get_object_or_404(SocialPicture, file=PICTURES + name)
    is_public = SocialPost.objects.shown().filter(pk=picture.post_id).exists()
    if not is_public and not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    return stored_file(request, PICTURES + name, is_public)
