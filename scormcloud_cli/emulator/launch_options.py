"""What a launch link asks for beyond its course: where to begin, and how the page looks.

Kept as settings of the link, the level below all others, and with the launch once it is opened. How
the service takes what it cannot follow is not known: here it is passed over, and told in the log.
"""

import json
import re
import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.emulator import store
from scormcloud_cli.emulator.store import given

Options = Mapping[str, str]

_LEVEL = "link"
_LANGUAGE = re.compile("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*")
_ADDRESS = re.compile("https?://[^/]+", re.IGNORECASE)


def of_body(body: Mapping[str, Any]) -> dict[str, str]:
    """Return the options in a request for a link (v2.json, LaunchLinkRequestSchema)."""
    items = body.get("additionalvalues", ())
    pairs = {item.get("item", ""): item.get("value", "") for item in items}
    values = {name: body.get(name) or None for name in ("startSco", "culture", "cssUrl")}
    return given(**values, additionalvalues=json.dumps(pairs) if pairs else None)


def keep(database: sqlite3.Connection, app_id: str, token: str, options: Options) -> None:
    """Keep the options of a link, and forget those of links that are no more."""
    query = "DELETE FROM settings WHERE app_id = ? AND level = ? AND owner NOT IN "
    database.execute(query + "(SELECT token FROM links)", (app_id, _LEVEL))
    for name, value in options.items():
        row = {"app_id": app_id, "level": _LEVEL, "owner": token, "id": name, "value": value}
        store.insert(database, "settings", row)


def of_link(database: sqlite3.Connection, link: sqlite3.Row) -> dict[str, str]:
    """Return the options of a link."""
    key = {"app_id": link["app_id"], "level": _LEVEL, "owner": link["token"]}
    return {row["id"]: row["value"] for row in store.rows(database, "settings", key)}


def told(options: Options) -> dict[str, Any]:
    """Return options as the log tells them."""
    return {
        name: json.loads(value) if name == "additionalvalues" else value
        for name, value in options.items()
    }


def language(options: Options) -> str | None:
    """Return the language of the page; None where none is named that could be one."""
    name = options.get("culture", "")
    return name.replace("_", "-") if _LANGUAGE.fullmatch(name) else None


def style_sheet(options: Options) -> str | None:
    """Return the address of the page's style sheet; None where none is named that could be one."""
    address = options.get("cssUrl", "")
    return address if _ADDRESS.match(address) else None


def ignored(options: Options) -> list[str]:
    """Return what of the options is not followed on any course, in sentences."""
    sentences = []
    if "culture" in options and language(options) is None:
        sentences.append(f"culture [{options['culture']}] names no language: not followed.")
    if "cssUrl" in options and style_sheet(options) is None:
        sentences.append(f"cssUrl [{options['cssUrl']}] is no http or https URL: not followed.")
    return sentences
