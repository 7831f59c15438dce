"""What happens in a launch: the log of it, kept with its sitting.

Words of the emulator's own; those of the service stand in docs/service/v1.md, Answers about
registrations.
"""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator import store

Json = Any

# How much of a launch's log is kept, in characters. Calls beyond are carried out all the same.
LOG_LIMIT = 16_000_000
_NOT_LOGGED = "the log of this launch is full"


class Log:
    """The log of a sitting, in a transaction.

    Args:
        database: the store, in a transaction.
        sitting: the sitting.
    """

    def __init__(self, database: sqlite3.Connection, sitting: sqlite3.Row) -> None:
        self._database = database
        self._key = {"sitting_id": sitting["id"]}
        self._size = sitting["logged"]

    def tell(
        self, record: Mapping[str, Json], activity_id: str = "", number: int | None = None
    ) -> None:
        """Add what has happened, as long as there is room.

        Args:
            record: when (``at``) and what.
            activity_id: the activity that it belongs to.
            number: the number of the call that it is.
        """
        line = json.dumps(record)
        if self._size >= LOG_LIMIT:
            return
        row = {"activity": activity_id, "number": number, "record": line}
        store.insert(self._database, "happenings", self._key | row)
        self._size += len(line)
        key = {"id": self._key["sitting_id"]}
        store.update(self._database, "sittings", key, {"logged": self._size})

    def answer(self, activity_id: str, number: int) -> dict[str, Json] | None:
        """Return the record of a call that came before; None where it is in no log."""
        key = self._key | {"activity": activity_id, "number": number}
        row = store.row(self._database, "happenings", key)
        if row is not None:
            return dict(json.loads(row["record"]))
        if self._size < LOG_LIMIT:
            return None
        return {"answer": "true", "error": 0, "message": "", "diagnostic": _NOT_LOGGED}


def of_launch(database: sqlite3.Connection, launch_id: str) -> list[dict[str, Json]]:
    """Return what happened in a launch, in order.

    A call of content has ``number``, ``function``, ``arguments``, ``answer``, ``error`` (the code),
    ``message`` (the same in words) and ``diagnostic``; all else has ``event``. Each has ``at``,
    ``activity`` where it belongs to one, and ``changes`` where it has changed a result: before and
    after, by name.
    """
    query = (
        "SELECT h.activity, h.number, h.record FROM happenings h "
        "JOIN sittings s ON s.id = h.sitting_id WHERE s.launch_id = ? ORDER BY h.id"
    )
    return [
        store.given(activity=row["activity"] or None, number=row["number"])
        | json.loads(row["record"])
        for row in database.execute(query, (launch_id,))
    ]
