"""Tags over v2: the same four operations for each kind of thing that has tags."""

import sqlite3
from collections.abc import Callable, Mapping

from scormcloud_cli.emulator import tags
from scormcloud_cli.emulator.v2.face import Call, Handler

# Raises a Refusal where an application has no such thing.
Check = Callable[[sqlite3.Connection, str, str], object]


def tag_handlers(noun: str, id_name: str, check: Check) -> Mapping[str, Handler]:
    """Return what answers the operations on the tags of one kind of thing.

    Args:
        noun: the kind as it stands in the operations' names, ``Course``.
        id_name: the parameter that takes its ID.
        check: refuses an ID that there is nothing of.
    """
    kind = noun.lower()

    def get(call: Call) -> dict[str, list[str]]:
        check(*call.reading, call.values[id_name])
        return {"tags": tags.get(*call.reading, kind, call.values[id_name])}

    def put(call: Call) -> None:
        owners, added = [call.values[id_name]], call.body.get("tags", ())
        tags.change(*call.changing, kind, owners, check, added=added)

    def delete(call: Call) -> None:
        owners, removed = [call.values[id_name]], call.body.get("tags", ())
        tags.change(*call.changing, kind, owners, check, removed=removed)

    def put_batch(call: Call) -> None:
        owners, added = call.body["ids"], call.body["tags"]
        tags.change(*call.changing, kind, owners, check, added=added)

    return {
        f"Get{noun}Tags": get,
        f"Put{noun}Tags": put,
        f"Delete{noun}Tags": delete,
        f"Put{noun}TagsBatch": put_batch,
    }
