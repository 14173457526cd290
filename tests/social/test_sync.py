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
from tests.social.network import Answer, FeedNetwork, MastodonNetwork, Post, Server, XNetwork, cut, drip, hang

TWO = (
    Post("12", "The newest."),
    Post("11", "An older one, with “quotes” & <marks> #InspiringWomen @partner", hours_ago=2),
)


def again(source: SocialSource) -> Any:
    """Brings the posts once more, as if it were time."""
    SocialSource.objects.filter(pk=source.pk).update(next_try_at=None)
    return sync(SocialSource.objects.get(pk=source.pk))


def texts() -> list[str]:
    return [post.text for post in SocialPost.objects.shown()]


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


@pytest.mark.django_db
class TestX:
    def test_without_a_token_nobody_is_asked(self, server: Server) -> None:
        assert sync(XNetwork(server).source(token="")).fault == Fault.WRONG_TOKEN
        assert server.asked == []

    def test_the_token_goes_to_the_network_alone_and_into_no_note(
        self, server: Server, capsys: pytest.CaptureFixture[str]
    ) -> None:
        x = XNetwork(server)
        server.answers[x.listing] = Answer('{"title": "Unauthorized"}', 401)
        source = x.source()
        sync(source)
        assert server.asked[-1][2]["Authorization"] == "Bearer a-secret-token"
        source.refresh_from_db()
        assert "a-secret" not in source.state + source.fault_detail + str(capsys.readouterr())

    def test_errors_with_status_200(self, server: Server) -> None:
        x = XNetwork(server)
        errors = [{"title": "Not Found Error", "type": "https://api.twitter.com/2/problems/resource-not-found"}]
        server.answers["/2/users/by/username/coalition"] = Answer({"errors": errors})
        assert sync(x.source()).fault == Fault.NOT_FOUND

    def test_an_edit_has_a_number_of_its_own_there(self, server: Server) -> None:
        x = XNetwork(server)
        x.publish(*TWO)
        source = x.source()
        sync(source)
        rows = server.answers[x.listing].body
        rows["data"][0] |= {"id": "13", "text": "Mended.", "edit_history_tweet_ids": ["12", "13"]}
        assert again(source).changed == 1
        assert SocialPost.objects.get(post_id="12").url == "https://x.com/coalition/status/13"
        assert texts()[0] == "Mended."

    def test_short_links_are_written_out(self, server: Server) -> None:
        x = XNetwork(server)
        x.publish(Post("12", "Read https://t.co/abc and &see https://t.co/abcd https://t.co/pic"))
        server.answers[x.listing].body["data"][0]["entities"] = {
            "urls": [
                {"url": "https://t.co/abc", "expanded_url": "https://example.org/news/"},
                {"url": "https://t.co/abcd", "expanded_url": "http://bit.ly/1", "unwound_url": "https://example.org/b"},
                {"url": "https://t.co/pic", "expanded_url": "https://x.com/a/1/photo/1", "display_url": "pic.x.com/1"},
            ]
        }
        sync(x.source())
        post = SocialPost.objects.get()
        assert post.text == "Read https://example.org/news/ and &see https://example.org/b"
        assert post.link == "https://example.org/news/"

    @pytest.mark.parametrize(
        "row",
        [
            "text",
            {"id": "../7", "text": "x"},
            {"id": True, "text": {}},
            {"id": "7"},
            {"id": "7", "text": None},
            {"id": "7", "text": []},
        ],
    )
    def test_rows_of_another_shape_are_malformed(self, server: Server, row: Any) -> None:
        x = XNetwork(server)
        source = x.source()
        server.answers[x.listing] = Answer({"data": [row]})
        assert sync(source).fault == Fault.MALFORMED

    def test_parts_of_another_shape_are_left_out(self, server: Server) -> None:
        x = XNetwork(server)
        row = {"id": "7", "text": "x", "created_at": "never", "entities": [1], "attachments": {"media_keys": [{}]}}
        row |= {"edit_history_tweet_ids": "7", "note_tweet": "long"}
        server.answers[x.listing] = Answer({"data": [row], "includes": {"media": [1, {"media_key": []}]}})
        assert sync(x.source()).new == 1


@pytest.mark.django_db
class TestMastodon:
    @pytest.mark.parametrize("change", [{"visibility": "private"}, {"visibility": "direct"}, {"reblog": {"id": "3"}}])
    def test_what_is_not_public_or_not_theirs_is_left_out(self, server: Server, change: dict[str, Any]) -> None:
        mastodon = MastodonNetwork(server)
        mastodon.publish(*TWO)
        server.answers[mastodon.listing].body[0] |= change
        sync(mastodon.source())
        assert texts() == [TWO[1].text]

    def test_markup_becomes_text(self, server: Server) -> None:
        mastodon = MastodonNetwork(server)
        mastodon.publish(Post("12"))
        server.answers[mastodon.listing].body[0] |= {
            "spoiler_text": "Displacement",
            "content": '<p>One &amp; two<br>see <a href="https://example.org/a/long/path"><span class="invisible">https://'
            '</span><span class="ellipsis">example.org/a</span><span class="invisible">/long/path</span></a></p>'
            '<p><a href="https://s/tags/x" class="mention hashtag">#<span>LifeAfterDaesh</span></a> '
            '<span class="h-card"><a href="https://s/@p" class="u-url mention">@<span>partner</span></a></span></p>',
        }
        sync(mastodon.source())
        assert texts() == ["Displacement\n\nOne & two\nsee https://example.org/a/long/path\n\n#LifeAfterDaesh @partner"]

    @pytest.mark.parametrize(
        "row",
        [
            {},
            {"id": None},
            {"id": "5", "content": 7, "account": [], "media_attachments": {"a": 1}},
            {"id": [1]},
            {"id": "../1"},
        ],
    )
    def test_rows_of_another_shape_break_nothing(self, server: Server, row: Any) -> None:
        mastodon = MastodonNetwork(server)
        mastodon.publish(*TWO)
        source = mastodon.source()
        sync(source)
        server.answers[mastodon.listing] = Answer([row])
        assert again(source).fault in {None, Fault.MALFORMED}
        assert set(texts()) >= {post.text for post in TWO}


@pytest.mark.django_db
class TestFeed:
    def put(self, server: Server, body: str) -> Any:
        server.answers["/feed.xml"] = Answer(body, kind="application/xml")
        return sync(FeedNetwork(server).source())

    def test_atom(self, server: Server) -> None:
        result = self.put(
            server,
            "<feed xmlns='http://www.w3.org/2005/Atom'><title>Ours</title><entry><id>urn:1</id><title>A title</title>"
            "<author><name>Sana</name></author><updated>2019-04-20T10:00:00Z</updated><link href='https://example.org/1'/>"
            "<content type='html'>&lt;p&gt;And more.&lt;/p&gt;</content></entry></feed>",
        )
        assert result.new == 1
        post = SocialPost.objects.get()
        assert (post.text, post.author, post.url) == ("A title\n\nAnd more.", "Sana", "https://example.org/1")

    @pytest.mark.parametrize(
        "body",
        [
            "<!DOCTYPE r [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '"
            + "&b;" * 10
            + "'><!ENTITY d '"
            + "&c;" * 10_000
            + "'>]><rss version='2.0'><channel><item><title>&d;</title></item></channel></rss>",
            (
                "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel><item><title>&x;</title>"
                "</item></channel></rss>"
            ),
        ],
        ids=["bomb", "file"],
    )
    def test_entities_open_nothing(self, server: Server, body: str) -> None:
        self.put(server, body)
        assert "root:" not in "".join(texts())
        assert len("".join(texts())) < 3000

    def test_entries_without_time_id_or_sense(self, server: Server) -> None:
        result = self.put(
            server,
            "<rss version='2.0'><channel><item><title>No time</title></item><item/><item><guid>"
            + "g" * 9000
            + "</guid>"
            "<description>x</description><pubDate>31 Feb 99999</pubDate><link>javascript:alert(1)</link></item>"
            "<item><title>Future</title><guid>f</guid><pubDate>Fri, 01 Jan 2100 00:00:00 GMT</pubDate></item>"
            "</channel></rss>",
        )
        assert result.new == 3
        assert max(SocialPost.objects.values_list("posted_at", flat=True)) <= timezone.now()
        assert set(SocialPost.objects.values_list("url", flat=True)) == {""}

    def test_a_feed_that_moves_on_loses_nothing(self, server: Server) -> None:
        feed = FeedNetwork(server)
        source = feed.source()
        feed.publish(Post("1", "old", hours_ago=9))
        sync(source)
        feed.publish(Post("2", "new"))
        feed.delete("1")
        again(source)
        assert texts() == ["new", "old"]
