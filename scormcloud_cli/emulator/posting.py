"""The one who posts what `postbacks` queues (docs/service/runtime.md, Sending postbacks).

What is posted is made when it is sent: a try that comes late never brings an older result than one
that came before it. None is sent again that may have been delivered to someone who answered: what
an emulator leaves that dies between the last byte and the answer is unknown, and left alone.
"""

import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any

from scormcloud_cli.emulator import postbacks, registrations, store
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.service import Emulator, text
from scormcloud_cli.emulator.v1.postbacks import content as v1_content
from scormcloud_cli.emulator.v2.registrations import postback_content as v2_content

_MOST_TRIES = 70
_SHORTEST, _LONGEST = 1.0, 15 * 60.0  # seconds between two tries
# By how much a pause is longer or shorter, in parts of it: how much is inferred.
_JITTER = 0.25
_AT_ONCE = 8
# What is refused here before anything is sent: too much at once, and the end of the emulator.
_NOT_TRIED = (429, 503)


class Sender:
    """Sends what is due, in threads of its own.

    Args:
        emulator: whose postbacks; several emulators over one folder share the work.
        look: how often it is looked what is due, in seconds: others queue in this folder too.
    """

    def __init__(self, emulator: Emulator, *, look: float = 0.1) -> None:
        self._emulator = emulator
        self._look = look
        self._is_ending = False
        self._wake = threading.Event()
        self._lock = threading.Lock()
        self._running = 0
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="postback")
        self._thread = threading.Thread(target=self._run, name="postbacks", daemon=True)

    def start(self) -> None:
        """Begin to send."""
        self._thread.start()

    def finish(self, seconds: float) -> None:
        """Wait until nothing is being sent or due, but no longer than so many seconds."""
        give_up = time.monotonic() + seconds
        while (self._running or self._next()) and time.monotonic() < give_up:
            time.sleep(0.02)
        self._end()

    def stop(self) -> None:
        """End; what is being sent must have been cut, or it is waited for."""
        self._end()
        if self._thread.ident is not None:
            self._thread.join()
        self._pool.shutdown()

    def _end(self) -> None:
        self._is_ending = True
        self._wake.set()

    def _run(self) -> None:
        while not self._is_ending:
            self._wake.clear()
            free = _AT_ONCE - self._running
            with suppress(sqlite3.Error):  # a disk that is full or away may come back
                for postback in self._claim(free) if free and self._next() else ():
                    self._pool.submit(self._send, postback)
            self._wake.wait(self._look)

    def _next(self) -> list[sqlite3.Row]:
        """Return what can be sent now, the longest due first; one of an instance at a time."""
        postbacks.settle(self._emulator)
        query = (
            "SELECT * FROM postbacks "
            "WHERE status IN ('sending', 'finishing') OR status = 'pending' AND due <= ? "
            "ORDER BY status = 'pending', due LIMIT 1000"
        )
        found, busy = [], set()
        for row in self._emulator.store.reading().execute(query, (self._emulator.now(),)):
            whose = row["app_id"], row["registration_id"], row["instance"]
            if whose not in busy and row["status"] == "pending":
                found.append(row)
            busy.add(whose)
        return found

    def _claim(self, most: int) -> list[sqlite3.Row]:
        with self._emulator.store.writing() as database:
            claimed = self._next()[:most]
            for row in claimed:
                changes = {"status": "sending", "worker": self._emulator.worker}
                postbacks.change(database, row["id"], changes)
            with self._lock:  # before others see that it is no longer due
                self._running += len(claimed)
        return claimed

    def _send(self, postback: sqlite3.Row) -> None:
        try:
            changes = self._tried(postback)
            with self._emulator.store.writing() as database:
                if changes is None:
                    postbacks.abandon(self._emulator, database, {"id": postback["id"]})
                else:
                    postbacks.change(database, postback["id"], changes | {"worker": None})
        finally:
            with self._lock:
                self._running -= 1
            self._wake.set()

    def _tried(self, postback: sqlite3.Row) -> dict[str, Any] | None:
        """Try once; return what that has changed, or None where no try came to an end."""
        status, message = None, None
        try:
            status = postbacks.answer(
                self._emulator, *self._made(postback), partial(self._note_end, postback)
            )
        except Refusal as refusal:
            if refusal.status in _NOT_TRIED:
                return None
            message = refusal.message
        tries = postback["attempts"] + 1
        changes = {"attempts": tries, "answer": status, "updated": self._emulator.now()}
        if status is not None and postbacks.is_taken(status):
            return changes | {"status": "delivered", "message": None}
        changes["message"] = message or f"It was answered with {status}"
        if tries >= _MOST_TRIES:
            return changes | {"status": "failed"}
        wait = timedelta(seconds=pause(tries) / self._emulator.postback_speed)
        return changes | {"status": "pending", "due": text(self._emulator.clock() + wait)}

    def _note_end(self, postback: sqlite3.Row) -> None:
        """Note, before the last byte of a request is sent, that it may be delivered from now on.

        Raises:
            Refusal: this try is over already, or the postback was deleted.
        """
        tries: int = postback["attempts"]
        key = {"id": postback["id"], "worker": self._emulator.worker}
        key |= {"status": "sending", "attempts": tries}
        changes = {"status": "finishing", "attempts": tries + 1}
        with self._emulator.store.writing() as database:
            if not store.update(database, "postbacks", key, changes):
                raise Refusal(409, f"Postback [{postback['id']}] is not to be sent any longer")

    def _made(self, postback: sqlite3.Row) -> tuple[dict[str, str], postbacks.Content]:
        settings = postbacks.settings_of(postback)
        database = self._emulator.store.reading()
        whose = (postback["app_id"], postback["registration_id"], postback["instance"])
        make = v2_content if settings[postbacks.IS_JSON] == "true" else v1_content
        row = registrations.get(database, *whose)
        return settings, make(database, row, settings[postbacks.FORMAT])


def pause(tries: int) -> float:
    """Return how many seconds after so many tries the next one comes."""
    seconds = min(_SHORTEST * 2.0 ** (tries - 1), _LONGEST)
    return min(seconds * random.uniform(1, 1 + _JITTER), _LONGEST)  # noqa: S311 (no secret)
