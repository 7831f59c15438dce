"""Tags over v2: the same four operations for each kind of thing that has tags."""

import sqlite3
from collections.abc import Callable, Mapping

from scormcloud_cli.emulator import tags
from scormcloud_cli.emulator.v2.face import Call, Handler

# Raises a Refusal where an application has no such thing.
Refuse = Callable[[sqlite3.Connection, str, str], object]


def tag_handlers(noun: str, id_name: str, refuse_unknown: Refuse) -> Mapping[str, Handler]:
    """Return what answers the operations on the tags of one kind of thing.

    Args:
        noun: the kind as it stands in the operations' names, ``Course``.
        id_name: the parameter that takes its ID.
        refuse_unknown: refuses an ID that there is nothing of.
    """
    kind = noun.lower()

    def get(call: Call) -> dict[str, list[str]]:
        database = call.emulator.store.reading()
        refuse_unknown(database, call.app_id, call.values[id_name])
        return {"tags": tags.get(database, call.app_id, kind, call.values[id_name])}

    def put(call: Call) -> None:
        with call.emulator.store.writing() as database:
            refuse_unknown(database, call.app_id, call.values[id_name])
            tags.add(database, call.app_id, kind, call.values[id_name], call.body.get("tags", ()))

    def delete(call: Call) -> None:
        with call.emulator.store.writing() as database:
            refuse_unknown(database, call.app_id, call.values[id_name])
            tags.remove(
                database, call.app_id, kind, call.values[id_name], call.body.get("tags", ())
            )

    def put_batch(call: Call) -> None:
        with call.emulator.store.writing() as database:
            for owner in call.body["ids"]:
                refuse_unknown(database, call.app_id, owner)
                tags.add(database, call.app_id, kind, owner, call.body["tags"])

    return {
        f"Get{noun}Tags": get,
        f"Put{noun}Tags": put,
        f"Delete{noun}Tags": delete,
        f"Put{noun}TagsBatch": put_batch,
    }
