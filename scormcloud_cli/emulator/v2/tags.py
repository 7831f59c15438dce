"""Tags over v2: the same four operations for each kind of thing that has tags."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial

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

    def change(call: Call, *, how: str, of_many: bool = False) -> None:
        owners = call.body["ids"] if of_many else [call.values[id_name]]
        tags.change(*call.changing, kind, owners, check, **{how: call.body.get("tags", ())})

    return {
        f"Get{noun}Tags": get,
        f"Put{noun}Tags": partial(change, how="added"),
        f"Delete{noun}Tags": partial(change, how="removed"),
        f"Put{noun}TagsBatch": partial(change, how="added", of_many=True),
    }
