"""Headers, health, and what happens while the database is away."""

import datetime as dt
import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from publishing import heartbeat, jobs
from publishing.models import Job
from publishing.signals import answers_changed
from tests.conftest import PASSWORD


def test_public_pages_and_the_admin_have_policies_of_their_own(client: Client, people: SimpleNamespace) -> None:
    public = client.get("/en/")["Content-Security-Policy"]
    assert "unsafe" not in public
    client.login(username="editor", password=PASSWORD)
    admin = client.get(reverse("wagtailadmin_home"))["Content-Security-Policy"]
    assert "default-src 'self'" in admin
    assert "http" not in admin


def test_the_admin_alone_may_frame_a_preview(client: Client, site: SimpleNamespace, people: SimpleNamespace) -> None:
    client.login(username="editor", password=PASSWORD)
    shown = client.get(reverse("wagtailadmin_pages:view_draft", args=[site.news.pk]))
    policy = shown["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe" not in policy


def test_headers_that_protect(client: Client, site: SimpleNamespace) -> None:
    response = client.get("/en/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert response["Content-Language"] == "en"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_health(client: Client) -> None:
    assert client.get("/-/live/").json() == {"status": "ok"}
    response = client.get("/-/ready/")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "scheduler": "not running"}
    assert "no-store" in response["Cache-Control"]
    heartbeat.beat("here 1")
    assert client.get("/-/ready/").json() == {"status": "ok", "scheduler": "running"}
    heartbeat.beat("there 1", dt.timedelta(minutes=20))
    assert client.get("/-/ready/").json()["clock_skew_seconds"] == {"there 1": 1200.0}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_without_its_database_the_site_says_503_and_recovers(
    monkeypatch: pytest.MonkeyPatch, site: SimpleNamespace
) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/en/").status_code == 200
    connection.close()
    host = connection.settings_dict["HOST"]
    monkeypatch.setitem(connection.settings_dict, "HOST", "/no/such/folder")
    for address in ("/en/", "/en/news/", "/admin/login/", "/"):
        response = client.get(address)
        assert response.status_code == 503, address
        assert response["Retry-After"] == "30"
    assert b"resting" in client.get("/en/").content
    assert b'<html lang="ar" dir="rtl">' in client.get("/ar/").content
    assert client.get("/-/ready/").status_code == 503
    assert client.get("/-/live/").status_code == 200
    with pytest.raises(OperationalError):
        connection.ensure_connection()
    monkeypatch.setitem(connection.settings_dict, "HOST", host)
    assert client.get("/en/").status_code == 200
    assert client.get("/-/ready/").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Something went wrong"), ("ar", "حدث خطأ"), ("fr", "Une erreur")],
)
def test_other_errors_are_500_in_the_readers_language(
    site: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, language: str, words: str
) -> None:
    monkeypatch.setattr("pages.views.routing.route", lambda *_args: 1 / 0)
    response = Client(raise_request_exception=False).get(f"/{language}/")
    assert response.status_code == 500
    assert f'<html lang="{language}"' in response.content.decode()
    assert words in response.content.decode()


@pytest.fixture
def edge() -> Iterator[SimpleNamespace]:
    """An HTTP cache on loopback that notes what it is asked to purge."""
    state = SimpleNamespace(purged=[], status=200, url="")

    class Handler(BaseHTTPRequestHandler):
        def do_PURGE(self) -> None:
            state.purged.append(self.headers["xkey-purge"])
            self.send_response(state.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield state
    server.shutdown()
    server.server_close()


def test_what_is_out_of_date_is_purged(no_jobs: None, edge: SimpleNamespace, settings: Any) -> None:
    settings.EDGE_PURGE_URL = edge.url
    edge.status = 503
    answers_changed.send(sender=None, tags=["spotlight"])
    assert jobs.run_due_jobs() == 0
    assert "503" in Job.objects.get(kind="delivery.purge").last_error
    edge.status = 200
    answers_changed.send(sender=None, tags=["spotlight", "home"])
    assert jobs.run_due_jobs() == 2
    assert sorted(edge.purged[1:]) == ["home", "spotlight"]


def test_without_a_cache_nothing_is_written(db: None) -> None:
    assert not settings.EDGE_PURGE_URL
    answers_changed.send(sender=None, tags=["spotlight"])
    assert not Job.objects.filter(kind="delivery.purge").exists()


def test_texts_without_secrets_are_compressed(client: Client, people: SimpleNamespace) -> None:
    accepting = {"Accept-Encoding": "gzip"}
    first, second = (client.get("/en/", headers=accepting) for _ in range(2))
    assert first["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in first["Vary"]
    assert gzip.decompress(first.content) == client.get("/en/").content
    assert first.content == second.content
    client.login(username="editor", password=PASSWORD)
    assert "Content-Encoding" not in client.get(reverse("wagtailadmin_home"), headers=accepting)
