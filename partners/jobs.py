"""The spotlight's change at the week's turn."""

from partners.models import PartnerSpotlightPage
from partners.weeks import next_turn, today
from publishing import clock, jobs
from publishing.models import Job
from publishing.signals import answers_changed

TURN = "partners.spotlight_turn"
KEY = "every week"
TAG = "spotlight"


def plan_next_turn() -> None:
    """Sets the job for the coming Monday, midnight, in the zone in which weeks turn."""
    jobs.set_job(TURN, KEY, next_turn(clock.now()))


@jobs.handler(TURN, timed=True)
def turn_week(job: Job) -> None:
    """Says that what shows the spotlight is out of date, where a new one begins, and plans the next turn."""
    if PartnerSpotlightPage.objects.live().filter(week=today()).exists():
        answers_changed.send(sender=PartnerSpotlightPage, tags=[TAG])
    plan_next_turn()
