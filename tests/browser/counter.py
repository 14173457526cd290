"""A service that counts visits, on another origin than the site: it answers as Plausible and Matomo do."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

SCRIPT = """
const { origin } = new URL(document.currentScript.src);
const site = document.currentScript.dataset.domain;
fetch(origin + "/api/event", { method: "POST", body: JSON.stringify({ n: "pageview", u: location.href, d: site }) });
"""


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self._send(200, SCRIPT.encode(), "text/javascript")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.counted.append((self.path, body.decode(), self.headers.get("Cookie"), self.headers.get("Referer")))
        self._send(202, b"ok", "text/plain")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def counting_service() -> Iterator[SimpleNamespace]:
    """Runs the service: its address, its script's address, and what it counted."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    server.counted = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield SimpleNamespace(url=url, script_url=f"{url}/js/script.js", counted=server.counted)
    server.shutdown()
    server.server_close()
