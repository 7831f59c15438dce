"""Tags over v1: the same four methods for courses, registrations and learners."""

import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from xml.etree.ElementTree import Element, SubElement

from scormcloud_cli.emulator import courses, registrations, tags
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add
from scormcloud_cli.emulator.v1.face import Call, Handler


def _learner(database: sqlite3.Connection, app_id: str, learner_id: str) -> None:
    query = "SELECT 1 FROM learners WHERE app_id = ? AND id = ?"
    if database.execute(query, (app_id, learner_id)).fetchone() is None:
        raise Refusal(404, f"Could not find learner [{learner_id}]", "course")


# The word in the methods' names, the parameter that takes the ID, and what refuses an unknown one.
_KINDS: Mapping[str, tuple[str, Callable[[sqlite3.Connection, str, str], object]]] = {
    "Course": ("courseid", courses.get),
    "Registration": ("regid", registrations.get),
    "Learner": ("learnerid", _learner),
}


def _owner(call: Call, noun: str) -> tuple[str, str, str]:
    name, refuse_unknown = _KINDS[noun]
    refuse_unknown(call.emulator.store.reading(), call.app_id, call.values[name])
    return call.app_id, noun.lower(), call.values[name]


def _get(noun: str, call: Call) -> Element:
    root = envelope.ok()
    holder = SubElement(root, "tags")
    for tag in tags.get(call.emulator.store.reading(), *_owner(call, noun)):
        add(holder, "tag", tag)
    return root


def _set(noun: str, call: Call) -> Element:
    owner = _owner(call, noun)
    with call.emulator.store.writing() as database:
        tags.clear(database, *owner)
        tags.add(database, *owner, call.words("tags"))
    return envelope.success()


def _add(noun: str, call: Call) -> Element:
    owner = _owner(call, noun)
    with call.emulator.store.writing() as database:
        tags.add(database, *owner, [call.values["tag"]])
    return envelope.success()


def _remove(noun: str, call: Call) -> Element:
    owner = _owner(call, noun)
    with call.emulator.store.writing() as database:
        tags.remove(database, *owner, [call.values["tag"]])
    return envelope.success()


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
