"""The files of a draft, for those who hold its preview link."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from publishing.files import files_used_by, register_grant
from schedule.models import PreviewLink
from schedule.previews.links import may_open

# A cookie a place where files stand, so that no other address ever gets one.
COOKIES = {"preview_media": "/media/", "preview_documents": "/documents/"}


@register_grant
def may_see(request: HttpRequest, file: Model) -> bool:
    """Returns whether a request carries an open preview link whose draft uses a file.

    Args:
        request: Who asks.
        file: A picture or a document.
    """
    for name in COOKIES:
        link = PreviewLink.of_token(request.COOKIES.get(name, ""))
        if link and may_open(link):
            key = (ContentType.objects.get_for_model(file).pk, file.pk)
            return key in files_used_by(link.revision.as_object())
    return False


def give_cookies(response: HttpResponse, link: PreviewLink, *, secure: bool) -> None:
    """Gives a reviewer's browser what opens the draft's files, until the link ends.

    Args:
        response: The answer to the reviewer.
        link: The link.
        secure: Whether the site is served by https.
    """
    for name, path in COOKIES.items():
        response.set_cookie(
            name, link.token, expires=link.expires_at, path=path, secure=secure, httponly=True, samesite="Lax"
        )
