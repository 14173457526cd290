"""What falls due by the clock: asking the sources, and posts whose time to be shown has come."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.tasks import task
from django.utils import timezone

from publishing import clock, jobs
from publishing.models import Job
from publishing.signals import answers_changed
from social.models import SocialPicture, SocialPost, SocialSource

SYNC, KEY = "social.sync", "every source"
APPEAR = "social.appear"
TAG = "posts"
SHORTEST_PAUSE = 10


@jobs.handler(SYNC)
def look_at_sources(job: Job) -> None:
    """Hands the sources that are due to the task worker: a slow network must keep no go-live waiting."""
    now = clock.now()
    for pk in SocialSource.objects.due(now).values_list("pk", flat=True):
        bring_posts.enqueue(pk)
    if SocialSource.objects.active().exists():
        jobs.set_job(SYNC, KEY, now + dt.timedelta(seconds=max(SHORTEST_PAUSE, settings.SOCIAL_SYNC_EVERY)))


@task
def bring_posts(pk: int) -> None:
    """Brings the posts of one source, if it is still due."""
    from social.sync import sync  # the networks' libraries: no process that only serves pages needs them

    source = SocialSource.objects.filter(pk=pk).first()
    if source is not None:
        sync(source)


@receiver(post_save, sender=SocialSource)
def note_saved_source(instance: SocialSource, **kwargs: Any) -> None:
    """Asks a source that staff have saved soon, and renews what shows its posts."""
    answers_changed.send(sender=SocialSource, tags=[TAG])
    if instance.is_active:
        jobs.set_job(SYNC, KEY)


@receiver(post_save, sender=SocialPost)
def note_saved_post(instance: SocialPost, **kwargs: Any) -> None:
    """Renews what shows posts, now and when the time of one that waits has come."""
    answers_changed.send(sender=SocialPost, tags=[TAG])
    if instance.visible_from and instance.visible_from > timezone.now():
        jobs.set_job(APPEAR, str(instance.pk), instance.visible_from)


@jobs.handler(APPEAR, timed=True)
def renew(job: Job) -> None:
    """Says that a post has appeared."""
    answers_changed.send(sender=SocialPost, tags=[TAG])


@receiver(post_delete, sender=SocialPost)
def note_deleted_post(**kwargs: Any) -> None:
    """Renews what showed the post."""
    answers_changed.send(sender=SocialPost, tags=[TAG])


@receiver(post_delete, sender=SocialPicture)
def remove_file(instance: SocialPicture, **kwargs: Any) -> None:
    """Removes a picture's file once nobody can roll that back."""
    if instance.file:
        name = str(instance.file.name)
        transaction.on_commit(lambda: instance.file.storage.delete(name))
