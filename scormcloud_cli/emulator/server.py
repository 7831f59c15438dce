"""Serves an emulator over real HTTP: inside a command, or by itself."""

import asyncio
import json
import os
import signal
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.faults import Rules
from scormcloud_cli.emulator.service import Emulator

_BACKLOG = 2048


@dataclass(frozen=True, slots=True)
class RunningServer:
    """A running emulator: its base URL and the ID of its process."""

    base_url: str
    pid: int


def running_server(folder: Path) -> RunningServer | None:
    """Return the server of a data folder; None when none is running."""
    try:
        document = json.loads((folder / "server.json").read_text("utf-8"))
        server = RunningServer(document["baseUrl"], document["pid"])
        # What was killed leaves its file behind: believe the server, not the file.
        with urllib.request.urlopen(server.base_url + "/", timeout=2) as answer:  # noqa: S310 (loopback)
            return server if answer.read(15) == b"scloud emulator" else None
    except (OSError, ValueError, KeyError, urllib.error.URLError):
        return None


class RunningEmulator:
    """An emulator in this process, on a free loopback port, while a command runs.

    Args:
        folder: the data folder; shared with whoever serves it at the same time.
    """

    def __init__(self, folder: Path) -> None:
        #: Whether its launch links go on working after it has stopped.
        self.links_last = False
        self._folder = folder
        self._emulator: Emulator | None = None
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Start it; return its base URL once it answers."""
        self._folder.mkdir(parents=True, exist_ok=True)
        served = running_server(self._folder)
        # This emulator ends with the command: links are for the one that goes on, if there is one.
        self.links_last = served is not None
        self._emulator = Emulator(self._folder, link_base=served.base_url if served else None)
        listening = listen("127.0.0.1", 0)
        started = threading.Event()
        self._server = _server(self._emulator, started.set)
        self._thread = threading.Thread(
            target=self._server.run, args=([listening],), name="emulator", daemon=True
        )
        self._thread.start()
        started.wait()
        return f"http://127.0.0.1:{listening.getsockname()[1]}"

    def stop(self) -> None:
        """Stop it, once its import jobs have ended."""
        if self._server is None or self._thread is None or self._emulator is None:
            return
        self._server.should_exit = True
        self._thread.join()
        self._emulator.close()
        self._server = None


def serve(
    folder: Path, host: str, port: int, on_ready: Callable[[str], None], faults: Rules | None = None
) -> None:
    """Serve an emulator until the process is told to end.

    Args:
        folder: the data folder.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        on_ready: told the base URL once it answers.
        faults: what is to go wrong on purpose.

    Raises:
        OSError: the address or port cannot be listened on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listening = listen(host, port)
    shown = f"[{host}]" if ":" in host else host
    base_url = f"http://{shown}:{listening.getsockname()[1]}"
    emulator = Emulator(folder)
    record = folder / "server.json"

    def ready() -> None:
        part = record.with_suffix(".part")
        part.write_text(json.dumps({"baseUrl": base_url, "pid": os.getpid()}), "utf-8")
        part.replace(record)
        on_ready(base_url)

    try:
        _server(emulator, ready, faults).run([listening])
    finally:
        record.unlink(missing_ok=True)
        emulator.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        OSError: the address or port cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With its protocol named, asyncio sends what is written at once (TCP_NODELAY): without, every
    # second answer of a connection would wait 40 ms for the client's acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name != "nt":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except OSError:
        listening.close()
        raise
    return listening


def _server(
    emulator: Emulator, on_ready: Callable[[], None], faults: Rules | None = None
) -> uvicorn.Server:
    """Return a server that tells when it answers."""

    class Telling(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            # uvicorn's own raises the signal once more at the end; to be told to stop is how a
            # server ends well.
            if threading.current_thread() is not threading.main_thread():
                yield
                return
            before = {
                number: signal.signal(number, self.handle_exit)
                for number in (signal.SIGINT, signal.SIGTERM)
            }
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            await asyncio.to_thread(on_ready)

    return Telling(
        uvicorn.Config(
            create_app(emulator, faults),
            log_config=None,
            # Parses in C: a gigabyte comes in in half of the time.
            http="httptools",
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=5,
        )
    )
