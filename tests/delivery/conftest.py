"""The database behind a proxy that can hang."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection


class Proxy:
    """Stands between a client and the real database, and hangs when told to."""

    def __init__(self) -> None:
        self.hangs = threading.Event()
        parameters = connection.get_connection_params()
        self._host, self._port = parameters["host"], parameters.get("port") or 5432
        self._plugs: list[socket.socket] = []
        self._server = socket.socket()
        self._server.bind(("127.0.0.1", 0))
        self._server.listen()
        self.port = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _address = self._server.accept()
                far = socket.socket(socket.AF_UNIX)
                far.connect(f"{self._host}/.s.PGSQL.{self._port}")
                self._plugs += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=ends, daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65_536):
                while self.hangs.is_set():
                    time.sleep(0.05)
                other.sendall(data)

    def close(self) -> None:
        self.hangs.clear()
        for plug in (self._server, *self._plugs):
            with contextlib.suppress(OSError):
                plug.shutdown(socket.SHUT_RDWR)
            plug.close()


@pytest.fixture
def proxy(db: None) -> Iterator[Proxy]:
    between = Proxy()
    yield between
    between.close()
