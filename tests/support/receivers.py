"""A server that takes postbacks, in a thread of the test's own process."""

import asyncio
import threading
import time
from collections.abc import Callable

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.support.emulators import ThreadedServer
from tests.support.environs import LONGEST


class Receiver(ThreadedServer):
    """Keeps what is posted to it.

    Args:
        statuses: what it answers with, one after another, and then the last one for ever.
    """

    def __init__(self, *statuses: int) -> None:
        #: The bodies that came.
        self.bodies: list[str] = []
        #: Clear it, and no answer is given until it is set.
        self.answers = threading.Event()
        self.answers.set()
        self._statuses = list(statuses)
        super().__init__(self._take)

    def wait_for(self, count: int) -> None:
        """Wait until so many have come."""
        until(lambda: len(self.bodies) >= count)

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await Request(scope, receive).body()
        except ClientDisconnect:  # whoever sends it was killed: it has not come
            return
        self.bodies.append(body.decode())
        await asyncio.to_thread(self.answers.wait, LONGEST)
        status = self._statuses.pop(0) if len(self._statuses) > 1 else self._statuses[0]
        await Response(status_code=status, headers={"Location": "/elsewhere"})(scope, receive, send)


def until(is_so: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + LONGEST
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.005)
