"""A machine whose clock is wrong: measured by each scheduler, logged, and told to the moderators once.

Nothing goes live early or late for it: the database's clock decides. Much else on such a machine goes wrong, though,
such as signed addresses, sessions and the times in its logs.
"""

import datetime as dt

import structlog
from django.utils.translation import gettext as _

from outbox.alarms import mail_alarm
from publishing import clock, jobs
from publishing.models import Heartbeat, Job
from users.roles import addresses_of_moderators

MAIL = "schedule.skew_mail"

log = structlog.get_logger("coalition.schedule")


def check(name: str) -> dt.timedelta:
    """Measure this machine's clock against the database's; report it where it is too far away.

    Args:
        name: The scheduler's name in its heartbeat.

    Returns:
        How far the machine's clock is ahead.
    """
    skew = clock.skew()
    if abs(skew) > clock.MAX_SKEW:
        figures = {"name": name, "seconds": round(skew.total_seconds(), 3)}
        log.error("this machine's clock is wrong", **figures)
        known = Heartbeat.objects.filter(name=name[:120]).values_list("skew_seconds", flat=True).first() or 0.0
        if abs(known) <= clock.MAX_SKEW.total_seconds():
            jobs.set_job(MAIL, name[:120], payload=figures)
    return skew


@jobs.handler(MAIL)
def mail_moderators(job: Job) -> None:
    """Tell the moderators which machine's clock is wrong, and by how much."""
    recipients = addresses_of_moderators()
    if not recipients:
        return
    mail_alarm(
        topic=MAIL,
        subject=_("A scheduler's clock is wrong: %(name)s") % job.payload,
        text=_(
            "The clock of the machine on which the scheduler “%(name)s” runs differs from the database's by"
            " %(seconds)s seconds (positive: ahead).\n\nNothing goes live early or late because of this, but please ask"
            " an operator to set that machine's clock.\n"
        )
        % job.payload,
        recipients=recipients,
    )
