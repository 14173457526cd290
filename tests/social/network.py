"""A server on loopback that answers like each network, its faults included."""

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from social.models import SocialSource

TOKEN = "a-secret-token"
NEWEST = dt.datetime(2019, 4, 20, 12, tzinfo=dt.UTC)


@dataclass
class Answer:
    """What an address answers."""

    body: bytes | str | Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    how: Callable[[BaseHTTPRequestHandler], None] | None = None

    @property
    def content(self) -> bytes:
        if isinstance(self.body, bytes):
            return self.body
        return self.body.encode() if isinstance(self.body, str) else json.dumps(self.body).encode()


class Server:
    """Addresses and what they answer; what was asked is noted."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[Any], Answer]] = {}
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.asked.append((self.command, self.path, dict(self.headers)))
                found = server.answers.get(urlsplit(self.path).path, Answer("{}", 404))
                answer = found(self) if callable(found) else found
                if answer.how:
                    answer.how(self)
                    return
                self.send_response(answer.status)
                headers = {"Content-Type": answer.kind, "Content-Length": str(len(answer.content))}
                for name, value in (headers | answer.headers).items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(answer.content)

            def do_HEAD(self) -> None:
                self.do_GET()

            def log_message(self, *args: Any) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, *args: Any) -> None:
                pass  # who asks hangs up when it has enough

        self.http = Quiet(("127.0.0.1", 0), Handler)
        self.host = f"127.0.0.1:{self.http.server_port}"
        self.url = f"http://{self.host}"

    def paths(self) -> list[str]:
        return [urlsplit(path).path for _method, path, _headers in self.asked]


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.http.shutdown()
    server.http.server_close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """A byte now and then, for ever: no pause is long, and there is no end."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(200):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    for _ in range(200):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX-A: " if _ == 0 else b"a")
        handler.wfile.flush()
        time.sleep(0.05)


def hang(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(5)


def cut(handler: BaseHTTPRequestHandler) -> None:
    """Half of what was announced."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'[{"id": "1", "content": "<p>Hal')


@dataclass
class Post:
    """A post as a test wants it."""

    post_id: str
    text: str = "Water runs again."
    hours_ago: int = 0
    pictures: tuple[tuple[str, str], ...] = ()

    @property
    def at(self) -> dt.datetime:
        return NEWEST - dt.timedelta(hours=self.hours_ago)


class FeedNetwork:
    """RSS."""

    name, listing = "feed", "/feed.xml"

    def __init__(self, server: Server) -> None:
        self.server = server

    def source(self, **values: Any) -> SocialSource:
        values = {"name": "A feed", "approval": "at-once"} | values
        return SocialSource.objects.create(network="feed", address=f"{self.server.url}/feed.xml", **values)

    def publish(self, *posts: Post) -> None:
        items = "".join(
            f"<item><guid isPermaLink='false'>{post.post_id}</guid><link>{self.server.url}/p/{post.post_id}</link>"
            f"<pubDate>{post.at:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>"
            + escape(f"<p>{escape(post.text, quote=False)}</p>")
            + escape("".join(f'<img src="{self.server.url}{path}" alt="{alt}">' for path, alt in post.pictures))
            + "</description></item>"
            for post in posts
        )
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>@feed</title>{items}</channel></rss>"
        self.server.answers["/feed.xml"] = Answer(body, kind="application/rss+xml")
        for post in posts:
            self.server.answers[f"/p/{post.post_id}"] = Answer("<html>", kind="text/html")

    def delete(self, post_id: str) -> None:
        self.server.answers[f"/p/{post_id}"] = Answer("gone", 410)


class MastodonNetwork:
    """Mastodon's API."""

    name, listing = "mastodon", "/api/v1/accounts/7/statuses"

    def __init__(self, server: Server) -> None:
        self.server = server
        server.answers["/api/v1/accounts/lookup"] = Answer({"id": "7", "acct": "coalition", "username": "coalition"})

    def source(self, **values: Any) -> SocialSource:
        values = {"name": "Mastodon", "approval": "at-once"} | values
        return SocialSource.objects.create(network="mastodon", address=f"{self.server.url}/@coalition", **values)

    def row(self, post: Post) -> dict[str, Any]:
        return {
            "id": post.post_id,
            "created_at": f"{post.at:%Y-%m-%dT%H:%M:%S.000Z}",
            "visibility": "public",
            "url": f"{self.server.url}/@coalition/{post.post_id}",
            "content": f"<p>{escape(post.text, quote=False)}</p>",
            "spoiler_text": "",
            "reblog": None,
            "account": {"id": "7", "display_name": "The Coalition"},
            "media_attachments": [
                {"id": str(number), "type": "image", "url": f"{self.server.url}{path}", "description": alt or None}
                for number, (path, alt) in enumerate(post.pictures)
            ],
        }

    def publish(self, *posts: Post) -> None:
        self.server.answers[self.listing] = Answer([self.row(post) for post in posts])
        for post in posts:
            self.server.answers[f"/api/v1/statuses/{post.post_id}"] = Answer(self.row(post))

    def delete(self, post_id: str) -> None:
        self.server.answers.pop(f"/api/v1/statuses/{post_id}", None)


class XNetwork:
    """X's API v2."""

    name, listing = "x", "/2/users/7/tweets"

    def __init__(self, server: Server) -> None:
        self.server = server
        self.there: set[str] = set()
        server.answers["/2/users/by/username/coalition"] = Answer({"data": {"id": "7", "username": "coalition"}})
        server.answers["/2/tweets"] = self.looked_up

    def source(self, **values: Any) -> SocialSource:
        values = {"name": "X", "approval": "at-once", "token": TOKEN} | values
        return SocialSource.objects.create(network="x", address="@coalition", **values)

    def looked_up(self, handler: BaseHTTPRequestHandler) -> Answer:
        ids = parse_qs(urlsplit(handler.path).query)["ids"][0].split(",")
        errors = [
            {
                "resource_id": one,
                "value": one,
                "title": "Not Found Error",
                "type": "https://api.twitter.com/2/problems/resource-not-found",
            }
            for one in ids
            if one not in self.there
        ]
        return Answer({"data": [{"id": one, "text": ""} for one in ids if one in self.there], "errors": errors})

    def publish(self, *posts: Post) -> None:
        self.there |= {post.post_id for post in posts}
        rows, media = [], []
        for post in posts:
            keys = [f"3_{post.post_id}{number}" for number in range(len(post.pictures))]
            rows.append(
                {
                    "id": post.post_id,
                    "text": escape(post.text, quote=False),
                    "created_at": f"{post.at:%Y-%m-%dT%H:%M:%S.000Z}",
                    "edit_history_tweet_ids": [post.post_id],
                    "attachments": {"media_keys": keys},
                }
            )
            for key, (path, alt) in zip(keys, post.pictures, strict=True):
                one = {"media_key": key, "type": "photo", "url": f"{self.server.url}{path}"}
                media.append(one | ({"alt_text": alt} if alt else {}))
        self.server.answers[self.listing] = Answer(
            {"data": rows, "includes": {"media": media}, "meta": {"result_count": len(rows)}}
        )

    def delete(self, post_id: str) -> None:
        self.there.discard(post_id)


NETWORKS = (FeedNetwork, MastodonNetwork, XNetwork)
