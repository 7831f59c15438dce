"""The queue of postbacks in a data folder, whether an emulator runs over it or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scormcloud_cli.api.errors import NotFound, ServiceRefused
from scormcloud_cli.commands.emulator._data import data_folder
from scormcloud_cli.session import Session, usable_data

if TYPE_CHECKING:
    import sqlite3

    from scormcloud_cli.emulator.service import Emulator


@contextmanager
def queue(session: Session, data: Path | None) -> Iterator["Emulator"]:
    """Open the data folder for a block; what the emulator refuses in it is the command's error."""
    from scormcloud_cli.emulator import postbacks
    from scormcloud_cli.emulator.refusals import Refusal
    from scormcloud_cli.emulator.service import Emulator

    with usable_data():
        emulator = Emulator(data_folder(session, data))
    try:
        postbacks.settle(emulator)
        yield emulator
    except Refusal as refusal:
        if refusal.status == 404:
            raise NotFound(
                refusal.message, code="postback_not_found", hint="scloud emulator postback list"
            ) from None
        raise ServiceRefused(refusal.message, code="postback_busy") from None
    finally:
        emulator.close()


def record(row: "sqlite3.Row") -> dict[str, Any]:
    """Return a postback as it is printed: without its password."""
    from scormcloud_cli.emulator import postbacks

    settings = postbacks.settings_of(row)
    values = {
        "id": row["id"],
        "registrationId": row["registration_id"],
        "instance": row["instance"],
        "status": row["status"],
        "attempts": row["attempts"],
        "answer": row["answer"],
        "message": row["message"],
        "nextTry": row["due"] if row["status"] == "pending" else None,
        "created": row["created"],
        "updated": row["updated"],
        "url": settings[postbacks.URL],
        "authType": settings[postbacks.AUTH_TYPE],
        "format": settings[postbacks.FORMAT],
        "json": settings[postbacks.IS_JSON] == "true",
    }
    return {name: value for name, value in values.items() if value is not None}
