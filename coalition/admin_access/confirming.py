"""What asks staff to confirm that they are who they are: roles and accounts, erasure, exports."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from coalition.admin_access.table import Address
from users.sign_in import confirmation, journal

# Whoever opens a form confirms it then, and has this long (seconds) to fill it in.
FORM_SECONDS = 60 * 60


def why_not_yet(request: HttpRequest, address: Address) -> HttpResponse | None:
    """Return the way to the page that asks who somebody is; None where that isn't needed, or was done a moment ago.

    An export that may go on is recorded.

    Args:
        request: What was asked.
        address: Its row in the table.
    """
    is_export = "export" in request.GET
    if not address.confirm and not is_export:
        return None
    is_looking = request.method in {"GET", "HEAD"}
    if confirmation.is_recent(request, settings.ACCOUNT_REAUTHENTICATION_TIMEOUT if is_looking else FORM_SECONDS):
        if is_export:
            journal.note_export(request.user, address.name)
        return None
    if not is_looking:
        messages.warning(request, _("Confirm that it's you, then fill in the form again: nothing was changed."))
    return confirmation.ask(request, then=request.get_full_path())
