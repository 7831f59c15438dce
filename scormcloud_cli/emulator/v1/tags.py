"""Tags over v1: the same four methods for courses, registrations and learners."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from scormcloud_cli.emulator import courses, registrations, tags
from scormcloud_cli.emulator.refusals import check_id
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.face import Call, Handler

# The word in the methods' names, the parameter that takes the ID, and what refuses an unknown one.
_KINDS: Mapping[str, tuple[str, Callable[[sqlite3.Connection, str, str], object]]] = {
    "Course": ("courseid", courses.get),
    "Registration": ("regid", registrations.get),
    # A learner has tags before anybody registers him.
    "Learner": ("learnerid", lambda _database, _app_id, learner: check_id("learner", learner)),
}


def _get(noun: str, call: Call) -> Element:
    name, check = _KINDS[noun]
    check(*call.reading, call.values[name])
    root = envelope.ok()
    envelope.add_list(root, "tags", "tag", tags.get(*call.reading, noun.lower(), call.values[name]))
    return root


def _set(noun: str, call: Call) -> None:
    name, check = _KINDS[noun]
    owners, added = [call.values[name]], call.words("tags")
    tags.change(*call.changing, noun.lower(), owners, check, added=added, replace=True)


def _change(noun: str, call: Call, *, how: str) -> None:
    name, check = _KINDS[noun]
    owners = [call.values[name]]
    changes: dict[str, Any] = {how: [call.values["tag"]]}
    tags.change(*call.changing, noun.lower(), owners, check, **changes)


HANDLERS: Mapping[str, Handler] = {
    f"rustici.tagging.{name}": partial(action, noun)
    for noun in _KINDS
    for name, action in (
        (f"get{noun}Tags", _get),
        (f"set{noun}Tags", _set),
        (f"add{noun}Tag", partial(_change, how="added")),
        (f"remove{noun}Tag", partial(_change, how="removed")),
    )
}
