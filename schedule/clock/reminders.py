"""Reminding the moderators of what is due within a day and not approved."""

import datetime as dt

from django.core.mail import send_mail
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_admin_base_url
from wagtail.models import Page

from publishing import clock, jobs
from publishing.models import Job
from schedule.calendar import moments
from schedule.calendar.moments import Moment, State
from schedule.models import Reminder
from schedule.zones import in_words
from users.roles import addresses_of_moderators

REMIND, KEY = "schedule.remind", "every quarter of an hour"
AHEAD = dt.timedelta(days=1)
PAUSE = dt.timedelta(minutes=15)


def plan_next() -> None:
    """Sets the job for the next look."""
    jobs.set_job(REMIND, KEY, clock.now() + PAUSE)


@jobs.handler(REMIND)
def remind(job: Job) -> None:
    """Mails what is due within a day and waits for approval; of each page and time once."""
    now = clock.now()
    due = [m for m in moments.find(now, now + AHEAD) if m.state == State.PROPOSED and m.at and now < m.at]
    new = [moment for moment in due if _is_new(moment)]
    recipients = addresses_of_moderators()
    if new and recipients:
        _mail(new, recipients)
    Reminder.objects.filter(due_at__lt=now - AHEAD).delete()
    plan_next()


def _is_new(moment: Moment) -> bool:
    """Returns whether nobody was reminded of a page and time yet, and notes it."""
    _reminder, is_new = Reminder.objects.get_or_create(page_id=moment.page_id, due_at=moment.at)
    return is_new


def _mail(due: list[Moment], recipients: list[str]) -> None:
    """Sends one mail for all of them."""
    titles = dict(Page.objects.filter(pk__in=[m.page_id for m in due]).values_list("pk", "draft_title"))
    lines = [
        f"- {titles[m.page_id]}: {in_words(m.at, dt.UTC)}\n  "
        f"{get_admin_base_url()}{reverse('wagtailadmin_pages:edit', args=[m.page_id])}"
        for m in sorted(due, key=lambda moment: (moment.at or dt.datetime.max.replace(tzinfo=dt.UTC), moment.page_id))
        if m.at
    ]
    send_mail(
        subject=_("Due within a day and not approved: %(count)d") % {"count": len(lines)},
        message=_("These pages ask for a go-live within a day, and nobody has approved them:\n\n%(lines)s\n")
        % {"lines": "\n".join(lines)},
        from_email=None,
        recipient_list=recipients,
    )
