"""Telling the HTTP cache in front what is out of date."""

import urllib.request
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from publishing import jobs
from publishing.models import Job
from publishing.signals import answers_changed

PURGE = "delivery.purge"
TIMEOUT_SECONDS = 5


@receiver(answers_changed)
def note_purge(tags: list[str], **kwargs: Any) -> None:
    """Writes a purge a tag into the transaction of the change; none where no cache is configured."""
    if settings.EDGE_PURGE_URL:
        for tag in tags:
            jobs.set_job(PURGE, tag)


@jobs.handler(PURGE)
def purge(job: Job) -> None:
    """Sends one tag to the cache; an answer other than success counts as failed, and it is tried again."""
    request = urllib.request.Request(settings.EDGE_PURGE_URL, method="PURGE", headers={"xkey-purge": job.key})  # noqa: S310
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as response:  # noqa: S310 (the operator's own address)
        response.read()
