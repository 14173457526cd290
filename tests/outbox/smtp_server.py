"""A mail server on loopback that behaves as badly as it is told to."""

import contextlib
import socketserver
import threading
import time
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message


class SmtpServer(socketserver.ThreadingTCPServer):
    """Speaks just enough SMTP.

    Attributes:
        mode: ``good``; ``silent`` accepts connections and says nothing; ``slow`` sends a byte of each reply every
            second; ``refusing`` refuses every recipient; ``breaking`` hangs up when it has a message, which it keeps;
            ``lying`` hangs up when it has a message, which it throws away.
        received: The recipient and the message of each mail it has kept, in order.
    """

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.mode = "good"
        self.refused: set[str] = set()
        self.seconds_per_reply = 0.0
        self.received: list[tuple[str, Message]] = []
        self.connections = 0
        self.is_closing = threading.Event()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def ids(self) -> list[str]:
        """The Message-ID of each mail that it has kept."""
        return [message["Message-ID"] for _recipient, message in self.received]

    def handle_error(self, request: object, client_address: object) -> None:
        """Keeps quiet about clients that were killed."""


class _Session(socketserver.StreamRequestHandler):
    server: SmtpServer

    def handle(self) -> None:
        self.server.connections += 1
        if self.server.mode == "silent":
            while self.server.mode == "silent" and not self.server.is_closing.wait(0.1):
                pass
            return
        self.say("220 loopback")
        recipients: list[str] = []
        while line := self.rfile.readline().decode().strip():
            command, _, rest = line.partition(" ")
            match command.upper():
                case "RCPT":
                    self.take_recipient(rest.partition("<")[2].partition(">")[0], recipients)
                case "DATA":
                    self.say("354 go on")
                    content = self.data()
                    if content is None:
                        return
                    if self.server.mode != "lying":
                        self.server.received += [(address, message_from_bytes(content)) for address in recipients]
                    if self.server.mode in {"lying", "breaking"}:
                        return
                    recipients = []
                    self.say("250 queued")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")

    def take_recipient(self, address: str, recipients: list[str]) -> None:
        if self.server.mode == "refusing" or address in self.server.refused:
            self.say("550 5.1.1 No such mailbox")
            return
        recipients.append(address)
        self.say("250 ok")

    def data(self) -> bytes | None:
        """Return a message; None if the client has gone before the end of it."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line.endswith(b"\n"):
                return None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)

    def say(self, reply: str) -> None:
        time.sleep(self.server.seconds_per_reply)
        if self.server.mode != "slow":
            self.wfile.write(f"{reply}\r\n".encode())
            return
        for character in f"{reply}\r\n":
            self.wfile.write(character.encode())
            time.sleep(1)


@contextlib.contextmanager
def smtp_server(mode: str = "good") -> Iterator[SmtpServer]:
    """Run a mail server in a thread."""
    with SmtpServer() as server:
        server.mode = mode
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_closing.set()
            server.shutdown()
            thread.join()
