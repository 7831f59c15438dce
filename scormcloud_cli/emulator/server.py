"""Serves an emulator over real HTTP: inside a command, or by itself."""

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.faults import Rules
from scormcloud_cli.emulator.guard import LOOPBACK_ALONE, Visitors
from scormcloud_cli.emulator.posting import Sender
from scormcloud_cli.emulator.service import NO_LIMITS, Emulator, users

_BACKLOG = 2048
# How long the end waits for what is still being fetched and for postbacks, in seconds.
_GRACE = 2.0


class CannotListen(OSError):
    """An address or a port cannot be listened on; the message says which, and why."""


class RunningEmulator:
    """An emulator in this process, on a free loopback port, while a command runs.

    Args:
        folder: the data folder; shared with whoever serves it at the same time.
        plan: the account's plan (see `Emulator`).
        allow_local_fetch: whether files are fetched from this machine and its network too.
        postback_speed: see `Emulator`.
    """

    def __init__(
        self,
        folder: Path,
        plan: str = NO_LIMITS,
        *,
        allow_local_fetch: bool = False,
        postback_speed: float = 1.0,
    ) -> None:
        #: Whether its launch links go on working after it has stopped.
        self.links_last = False
        self._folder = folder
        self._plan = plan
        self._allow_local_fetch = allow_local_fetch
        self._postback_speed = postback_speed
        self._emulator: Emulator | None = None
        self._sender: Sender | None = None
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> str:
        """Start it; return its base URL once it answers.

        Raises:
            Unusable: the data folder cannot be used.
        """
        # This emulator ends with the command: links are for one that goes on, if there is one.
        served = next((user for user in users(self._folder) if user.base_url), None)
        self.links_last = served is not None
        self._emulator = Emulator(
            self._folder,
            link_base=served.base_url if served else None,
            allow_local_fetch=self._allow_local_fetch,
            plan=self._plan,
            postback_speed=self._postback_speed,
        )
        sockets = [listen("127.0.0.1", 0), listen("127.0.0.1", 0)]
        base_url, content_url = (_url("127.0.0.1", listening) for listening in sockets)
        self._emulator.content_url = (served and served.content_url) or content_url
        started = threading.Event()
        app = create_app(self._emulator, port_of(sockets[1]))
        self._sender = Sender(self._emulator)
        self._sender.start()
        self._server = _Server(app, self._emulator, self._sender, started.set)
        self._thread = threading.Thread(
            target=self._server.run, args=(sockets,), name="emulator", daemon=True
        )
        self._thread.start()
        started.wait()
        return base_url

    def stop(self) -> None:
        """Stop it, once its import jobs have ended; what they fetch has a moment to come."""
        server, thread, emulator, sender = self._server, self._thread, self._emulator, self._sender
        if server is None or thread is None or emulator is None or sender is None:
            return
        sender.finish(_GRACE)
        emulator.outgoing.stop(grace=_GRACE)
        server.end()
        thread.join()
        sender.stop()
        emulator.close()
        self._server = None


def serve(
    folder: Path,
    host: str,
    port: int,
    on_ready: Callable[[str, str], None],
    faults: Rules | None = None,
    plan: str = NO_LIMITS,
    *,
    content_port: int = 0,
    content_url: str | None = None,
    visitors: Visitors | None = None,
    allow_local_fetch: bool = False,
    postback_speed: float = 1.0,
) -> None:
    """Serve an emulator until the process is told to end.

    Args:
        folder: the data folder.
        host: the address to listen on.
        port: the port; 0 for any that is free.
        on_ready: told the base URL, and that of content, once it answers.
        faults: what is to go wrong on purpose.
        plan: the account's plan (see `Emulator`).
        content_port: the port for launch links and content; 0 for any that is free.
        content_url: where browsers find that port, if not at the address that is listened on.
        visitors: who is let in; for None, who comes to a loopback name.
        allow_local_fetch: whether files are fetched from this machine and its network too.
        postback_speed: see `Emulator`.

    Raises:
        CannotListen: the address or a port cannot be had.
        Unusable: the data folder cannot be used.
    """
    emulator = Emulator(
        folder, allow_local_fetch=allow_local_fetch, plan=plan, postback_speed=postback_speed
    )
    sender = Sender(emulator)
    try:
        with listen(host, port) as listening, listen(host, content_port) as content:
            base_url = _url(host, listening)
            emulator.content_url = content_url or _url(host, content)

            def ready() -> None:
                sender.start()
                emulator.announce(base_url, emulator.content_url)
                on_ready(base_url, emulator.content_url)

            app = create_app(emulator, port_of(content), visitors or LOOPBACK_ALONE, faults)
            _Server(app, emulator, sender, ready).run([listening, content])
    finally:
        sender.stop()
        emulator.close()


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens.

    Raises:
        CannotListen: the address or port cannot be had.
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
    except OSError as error:
        listening.close()
        raise CannotListen(f"cannot listen on {host} port {port}: {error.strerror}") from error
    return listening


def port_of(listening: socket.socket) -> int:
    """Return the port that a socket listens on."""
    port: int = listening.getsockname()[1]
    return port


def _url(host: str, listening: socket.socket) -> str:
    """Return the base URL by which this machine comes to a socket that listens on an address."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (not listened on here)
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port_of(listening)}"


class _Server(uvicorn.Server):
    """Serves an emulator's application, tells when it answers, and ends as soon as it is told to.

    Args:
        app: the application.
        emulator: whose application it is.
        sender: who posts its postbacks; it has a moment for what is due at the end.
        on_ready: told once it answers.
    """

    def __init__(
        self, app: ASGIApp, emulator: Emulator, sender: Sender, on_ready: Callable[[], None]
    ) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_config=None,
                # Parses in C: a gigabyte comes in in half of the time.
                http="httptools",
                ws="none",
                access_log=False,
                lifespan="off",
                timeout_graceful_shutdown=5,
            )
        )
        self._emulator = emulator
        self._sender = sender
        self._on_ready = on_ready
        self._told = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Have it end, from another thread."""
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._told.set)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take signals for being told to end: uvicorn raises them once more when it has ended."""
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
        """Begin to answer, and tell so."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        await asyncio.to_thread(self._on_ready)

    async def main_loop(self) -> None:
        """Wait for the end; uvicorn looks for it ten times a second, `end` wakes it."""
        ticks = 0
        while not await self.on_tick(ticks):
            ticks += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(self._told.wait(), 0.1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Answer what is being asked, and nothing more."""
        await asyncio.to_thread(self._sender.finish, _GRACE)
        self._emulator.outgoing.stop()  # a call that waits for another server would not end
        if self.server_state.tasks:
            await super().shutdown(sockets)
            return
        # Nobody is being answered; uvicorn would let a tenth of a second pass all the same.
        for listening in [*self.servers, *(sockets or ())]:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
