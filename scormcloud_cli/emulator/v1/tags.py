"""Tags over v1: the same four methods for courses, registrations and learners."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from scormcloud_cli.emulator import courses, learners, registrations, tags
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.face import Call, Handler

# The word in the methods' names, the parameter that takes the ID, and what refuses an unknown one.
_KINDS: Mapping[str, tuple[str, Callable[[sqlite3.Connection, str, str], object]]] = {
    "Course": ("courseid", courses.get),
    "Registration": ("regid", registrations.get),
    "Learner": ("learnerid", learners.get),
}


def _get(noun: str, call: Call) -> Element:
    name, check = _KINDS[noun]
    check(*call.reading, call.values[name])
    root = envelope.ok()
    envelope.add_list(root, "tags", "tag", tags.get(*call.reading, noun.lower(), call.values[name]))
    return root


def _change(noun: str, call: Call, **changes: Any) -> None:
    name, check = _KINDS[noun]
    tags.change(*call.changing, noun.lower(), [call.values[name]], check, **changes)


def _set(noun: str, call: Call) -> None:
    _change(noun, call, added=call.words("tags"), replace=True)


def _add(noun: str, call: Call) -> None:
    _change(noun, call, added=[call.values["tag"]])


def _remove(noun: str, call: Call) -> None:
    _change(noun, call, removed=[call.values["tag"]])


HANDLERS: Mapping[str, Handler] = {
    f"rustici.tagging.{name}": partial(action, noun)
    for noun in _KINDS
    for name, action in (
        (f"get{noun}Tags", _get),
        (f"set{noun}Tags", _set),
        (f"add{noun}Tag", _add),
        (f"remove{noun}Tag", _remove),
    )
}
