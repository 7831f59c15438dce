"""Emulators in threads of the test's own process: real HTTP over a loopback port."""

import asyncio
import contextlib
import shutil
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scormcloud_cli.emulator.app import create_app
from scormcloud_cli.emulator.faults import Rules
from scormcloud_cli.emulator.guard import LOOPBACK_ALONE, Visitors
from scormcloud_cli.emulator.posting import Sender
from scormcloud_cli.emulator.server import listen, port_of
from scormcloud_cli.emulator.service import NO_LIMITS, PAGE_SIZE, Emulator


def give_key(folder: Path) -> None:
    """Give an emulator the key that it would make where it has none, which takes it a second."""
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "lti13.json").exists():
        shutil.copy(Path(__file__).with_name("lti13.json"), folder)


class _PromptServer(uvicorn.Server):
    """Ends as soon as it is told to: uvicorn takes a fifth of a second, and waits."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self._end = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None

    def end(self) -> None:
        """Have it end, from another thread."""
        self.should_exit = True
        if self._loop:
            with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended
                self._loop.call_soon_threadsafe(self._end.set)

    async def main_loop(self) -> None:
        self._loop = asyncio.get_running_loop()
        while not await self.on_tick(0):  # which sets the date that answers bear
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._end.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for listening in [*self.servers, *(sockets or ())]:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        for _ in range(10):  # an answer that is being given may end
            if not self.server_state.connections:
                return
            await asyncio.sleep(0.005)
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # the loop would leave its socket open
        await asyncio.sleep(0)


class ThreadedServer:
    """Serves an ASGI application from a thread until it is left.

    Args:
        app: the application.
    """

    def __init__(self, app: ASGIApp) -> None:
        sockets = [listen("127.0.0.1", 0), listen("127.0.0.1", 0)]
        #: Where it answers, without a trailing slash; and at another port, as another origin.
        self.url, self.content_url = (f"http://127.0.0.1:{port_of(each)}" for each in sockets)
        self.content_port = port_of(sockets[1])
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="off", interface="asgi3", ws="none"
        )
        self._server = _PromptServer(config)
        self._thread = threading.Thread(
            target=lambda: asyncio.run(self._server.serve(sockets)), daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop answering."""
        self._server.end()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()


class ServedEmulator:
    """An emulator that this process serves.

    Args:
        folder: where it keeps its data; several emulators may share a folder.
        rules: how it fails on purpose.
        page_size: how many things a page of a list holds.
        plan: the plan of its account.
        visitors: who is let in.
        allow_local_fetch: whether it fetches files from this machine.
        postback_speed: how many times faster it tries postbacks again, and looks what is due (up to
            20 times).
    """

    def __init__(
        self,
        folder: Path,
        rules: Rules | None = None,
        *,
        page_size: int = PAGE_SIZE,
        plan: str = NO_LIMITS,
        visitors: Visitors = LOOPBACK_ALONE,
        allow_local_fetch: bool = True,
        postback_speed: float = 1.0,
    ) -> None:
        give_key(folder)
        self.folder = folder
        #: How many requests have come.
        self.requests = 0
        self._alarm: _Alarm | None = None
        self._server = ThreadedServer(self._answer)
        self.url, self.content_url = self._server.url, self._server.content_url
        #: The emulator itself, for what only its runtime does.
        self.emulator = Emulator(
            folder,
            page_size=page_size,
            content_url=self.content_url,
            allow_local_fetch=allow_local_fetch,
            plan=plan,
            postback_speed=postback_speed,
        )
        self._sender = Sender(self.emulator, look=0.1 / min(postback_speed, 20))
        self._sender.start()
        content_port = self._server.content_port
        self._app = create_app(self.emulator, content_port, visitors, rules)

    def at_request(
        self, number: int, act: Callable[[], object], *, path: str = "", answered: bool = False
    ) -> None:
        """Do something at the nth request from now on, once.

        Args:
            number: which request, from 1.
            act: what is done, before the request is carried out.
            path: only requests whose path or query holds this are counted.
            answered: act after it was carried out instead, and before the answer is sent.
        """
        self._alarm = _Alarm(number, act, path, answered)

    def stop(self) -> None:
        """Stop answering, once the jobs that run have ended."""
        self._server.stop()
        self.emulator.outgoing.stop()
        self._sender.stop()
        self.emulator.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.requests += 1
        alarm = self._alarm
        if alarm is None or not alarm.is_due(scope):
            await self._app(scope, receive, send)
            return
        self._alarm = None
        if not alarm.answered:
            alarm.act()
            await self._app(scope, receive, send)
            return

        async def send_late(message: Message) -> None:
            if message["type"] == "http.response.start":
                alarm.act()
            await send(message)

        await self._app(scope, receive, send_late)


@dataclass
class _Alarm:
    """What is done at which request."""

    left: int
    act: Callable[[], object]
    path: str
    answered: bool

    def is_due(self, scope: Scope) -> bool:
        """Count a request; say whether it is the one."""
        if self.path in f"{scope['path']}?{scope['query_string'].decode('latin-1')}":
            self.left -= 1
        return self.left == 0
