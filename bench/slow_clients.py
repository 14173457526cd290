"""What a reader waits for while two hundred others send and read as slowly as they can.

    python -m bench.slow_clients http://127.0.0.1:8000 [clients] [seconds]

A quarter each is idle, sends its headers, sends its body, and reads its answer, a byte a second.
"""

import contextlib
import json
import socket
import statistics
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

CLIENTS, SECONDS = 200, 60.0
LIMIT_SECONDS = 2.0
HEAD = "{method} {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: slow\r\n"


@dataclass
class Client:
    """A connection that takes its time.

    Attributes:
        first: What it sends at once.
        drop: What it sends each second after that.
        reads: Whether it reads a byte each second; others read nothing.
    """

    address: tuple[str, int]
    first: bytes = b""
    drop: bytes = b""
    reads: bool = False
    plug: socket.socket | None = field(default=None, repr=False)

    def turn(self) -> None:
        """Do what it does each second; connect again where the server has had enough."""
        try:
            if self.plug is None:
                self.plug = socket.socket()
                self.plug.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                self.plug.settimeout(2)
                self.plug.connect(self.address)
                self.plug.sendall(self.first)
                self.plug.settimeout(0)
            elif self.drop:
                self.plug.send(self.drop)
            if self.reads and self.plug.recv(1) == b"":
                self.close()
        except BlockingIOError:
            pass
        except OSError:
            self.close()

    def close(self) -> None:
        """End the connection."""
        if self.plug is not None:
            self.plug.close()
            self.plug = None


def kinds(address: str, large: str) -> list[Callable[[], Client]]:
    """Return how to make each kind of client.

    Args:
        address: The site.
        large: The path of a large answer.
    """
    parts = urlsplit(address)
    at = (parts.hostname or "", parts.port or 80)
    head = HEAD.format(method="GET", path="/en/", host=parts.netloc).encode()
    body = HEAD.format(method="POST", path="/admin/login/", host=parts.netloc)
    body += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\n"
    whole = HEAD.format(method="GET", path=large, host=parts.netloc) + "\r\n"
    return [
        lambda: Client(at),
        lambda: Client(at, head, b"X-Slow: a\r\n"),
        lambda: Client(at, body.encode(), b"a"),
        lambda: Client(at, whole.encode(), reads=True),
    ]


@contextlib.contextmanager
def crowd(address: str, large: str, clients: int = CLIENTS) -> Iterator[list[Client]]:
    """Keep slow clients at the site.

    Args:
        address: The site.
        large: The path of a large answer, for those who read slowly.
        clients: How many of them.
    """
    makers = kinds(address, large)
    all_of_them = [makers[number % len(makers)]() for number in range(clients)]
    stop = threading.Event()

    def live() -> None:
        while not stop.is_set():
            for client in all_of_them:
                client.turn()
            stop.wait(1)

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    try:
        time.sleep(3)
        yield all_of_them
    finally:
        stop.set()
        thread.join()
        for client in all_of_them:
            client.close()


def answers(address: str, seconds: float) -> list[float]:
    """Ask for a page twice a second and return how long each answer took; 30 where there was none.

    Args:
        address: The page.
        seconds: For how long.
    """
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (our own address)
                answer.read()
            times.append(time.monotonic() - began)
        except OSError:
            times.append(30.0)
        time.sleep(0.5)
    return times


def measure(address: str, clients: int = CLIENTS, seconds: float = SECONDS, large: str = "/en/") -> dict[str, float]:
    """Return the figures of a reader among slow clients, in seconds."""
    with crowd(address, large, clients) as all_of_them:
        times = answers(f"{address}/en/", seconds)
        connected = sum(client.plug is not None for client in all_of_them)
    return {
        "clients": clients,
        "still connected": connected,
        "answers": len(times),
        "median": round(statistics.median(times), 3),
        "slowest": round(max(times), 3),
    }


if __name__ == "__main__":
    _name, site, *rest = sys.argv
    numbers = [*(float(number) for number in rest), CLIENTS, SECONDS]
    print(json.dumps(measure(site.rstrip("/"), int(numbers[0]), numbers[1] if len(rest) > 1 else SECONDS)))
