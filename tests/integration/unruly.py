"""A server that misbehaves as it is told: real bytes over a real socket."""

import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

CUT = b""  # hang up without a word
SILENCE = b"..."  # take the request, and never answer


@dataclass
class UnrulyServer:
    """Answers each connection with the next of `answers`, the last one for ever.

    Attributes:
        answers: what is sent, byte for byte; `CUT` and `SILENCE` mean what they say.
        requests: the first part of each request that came.
    """

    answers: Sequence[bytes]
    requests: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._serve, daemon=True).start()

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
            connection.sendall(answer)
            connection.shutdown(socket.SHUT_WR)
            # Closing while the other side still sends would make it a reset, and lose the answer.
            connection.settimeout(5)
            try:
                while connection.recv(65536):
                    pass
            except OSError:
                pass
            connection.close()


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
