"""Each network's ordinary and faulty answers end in the right state, and what was there stays."""

import datetime as dt
import io
import threading
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from publishing import jobs
from publishing.models import Job
from publishing.signals import answers_changed
from social.faults import Fault
from social.jobs import APPEAR, SYNC
from social.models import SocialPost, SocialSource
from social.sync import sync
from tests.factories import SocialPostFactory
from tests.social.network import Answer, FeedNetwork, MastodonNetwork, Post, Server, cut, drip, hang
from tests.social.posts import TWO, again, texts


@pytest.mark.django_db
class TestEachNetwork:
    def test_brings_posts_once(self, network: Any) -> None:
        network.publish(*TWO)
        source = network.source(language="fr")
        assert (sync(source).new, again(source).new) == (2, 0)
        assert texts() == ["The newest.", TWO[1].text]
        post = SocialPost.objects.get(post_id="12")
        assert (post.network, post.language, post.posted_at) == (network.name, "fr", TWO[0].at)
        assert post.account == ("@feed" if network.name == "feed" else "@coalition")
        assert post.url.endswith("12")
        source.refresh_from_db()
        assert (source.fault, source.failures, source.claimed_at) == ("", 0, None)
        assert source.succeeded_at
        assert source.next_try_at > timezone.now()

    def test_the_same_post_twice_is_one(self, network: Any) -> None:
        network.publish(TWO[0], TWO[0])
        assert sync(network.source()).new == 1

    def test_an_edit_is_followed(self, network: Any) -> None:
        network.publish(*TWO)
        source = network.source()
        sync(source)
        SocialPost.objects.filter(post_id="12").update(is_pinned=True)
        network.publish(Post("12", "The newest, mended."), TWO[1])
        assert again(source).changed == 1
        assert texts()[0] == "The newest, mended."
        assert SocialPost.objects.get(post_id="12").is_pinned

    def test_a_deletion_is_followed_and_can_be_taken_back(self, network: Any) -> None:
        network.publish(*TWO)
        source = network.source()
        sync(source)
        network.publish(TWO[1])
        network.delete("12")
        assert again(source).gone == 1
        assert texts() == [TWO[1].text]
        assert SocialPost.objects.get(post_id="12").state == "Deleted by its network"
        assert again(source).gone == 0
        network.publish(*TWO)
        assert again(source).changed == 1
        assert len(texts()) == 2

    def test_what_is_only_missing_stays(self, network: Any) -> None:
        network.publish(*TWO)
        source = network.source()
        sync(source)
        network.publish(TWO[1])
        network.server.answers.setdefault("/p/12", Answer("there", 200))
        assert again(source).gone == 0
        network.publish()
        assert again(source).fault is None
        assert len(texts()) == 2

    @pytest.mark.parametrize(
        ("answer", "fault"),
        [
            (Answer("slow down", 429, {"Retry-After": "1800"}), Fault.RATE_LIMIT),
            (Answer('{"error": "x"}', 401), Fault.WRONG_TOKEN),
            (Answer('{"error": "x"}', 403), Fault.WRONG_TOKEN),
            (Answer("oh no", 500), Fault.SERVER),
            (Answer("<html>", 503), Fault.SERVER),
            (Answer("", 404), Fault.NOT_FOUND),
            (Answer(how=hang), Fault.TOO_SLOW),
            (Answer(how=drip), Fault.TOO_SLOW),
            (Answer(how=cut), Fault.UNREACHABLE),
            (Answer('[{"id": "1", "content": "<p>Half'), Fault.MALFORMED),
            (Answer("<?xml version='1.0'?><rss version='2.0'><channel><item><title>Half"), Fault.MALFORMED),
            (Answer(""), Fault.MALFORMED),
            (Answer("\0\xff" * 100), Fault.MALFORMED),
            (Answer("<html><body>A sign-in page</body></html>", kind="text/html"), Fault.MALFORMED),
            (Answer('"a text"'), Fault.MALFORMED),
            (Answer("7"), Fault.MALFORMED),
            (Answer("[" * 100_000), Fault.MALFORMED),
            (Answer('{"data": {"a": []}}'), Fault.MALFORMED),
            (Answer(b"x" * 10_000_000), Fault.TOO_LARGE),
            (Answer("", 302, {"Location": "http://169.254.169.254/latest/meta-data/"}), Fault.REFUSED),
            (Answer("", 302, {"Location": "http://127.0.0.1:9/"}), Fault.REFUSED),
        ],
        ids=lambda value: value.value if isinstance(value, Fault) else "",
    )
    def test_a_fault_is_noted_and_what_is_there_stays(
        self, network: Any, answer: Answer, fault: Fault, lose_patience: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        network.publish(*TWO)
        source = network.source()
        sync(source)
        if fault == Fault.TOO_SLOW:
            lose_patience()
        network.server.answers[network.listing] = answer
        assert again(source).fault == fault
        assert len(texts()) == 2
        source.refresh_from_db()
        assert (source.fault, source.failures, source.claimed_at) == (fault, 1, None)
        assert source.state.startswith(str(fault.label))
        wait = (source.next_try_at - timezone.now()).total_seconds()
        assert 1790 < wait <= 1800 if fault == Fault.RATE_LIMIT else 590 < wait <= 600
        assert sync(source) is None  # not its time yet
        monkeypatch.undo()
        network.publish(*TWO)
        assert again(source).fault is None
        source.refresh_from_db()
        assert (source.fault, source.failures) == ("", 0)

    def test_hostile_texts_become_plain_ones(self, network: Any) -> None:
        nasty = "A\u202eB <script>alert(1)</script> http://127.0.0.1:1/ {{ x }} " + "long " * 1000
        network.publish(Post("1", nasty))
        sync(network.source())
        post = SocialPost.objects.get()
        assert post.text.startswith("AB <script>alert(1)</script> http://127.0.0.1:1/ {{ x }} long")
        assert len(post.text) <= 2000
        assert post.text.endswith("…")

    def test_a_source_that_is_stopped_is_not_asked(self, network: Any) -> None:
        network.publish(*TWO)
        assert sync(network.source(is_active=False), is_asked_for=True) is None
        assert network.server.asked == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_at_once_do_not_double_and_a_stop_comes_through(server: Server) -> None:
    network = MastodonNetwork(server)
    network.publish(*TWO)
    listing = server.answers[network.listing]
    gate = threading.Event()

    def slowly(_handler: Any) -> Any:
        gate.wait(1)
        return listing

    server.answers[network.listing] = slowly
    source = network.source()
    results: list[Any] = []

    def bring() -> None:
        results.append(sync(SocialSource.objects.get(pk=source.pk), is_asked_for=True))
        connection.close()

    threads = [threading.Thread(target=bring) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [result.new for result in results if result] == [2]
    assert SocialPost.objects.count() == 2

    gate.clear()
    SocialPost.objects.all().delete()
    stopped = threading.Thread(target=bring)
    stopped.start()
    while network.listing not in server.paths()[-1:]:
        gate.wait(0.01)
    SocialSource.objects.get(pk=source.pk).hide_since(timezone.now())
    stopped.join()
    assert results[-1] is None
    assert SocialPost.objects.count() == 0
    assert SocialSource.objects.get(pk=source.pk).claimed_at is None


@pytest.mark.django_db
class TestApproval:
    @pytest.fixture
    def feed(self, server: Server) -> FeedNetwork:
        feed = FeedNetwork(server)
        feed.publish(*TWO)
        return feed

    def test_posts_wait_for_staff_and_after_an_edit_again(self, feed: FeedNetwork) -> None:
        source = feed.source(approval="by-staff")
        sync(source)
        assert texts() == []
        SocialPost.objects.update(status="shown")
        assert len(texts()) == 2
        again(source)
        assert len(texts()) == 2
        feed.publish(Post("12", "Another text."), TWO[1])
        again(source)
        assert texts() == [TWO[1].text]

    def test_posts_appear_after_some_minutes(self, feed: FeedNetwork) -> None:
        sync(feed.source(approval="after-minutes", delay_minutes=30))
        assert texts() == []
        later = timezone.now() + dt.timedelta(minutes=31)
        assert SocialPost.objects.shown(later).count() == 2
        job = Job.objects.filter(kind=APPEAR).first()
        assert dt.timedelta(minutes=29) < job.due_at - timezone.now() < dt.timedelta(minutes=31)
        told: list[Any] = []
        answers_changed.connect(lambda tags, **_: told.extend(tags), weak=False, dispatch_uid="told")
        Job.objects.filter(kind=APPEAR).update(due_at=timezone.now())
        jobs.run_due_jobs()
        answers_changed.disconnect(dispatch_uid="told")
        assert told.count("posts") == 2

    def test_what_staff_have_hidden_stays_hidden(self, feed: FeedNetwork) -> None:
        source = feed.source()
        sync(source)
        SocialPost.objects.filter(post_id="12").update(status="hidden")
        feed.publish(Post("12", "Another text."), TWO[1])
        again(source)
        assert texts() == [TWO[1].text]

    def test_a_stop_hides_what_came_since_and_can_be_taken_back(self, feed: FeedNetwork) -> None:
        source = feed.source()
        sync(source)
        SocialPost.objects.filter(post_id="11").update(changed_at=timezone.now() - dt.timedelta(days=3))
        mine = SocialPostFactory()
        source.hide_since(timezone.now() - dt.timedelta(days=1))
        assert set(texts()) == {TWO[1].text, mine.text}
        assert sync(source, is_asked_for=True) is None
        assert source.start_again(shows=True) == 0
        assert len(texts()) == 3
        source.hide_since(timezone.now() - dt.timedelta(days=1))
        assert source.start_again(shows=False) == 1
        assert set(texts()) == {TWO[1].text, mine.text}
        again(source)
        assert set(texts()) == {TWO[1].text, mine.text}

    def test_a_stop_hides_old_posts_that_were_edited_since(self, feed: FeedNetwork) -> None:
        source = feed.source()
        sync(source)
        SocialPost.objects.update(changed_at=timezone.now() - dt.timedelta(days=3))
        feed.publish(Post("12", "Buy coins."), TWO[1])
        again(source)
        source.hide_since(timezone.now() - dt.timedelta(hours=1))
        assert texts() == [TWO[1].text]


@pytest.mark.django_db
def test_the_clock_asks_what_is_due_and_only_that(server: Server) -> None:
    feed = FeedNetwork(server)
    feed.publish(*TWO)
    source = feed.source()
    assert jobs.run_due_jobs() >= 1  # saving an active source sets the job
    assert len(texts()) == 2
    asked = len(server.asked)
    job = Job.objects.get(kind=SYNC)
    assert 290 < (job.due_at - timezone.now()).total_seconds() <= 300
    Job.objects.filter(kind=SYNC).update(due_at=timezone.now())
    jobs.run_due_jobs()
    assert len(server.asked) == asked
    SocialSource.objects.update(next_try_at=timezone.now())
    Job.objects.filter(kind=SYNC).update(due_at=timezone.now())
    jobs.run_due_jobs()
    assert len(server.asked) == asked + 1
    source.refresh_from_db()
    source.hide_since(timezone.now())
    Job.objects.filter(kind=SYNC).update(due_at=timezone.now())
    jobs.run_due_jobs()
    assert not Job.objects.filter(kind=SYNC).exists()


@pytest.mark.django_db
def test_a_worker_that_was_killed_holds_nothing_for_long(server: Server) -> None:
    feed = FeedNetwork(server)
    feed.publish(*TWO)
    source = feed.source()
    assert source.claim(timezone.now())
    assert sync(source) is None
    SocialSource.objects.update(claimed_at=timezone.now() - dt.timedelta(minutes=11))
    assert sync(source).new == 2


@pytest.mark.django_db
def test_the_command_says_what_it_did(server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    feed, mastodon = FeedNetwork(server), MastodonNetwork(server)
    feed.publish(*TWO)
    mastodon.publish()
    feed.source()
    broken = mastodon.source()
    server.answers[mastodon.listing] = Answer("no", 500)
    output, errors = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 sources failed"):
        call_command("sync_social", stdout=output, stderr=errors)
    assert "1 of 2: A feed: 2 new, 0 edited, 0 deleted" in output.getvalue()
    assert "2 of 2: Mastodon: The network has a fault of its own. HTTP 500" in errors.getvalue()
    with pytest.raises(CommandError, match="no active source named nobody"):
        call_command("sync_social", "--source", "nobody")
    server.answers[mastodon.listing] = Answer("", 429, {"Retry-After": "600"})
    with pytest.raises(CommandError):
        call_command("sync_social", "--source", broken.name, stdout=output, stderr=errors)
    call_command("sync_social", "--source", broken.name, stdout=output)
    assert "Mastodon: left out" in output.getvalue()
