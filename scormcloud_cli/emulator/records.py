"""Records that an application has in a table of their own, under generated IDs."""

import sqlite3
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.refusals import not_found
from scormcloud_cli.emulator.service import Emulator


@dataclass(frozen=True, slots=True)
class Records:
    """One kind of records.

    Attributes:
        table: the table.
        noun: what one is called in refusals.
        kind: the `kind` of those refusals.
        is_dated: whether the time of the last change is kept, beside that of the first.
        order: the columns that they are listed by, the oldest first if nothing is said.
        check: refuses an application that can have none, if there are such.
    """

    table: str
    noun: str
    kind: str
    is_dated: bool = False
    order: str = "created, id"
    check: Callable[[sqlite3.Connection, str], object] = lambda _database, _app_id: None

    def get(self, database: sqlite3.Connection, app_id: str, record_id: str) -> sqlite3.Row:
        """Return one of them.

        Raises:
            Refusal: there is none of that ID.
        """
        self.check(database, app_id)
        row = store.row(database, self.table, {"app_id": app_id, "id": record_id})
        if row is None:
            raise not_found(self.noun, record_id, kind=self.kind)
        return row

    def all_of(self, database: sqlite3.Connection, app_id: str) -> list[sqlite3.Row]:
        """Return all of an application's in their order."""
        self.check(database, app_id)
        return store.rows(database, self.table, {"app_id": app_id}, self.order)

    def create(self, emulator: Emulator, app_id: str, facts: Mapping[str, object]) -> str:
        """Create one with the values of `facts`, by column; return its ID."""
        record_id = str(uuid.uuid4())
        row = {"app_id": app_id, "id": record_id, **facts, "created": emulator.now()}
        if self.is_dated:
            row["updated"] = row["created"]
        with emulator.store.writing() as database:
            self.check(database, app_id)
            store.insert(database, self.table, row)
        return record_id

    def update(
        self, emulator: Emulator, app_id: str, record_id: str, facts: Mapping[str, object]
    ) -> None:
        """Change one: the columns that `facts` names.

        Raises:
            Refusal: there is none of that ID.
        """
        changes = {**facts, "updated": emulator.now()} if self.is_dated else facts
        with emulator.store.writing() as database:
            self.get(database, app_id, record_id)
            store.update(database, self.table, {"app_id": app_id, "id": record_id}, changes)

    def delete(self, emulator: Emulator, app_id: str, record_id: str) -> None:
        """Delete one.

        Raises:
            Refusal: there is none of that ID.
        """
        with emulator.store.writing() as database:
            self.get(database, app_id, record_id)
            store.delete(database, self.table, {"app_id": app_id, "id": record_id})
