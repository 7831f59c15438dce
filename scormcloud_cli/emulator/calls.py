"""What a call is to the faces of both APIs."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scormcloud_cli.api import catalog
from scormcloud_cli.emulator.access import Caller
from scormcloud_cli.emulator.forms import Uploaded
from scormcloud_cli.emulator.service import Emulator


@dataclass(frozen=True, slots=True)
class BaseCall:
    """One call of an operation, checked; each face adds what it is called with.

    Attributes:
        emulator: the emulator.
        operation: what is called.
        caller: who calls; its application is "" where an operation needs none.
        upload: the file that came along.
        base: the address the request came to, without a trailing slash.
        values: the parameters' values, by name.
    """

    emulator: Emulator
    operation: catalog.Operation
    caller: Caller
    upload: Uploaded | None
    base: str
    values: Mapping[str, Any]

    @property
    def app_id(self) -> str:
        """The application that calls."""
        return self.caller.app_id

    @property
    def database(self) -> sqlite3.Connection:
        """The store, for reading."""
        return self.emulator.store.reading()

    @property
    def reading(self) -> tuple[sqlite3.Connection, str]:
        """What everything that reads begins with: the store, and who calls."""
        return self.database, self.app_id

    @property
    def changing(self) -> tuple[Emulator, str]:
        """What everything that changes something begins with: the emulator, and who calls."""
        return self.emulator, self.app_id

    def link(self, path: str) -> str:
        """Return the address of a page of this emulator."""
        return (self.emulator.link_base or self.base) + path

    def content_link(self, path: str) -> str:
        """Return the address of a page of the origin that content has for itself."""
        return self.emulator.content_url + path


def change(*names: str, by: Callable[..., object]) -> Callable[[BaseCall], None]:
    """Return a handler that makes one change, and has nothing to tell of it.

    Args:
        names: parameters; their values, None where there is none, are what the change is told.
        by: makes the change, given the emulator and who calls first.
    """

    def handle(call: BaseCall) -> None:
        by(*call.changing, *map(call.values.get, names))

    return handle
