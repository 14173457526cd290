"""Asking addresses that others chose: public ones only, with an end to every size and time.

requests-hardened resolves the name and connects to the very address it has looked at, anew at every redirect. What
is added here: ports, an end to the whole time and size of an answer, and statuses as faults.
"""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from django.conf import settings
from requests.adapters import HTTPAdapter
from requests_hardened.ip_filter import InvalidIPAddress
from requests_hardened.ip_filter_adapter import IPFilterAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from social.faults import Fault, FetchError
from social.waits import asked_to_wait_until

PORTS = {"http": 80, "https": 443}
MOST_REDIRECTS = 4
MOST_BYTES = 2 * 1024 * 1024
# An ordinary answer takes a second; one that pauses this long between two bytes, or takes this long in all, is given up.
SECONDS_BETWEEN_BYTES = 10
SECONDS_AN_ANSWER = 20
READ_AT_ONCE = 64 * 1024


class Watch:
    """Cuts the connections of a session when an answer takes too long, whatever it is busy with."""

    def __init__(self) -> None:
        self._sockets: list[socket.socket] = []
        self.is_over = False

    def note(self, connected: socket.socket) -> None:
        """Takes a new connection under watch; TLS takes its socket over, so a second handle is kept."""
        self._sockets.append(connected.dup())
        if self.is_over:
            self.cut()

    def cut(self) -> None:
        """Ends every connection: whoever reads from one is woken."""
        self.is_over = True
        for kept in self._sockets:
            try:
                kept.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it has ended by itself

    def close(self) -> None:
        """Gives the second handles back."""
        for kept in self._sockets:
            kept.close()
        self._sockets.clear()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Cuts what is not done after so many seconds."""
        self.is_over = False
        timer = threading.Timer(seconds, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _watched(kind: type[HTTPConnection], watch: Watch) -> Any:
    """Returns a kind of connection whose sockets are watched."""

    class WatchedConnection(kind):  # type: ignore[misc, valid-type]
        def _new_conn(self) -> socket.socket:
            connected: socket.socket = super()._new_conn()
            watch.note(connected)
            return connected

    return WatchedConnection


class GuardedAdapter(IPFilterAdapter):
    """Sends one request, to a public address only, and reads its answer whole within the limits.

    Args:
        scheme: The scheme it serves.
        most_bytes: How large an answer may be.
        ends_at: When everything must have been asked, by the monotonic clock.
    """

    def __init__(self, scheme: str, most_bytes: int, ends_at: float) -> None:
        self.watch = Watch()
        self._scheme, self._most_bytes, self._ends_at = scheme, most_bytes, ends_at
        super().__init__(is_https_proto=scheme == "https")

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Makes the pools whose connections are watched."""
        super().init_poolmanager(*args, **kwargs)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = _watched(HTTPConnection, self.watch)

        class SecurePool(HTTPSConnectionPool):
            ConnectionCls = _watched(HTTPSConnection, self.watch)

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": SecurePool}

    def build_connection_pool_key_attributes(self, request: Any, verify: Any, cert: Any = None) -> Any:
        """Turns the name into an address that may be asked, and refuses every other."""
        parts = urlsplit(request.url)
        if f"{parts.hostname}:{parts.port}" in settings.SOCIAL_ALLOWED_PRIVATE_HOSTS:
            request.headers.pop("Host", None)  # a redirect copies what was written for the hop before
            return HTTPAdapter.build_connection_pool_key_attributes(self, request, verify, cert)
        if parts.port not in {None, PORTS[self._scheme]}:
            raise FetchError(Fault.REFUSED, f"port {parts.port}")
        try:
            return super().build_connection_pool_key_attributes(request, verify, cert)
        except InvalidIPAddress as error:
            raise FetchError(Fault.REFUSED, parts.hostname or "") from error

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Sends a request and reads the whole answer."""
        seconds = min(SECONDS_AN_ANSWER, self._ends_at - time.monotonic())
        if seconds <= 0:
            raise FetchError(Fault.TOO_SLOW)
        kwargs |= {"stream": True, "timeout": SECONDS_BETWEEN_BYTES, "proxies": None}
        with self.watch.limit(seconds):
            try:
                response = super().send(request, **kwargs)
                response._content = self._read(response)  # noqa: SLF001 (where requests itself keeps what it has read)
            except FetchError:
                raise
            except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
                raise self._fault(error) from error
        if self.watch.is_over:
            raise FetchError(Fault.TOO_SLOW)
        return response

    def _read(self, response: requests.Response) -> bytes:
        """Returns an answer's body, as it is after decompression."""
        content = bytearray()
        with response:
            while part := response.raw.read1(READ_AT_ONCE, decode_content=True):
                content += part
                if len(content) > self._most_bytes:
                    raise FetchError(Fault.TOO_LARGE)
        return bytes(content)

    def _fault(self, error: Exception) -> FetchError:
        """Returns an error of the connection in our words."""
        if self.watch.is_over or isinstance(error, (requests.Timeout, urllib3.exceptions.TimeoutError)):
            return FetchError(Fault.TOO_SLOW)
        if isinstance(error, (urllib3.exceptions.DecodeError, urllib3.exceptions.IncompleteRead)):
            return FetchError(Fault.MALFORMED, type(error).__name__)
        return FetchError(Fault.UNREACHABLE, type(error).__name__)

    def close(self) -> None:
        """Closes the connections."""
        super().close()
        self.watch.close()


class GuardedSession(requests.Session):
    """The session through which everything is asked; a status that is no success is a ``FetchError``.

    Args:
        most_bytes: How large an answer may be.
        seconds: How long everything together may take.
    """

    def __init__(self, *, most_bytes: int = MOST_BYTES, seconds: float = 120) -> None:
        super().__init__()
        self.trust_env = False  # no proxy, no .netrc: what is asked goes where it was looked at
        self.max_redirects = MOST_REDIRECTS
        self.headers["User-Agent"] = f"CoalitionSite/1 (+{settings.SITE_URL})"
        self.headers["Connection"] = "close"
        for scheme in PORTS:
            self.mount(f"{scheme}://", GuardedAdapter(scheme, most_bytes, time.monotonic() + seconds))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        """Asks an address.

        Raises:
            FetchError: It may not be asked, or did not answer as it should.
        """
        try:
            response = super().request(*args, **kwargs)
        except requests.TooManyRedirects as error:
            raise FetchError(Fault.REFUSED, "redirects") from error
        except (requests.RequestException, ValueError) as error:  # an address that is none, a scheme that is not asked
            raise FetchError(Fault.REFUSED, type(error).__name__) from error
        _refuse_failure(response)
        return response


def _refuse_failure(response: requests.Response) -> None:
    """Raises what an answer's status means, where it is no success."""
    status = response.status_code
    if status < 400:
        return
    fault = {
        401: Fault.WRONG_TOKEN,
        403: Fault.WRONG_TOKEN,
        404: Fault.NOT_FOUND,
        410: Fault.NOT_FOUND,
        429: Fault.RATE_LIMIT,
    }.get(status, Fault.SERVER)
    raise FetchError(fault, f"HTTP {status}", asked_to_wait_until(response.headers))
