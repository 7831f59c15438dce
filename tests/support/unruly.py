"""A server that misbehaves as it is told: real bytes over a real socket."""

import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import urlsplit

CUT = b""  # hang up without a word
SILENCE = b"..."  # take the request, and never answer


@dataclass
class UnrulyServer:
    """Answers each connection with the next of `answers`, the last one for ever.

    Attributes:
        answers: what is sent, byte for byte; `CUT` and `SILENCE` mean what they say.
        delay: how many seconds each answer is late.
        drip: how many seconds pass between two bytes of a body; 0 to send it as fast as it goes.
        requests: the first part of each request that came.
    """

    answers: Sequence[bytes]
    delay: float = 0.0
    drip: float = 0.0
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def wait_for_request(self) -> None:
        """Wait until a request has come, and whoever sent it waits for the answer.

        Between the two it does more than it takes to say so: a signal that comes before it waits is
        only seen by Python when the waiting is over.
        """
        deadline = time.monotonic() + 30
        while not self.requests:
            assert time.monotonic() < deadline, "no request came"
            time.sleep(0.01)
        time.sleep(0.1)

    def close(self) -> None:
        """Stop listening, and hang up on whoever still waits."""
        self._listening.close()
        for connection in self._open:
            connection.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            answer = self.answers[min(len(self.requests), len(self.answers) - 1)]
            self.requests.append(connection.recv(65536))
            if answer == SILENCE:
                self._open.append(connection)
                continue
            time.sleep(self.delay)
            connection.settimeout(5)
            try:
                self._send(connection, answer)
                connection.shutdown(socket.SHUT_WR)
                # Closing while the other side still sends would make it a reset, and lose the
                # answer.
                while connection.recv(65536):
                    pass
            except OSError:
                pass
            connection.close()

    def _send(self, connection: socket.socket, answer: bytes) -> None:
        if not self.drip:
            connection.sendall(answer)
            return
        head, blank, body = answer.partition(b"\r\n\r\n")
        connection.sendall(head + blank)
        for place in range(len(body)):
            connection.sendall(body[place : place + 1])
            time.sleep(self.drip)


def http(status: str, body: bytes = b"", *headers: str, length: int | None = None) -> bytes:
    """Return an answer as it travels."""
    lines = [
        f"HTTP/1.1 {status}",
        f"Content-Length: {len(body) if length is None else length}",
        "Connection: close",
        *headers,
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


JSON = "Content-Type: application/json"
HTML = "Content-Type: text/html; charset=utf-8"


class CutAfterRequest:
    """Stands before a service; hands the first matching POST on, and then hangs up on its sender.

    Args:
        upstream: where the service is.
        marker: stands in the path of the POST.
    """

    def __init__(self, upstream: str, marker: str) -> None:
        #: How many answers have been withheld.
        self.cut = 0
        host = urlsplit(upstream).netloc
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments: object) -> None:
                pass

            def pass_on(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                onward = HTTPConnection(host, timeout=30)
                onward.request(self.command, self.path, self.rfile.read(length), dict(self.headers))
                answer = onward.getresponse()
                content = answer.read()
                onward.close()
                if self.command == "POST" and marker in self.path and not owner.cut:
                    owner.cut += 1
                    self.close_connection = True
                    return
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = pass_on  # noqa: N815

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
