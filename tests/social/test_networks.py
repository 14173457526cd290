"""What each network does in a way of its own."""

from typing import Any

import pytest
from django.utils import timezone

from social.faults import Fault
from social.models import SocialPost
from social.sync import sync
from tests.social.network import Answer, FeedNetwork, MastodonNetwork, Post, Server, XNetwork
from tests.social.posts import TWO, again, texts


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
