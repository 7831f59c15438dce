"""What a v1 call sets a postback with, and what is posted (docs/service/v1.md, Postbacks)."""

import sqlite3
from collections.abc import Mapping
from typing import Any

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.emulator import courses, registrations
from scormcloud_cli.emulator.postbacks import FORMAT, IS_JSON, SAMPLE, SAMPLE_ACTIVITY, URL, Content
from scormcloud_cli.emulator.v1 import envelope, results
from scormcloud_cli.emulator.v1.face import Call


def postback_settings(call: Call, table: str = "postbackOfNew") -> dict[str, str]:
    """Return the settings of the postback that a call asks for; none where it asks for none.

    The table has the spellings of the call's parameters.
    """
    settings = {
        setting: call.values[name]
        for name, setting in spellings.table(table).items()
        if call.values.get(name)
    }
    # What v1 sets is posted as v1 tells it.
    return {FORMAT: "course", IS_JSON: "false", **settings} if URL in settings else settings


def sample(form: str) -> Content:
    """Return a result for trying a postback out, in one of `results.FORMATS`."""
    return _content(SAMPLE, SAMPLE_ACTIVITY, form)


def content(database: sqlite3.Connection, row: sqlite3.Row, form: str) -> Content:
    """Return the result of a registration, a row of `registrations.get`, to post."""
    activity = courses.root_activity(database, row["app_id"], row["course_id"], row["version"])
    return _content(registrations.reported(database, row), activity, form)


def _content(row: Mapping[str, Any], activity: Mapping[str, Any] | None, form: str) -> Content:
    root = envelope.ok()
    root.append(results.report(row, activity, form))
    return Content("text/xml", envelope.document(root), "username")
