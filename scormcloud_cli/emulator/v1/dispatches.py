"""Destinations and dispatches over v1."""

import sqlite3
import uuid
from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from starlette.responses import Response

from scormcloud_cli.emulator import dispatch_packages, dispatches, registrations, tags
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.lists import Selection
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v1 import envelope
from scormcloud_cli.emulator.v1.envelope import add, element
from scormcloud_cli.emulator.v1.face import Call, Handler
from scormcloud_cli.emulator.v1.postbacks import postback_settings


def _facts(call: Call) -> dict[str, Any]:
    """Return the columns that a call sets."""
    return given(
        enabled=call.flag("enabled"),
        allow_new_registrations=call.flag("open"),
        instanced=call.flag("instanced"),
        registration_cap=call.number("registrationcap"),
        registration_count=call.number("registrationcount"),
        expires=call.moment("expirationdate"),
        email=call.text("email"),
        settings=postback_settings(call),
    )


def _page(call: Call, rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Return the page of a list that a call asks for; they are counted from 1."""
    size = call.emulator.page_size
    number = max(1, int(call.values["page"]))
    return rows[(number - 1) * size : number * size]


def _tagged(call: Call, kind: str, rows: list[sqlite3.Row]) -> list[sqlite3.Row]:
    """Return those things that have all the tags which a call asks for."""
    required = set(call.words("tags"))
    return [row for row in rows if required <= set(tags.get(*call.reading, kind, row["id"]))]


def _add_tags(call: Call, parent: Element, kind: str, owner: str) -> None:
    envelope.add_list(parent, "tags", "tag", tags.get(*call.reading, kind, owner))


def _add_origin(call: Call, parent: Element, row: sqlite3.Row) -> None:
    add(parent, "createdBy", call.app_id)
    add(parent, "createDate", envelope.time(row["created"]))
    add(parent, "updateDate", envelope.time(row["updated"]))


def _destination(call: Call, row: sqlite3.Row) -> Element:
    destination = Element("dispatchDestination")
    add(destination, "id", row["id"])
    add(destination, "name", row["name"])
    _add_tags(call, destination, "destination", row["id"])
    add(destination, "notes", row["notes"])
    _add_origin(call, destination, row)
    return destination


def _dispatch(call: Call, row: sqlite3.Row) -> Element:
    dispatch = Element("dispatch")
    add(dispatch, "id", row["id"])
    add(dispatch, "destinationId", row["destination_id"])
    add(dispatch, "appId", row["app_id"])
    add(dispatch, "courseAppId", row["app_id"])
    add(dispatch, "courseId", row["course_id"])
    add(dispatch, "enabled", bool(row["enabled"]))
    _add_tags(call, dispatch, "dispatch", row["id"])
    add(dispatch, "notes", row["notes"])
    add(dispatch, "open", bool(row["allow_new_registrations"]))
    add(dispatch, "instanced", bool(row["instanced"]))
    add(dispatch, "registrationcap", row["registration_cap"])
    add(dispatch, "registrationcount", row["registration_count"])
    add(dispatch, "expirationDate", envelope.time(row["expires"]))
    _add_origin(call, dispatch, row)
    return dispatch


def get_destination_list(call: Call) -> Element:
    rows = dispatches.destinations_of(*call.reading)
    destinations = _page(call, _tagged(call, "destination", rows))
    children = [_destination(call, row) for row in destinations]
    return element("dispatchDestinations", None, *children, page=call.values["page"])


def get_destination_info(call: Call) -> Element:
    destination_id = call.values["destinationid"]
    return _destination(call, dispatches.destination(*call.reading, destination_id))


def create_destination(call: Call) -> Element:
    destination_id = str(uuid.uuid4())
    facts: dict[str, Any] = {"name": call.values["name"], "tags": call.words("tags")}
    facts["email"] = call.text("email")
    dispatches.create_destinations(*call.changing, [(destination_id, facts)])
    return element("destinationId", destination_id)


def update_destination(call: Call) -> None:
    facts = given(
        name=call.text("name"), tags=call.words("tags") if "tags" in call.values else None
    )
    dispatches.update_destination(*call.changing, call.values["destinationid"], facts)


def _selected(call: Call, *, or_all: bool = False) -> list[sqlite3.Row]:
    """Return the dispatches that a call's selectors name.

    Args:
        call: the call.
        or_all: whether it may go without selectors, and means all dispatches then.

    Raises:
        Refusal: there is no selector, or no dispatch of the ID that is named.
    """
    values = given(
        dispatch_id=call.text("dispatchid"),
        destination_id=call.text("destinationid"),
        course_id=call.text("courseid"),
    )
    if not values and not call.words("tags") and not or_all:
        raise Refusal(400, "dispatchid, destinationid, courseid or tags is required")
    if "dispatch_id" in values:
        dispatches.dispatch(*call.reading, values["dispatch_id"])
    selection = Selection(values=values)
    return _tagged(call, "dispatch", dispatches.select(*call.reading, selection))


def get_dispatch_list(call: Call) -> Element:
    children = [_dispatch(call, row) for row in _page(call, _selected(call, or_all=True))]
    return element("dispatches", None, *children, page=call.values["page"])


def get_dispatch_info(call: Call) -> Element:
    dispatch_id = call.text("dispatchid")
    if dispatch_id is None:
        registration_id = call.text("registrationid")
        if registration_id is None:
            raise Refusal(400, "dispatchid or registrationid is required")
        registration = registrations.get(*call.reading, registration_id)
        dispatch_id = registration["dispatch_id"] or ""
    return _dispatch(call, dispatches.dispatch(*call.reading, dispatch_id))


def create_dispatch(call: Call) -> Element:
    dispatch_id = str(uuid.uuid4())
    facts = {
        **_facts(call),
        "destination_id": call.values["destinationid"],
        "course_id": call.values["courseid"],
        "tags": call.words("tags"),
    }
    dispatches.create_dispatches(*call.changing, [(dispatch_id, facts)])
    return element("dispatchId", dispatch_id)


def update_dispatches(call: Call) -> None:
    dispatches.update_dispatches(
        *call.changing,
        lambda _: _selected(call),
        _facts(call),
        added=call.words("addtags"),
        removed=call.words("removetags"),
    )


def delete_dispatches(call: Call) -> None:
    dispatches.delete_dispatches(*call.changing, lambda _: _selected(call))


def download(call: Call) -> Response:
    rows = _selected(call, or_all=True)
    if not rows:
        raise Refusal(404, "Could not find dispatches [of that kind]", "dispatch")
    base = call.content_link("")
    one = len(rows) == 1
    content = dispatch_packages.one(rows[0], base) if one else dispatch_packages.several(rows, base)
    headers = {"Content-Disposition": 'attachment; filename="dispatch.zip"'}
    return Response(content, media_type="application/zip", headers=headers)


HANDLERS: Mapping[str, Handler] = {
    "rustici.dispatch.getDestinationList": get_destination_list,
    "rustici.dispatch.getDestinationInfo": get_destination_info,
    "rustici.dispatch.createDestination": create_destination,
    "rustici.dispatch.updateDestination": update_destination,
    "rustici.dispatch.deleteDestination": change("destinationid", by=dispatches.delete_destination),
    "rustici.dispatch.getDispatchList": get_dispatch_list,
    "rustici.dispatch.getDispatchInfo": get_dispatch_info,
    "rustici.dispatch.createDispatch": create_dispatch,
    "rustici.dispatch.updateDispatches": update_dispatches,
    "rustici.dispatch.deleteDispatches": delete_dispatches,
    "rustici.dispatch.downloadDispatches": download,
}
