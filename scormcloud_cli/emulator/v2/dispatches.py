"""Destinations and dispatches over v2."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from starlette.responses import JSONResponse, Response

from scormcloud_cli.emulator import configuration, dispatch_packages, dispatches, tags
from scormcloud_cli.emulator.calls import change
from scormcloud_cli.emulator.dispatches import Choice
from scormcloud_cli.emulator.lti13 import public_key
from scormcloud_cli.emulator.postbacks import ALL as POSTBACK_SETTINGS
from scormcloud_cli.emulator.postbacks import postback_settings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.store import given
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, Record, page, selected, show
from scormcloud_cli.emulator.v2.tags import tag_handlers

_DESTINATIONS = Listing(
    items="destinations",
    of=dispatches.DESTINATIONS,
    default_filter="destination_id",
    conditions={"courseId": "course_id"},
)
_DISPATCHES = Listing(
    items="dispatches",
    of=dispatches.DISPATCHES,
    default_filter="dispatch_id",
    conditions={"courseId": "course_id", "isEnabled": "enabled"},
)
# Properties of both kinds, and the columns that keep them.
_COLUMNS = {
    "name": "name",
    "email": "email",
    "notes": "notes",
    "launchAuth": "launch_auth",
    "lti13Data": "lti13",
    "destinationId": "destination_id",
    "courseId": "course_id",
    "allowNewRegistrations": "allow_new_registrations",
    "instanced": "instanced",
    "registrationCap": "registration_cap",
    "registrationCount": "registration_count",
    "expirationDate": "expires",
    "enabled": "enabled",
    "tags": "tags",
}
_FLAGS = ("allowNewRegistrations", "instanced", "enabled")
_DOCUMENTS = ("launchAuth", "lti13Data")


def _facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a body sets."""
    facts = {_COLUMNS[name]: value for name, value in body.items() if name in _COLUMNS}
    if "postBack" in body:
        facts["settings"] = postback_settings(body["postBack"])
    return facts


def _kept(row: sqlite3.Row) -> dict[str, Any]:
    """Return the properties that the columns of a row keep."""
    columns = dict(row)
    record = {name: row[column] for name, column in _COLUMNS.items() if column in columns}
    flags = {name: bool(record[name]) for name in _FLAGS if name in record}
    documents = {name: json.loads(record[name]) for name in _DOCUMENTS if record.get(name)}
    times = {"created": row["created"], "updated": row["updated"]}
    return record | flags | documents | times


def _destination(call: Call, row: sqlite3.Row, query: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        **_kept(row),
        tags=tags.get(call.database, row["app_id"], "destination", row["id"]),
        dispatchCount=row["dispatches"] if query.get("includeDispatchCount") else None,
    )


def _dispatch(call: Call, row: sqlite3.Row, _query: Mapping[str, Any]) -> dict[str, Any]:
    return given(
        **_kept(row),
        destinationName=row["destination_name"],
        courseTitle=row["course_title"],
        registrationResetDate=row["reset"],
        tags=tags.get(call.database, row["app_id"], "dispatch", row["id"]),
    )


def _get_destination(call: Call) -> sqlite3.Row:
    return dispatches.destination(*call.reading, call.values["destinationId"])


def _get_dispatch(call: Call) -> sqlite3.Row:
    return dispatches.dispatch(*call.reading, call.values["dispatchId"])


def _entry(record: Record) -> Record:
    """Return what makes the entry of a list: the ID, and the record as its data."""
    return lambda call, row, query: {"id": row["id"], "data": record(call, row, query)}


# The three ways in which operations name the dispatches that they change.
def _one(call: Call) -> Choice:
    return lambda _: [_get_dispatch(call)]


def _at_destination(call: Call) -> Choice:
    return dispatches.at_destination(call.app_id, call.values["destinationId"])


def _matching(call: Call) -> Choice:
    """Choose the dispatches that a bulk operation's filters match."""
    selection = selected(call.values, _DISPATCHES)
    return lambda database: dispatches.select(database, call.app_id, selection)


def create_destinations(call: Call) -> None:
    dispatches.create_destinations(
        *call.changing,
        [
            (record.get("id", ""), _facts(record.get("data", {})))
            for record in call.body.get("destinations", ())
        ],
    )


def set_destination(call: Call) -> None:
    if not call.body.get("name"):
        raise Refusal(400, "name is required")
    # The body is the whole destination: what it leaves out is taken away.
    facts = {"email": None, "notes": None, "launch_auth": None, "lti13": None, **_facts(call.body)}
    dispatches.update_destination(*call.changing, call.values["destinationId"], facts)


_DISPATCH_PAGE = partial(page, listing=_DISPATCHES, record=_entry(_dispatch))


def get_destination_dispatches(call: Call) -> JSONResponse:
    _get_destination(call)
    destination_id = call.values["destinationId"]
    return _DISPATCH_PAGE(call, destination_id=destination_id)


def _enabled(call: Call) -> bool:
    if "enabled" not in call.body:
        raise Refusal(400, "enabled is required")
    return bool(call.body["enabled"])


def _get_flag(call: Call, *, get: Callable[[Call], sqlite3.Row], column: str) -> dict[str, bool]:
    return {"enabled": bool(get(call)[column])}


def set_destination_hash(call: Call) -> None:
    destination_id = call.values["destinationId"]
    dispatches.hash_user_info(*call.changing, destination_id, _enabled(call))


def get_destination_count(call: Call) -> dict[str, int]:
    rows = _at_destination(call)(call.database)
    return {"result": sum(row["registration_count"] for row in rows)}


def get_destination_zip(call: Call) -> Response:
    rows = _at_destination(call)(call.database)
    if any_of := set(call.values.get("tags", ())):
        rows = [row for row in rows if any_of & set(tags.get(*call.reading, "dispatch", row["id"]))]
    packages = dispatch_packages.several(rows, call.content_link(""), _kind(call))
    return _zip(packages, call.values["destinationId"])


def get_tool_configuration(call: Call) -> dict[str, str]:
    _get_destination(call)
    return {
        "publicKey": public_key(call.emulator.folder),
        "oidcLoginInitiationsUrl": call.link("/lti13/login"),
        "redirectUri": call.link("/lti13/launch"),
        "jsonWebKeySetUrl": call.link("/lti13/jwks"),
    }


def create_dispatches(call: Call) -> None:
    dispatches.create_dispatches(
        *call.changing,
        [(record["id"], _facts(record["data"])) for record in call.body.get("dispatches", ())],
    )


def _delete(call: Call, *, choice: Callable[[Call], Choice]) -> None:
    dispatches.delete_dispatches(*call.changing, choice(call))


def _update(call: Call, *, choice: Callable[[Call], Choice]) -> None:
    dispatches.update_dispatches(*call.changing, choice(call), _facts(call.body))


def _set_flag(call: Call, *, choice: Callable[[Call], Choice], column: str) -> None:
    dispatches.update_dispatches(*call.changing, choice(call), {column: _enabled(call)})


def _reset_count(call: Call, *, choice: Callable[[Call], Choice]) -> None:
    dispatches.reset_counts(*call.changing, choice(call))


def get_count(call: Call) -> dict[str, Any]:
    row = _get_dispatch(call)
    return given(registrationCount=row["registration_count"], lastResetDate=row["reset"])


def delete_postback(call: Call) -> None:
    configuration.change(
        *call.changing,
        lambda: [("dispatch", _get_dispatch(call)["id"])],
        {},
        unset=POSTBACK_SETTINGS,
    )


def get_lti(call: Call) -> dict[str, str]:
    row = _get_dispatch(call)
    return {
        "url": call.link(f"/dispatch/lti/{row['id']}"),
        "consumerKey": row["consumer_key"],
        "sharedSecret": row["shared_secret"],
    }


def get_lti13(call: Call) -> dict[str, str]:
    return {"targetLinkUri": call.link(f"/dispatch/lti13/{_get_dispatch(call)['id']}")}


def launch_lti13(call: Call) -> None:
    dispatches.in_any_application(call.database, call.values["dispatchId"])
    # No platform is known here whose signature could be checked.
    raise Refusal(400, "The jwt is not signed by a platform that the destination knows")


def get_zip(call: Call) -> Response:
    row = _get_dispatch(call)
    return _zip(dispatch_packages.one(row, call.content_link(""), _kind(call)), row["id"])


def _kind(call: Call) -> str:
    return str(call.values.get("type", dispatch_packages.DEFAULT_KIND))


def _zip(content: bytes, name: str) -> Response:
    safe = "".join(letter if letter.isascii() and letter.isprintable() else "_" for letter in name)
    disposition = f'attachment; filename="{safe.replace(chr(34), "_")}.zip"'
    return Response(
        content, media_type="application/zip", headers={"Content-Disposition": disposition}
    )


HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Destination", "destinationId", dispatches.destination),
    **tag_handlers("Dispatch", "dispatchId", dispatches.dispatch),
    "CreateDestinations": create_destinations,
    "GetDestinations": partial(page, listing=_DESTINATIONS, record=_entry(_destination)),
    "GetDestination": show("destinationId", by=dispatches.destination, record=_destination),
    "SetDestination": set_destination,
    "DeleteDestination": change("destinationId", by=dispatches.delete_destination),
    "GetDestinationDispatches": get_destination_dispatches,
    "DeleteDestinationDispatches": partial(_delete, choice=_at_destination),
    "SetDestinationDispatchEnabled": partial(_set_flag, choice=_at_destination, column="enabled"),
    "EnableRegistrationInstancing": partial(_set_flag, choice=_at_destination, column="instanced"),
    "GetDestinationHashUserInfo": partial(_get_flag, get=_get_destination, column="hash_user_info"),
    "UpdateDestinationHashUserInfo": set_destination_hash,
    "GetDestinationDispatchRegistrationCount": get_destination_count,
    "ResetDestinationDispatchRegistrationCount": partial(_reset_count, choice=_at_destination),
    "GetDestinationDispatchZip": get_destination_zip,
    "GetLti13ToolConfigurationSchema": get_tool_configuration,
    "CreateDispatches": create_dispatches,
    "GetDispatches": _DISPATCH_PAGE,
    "DeleteDispatches": partial(_delete, choice=_matching),
    "UpdateDispatches": partial(_update, choice=_matching),
    "GetDispatch": show("dispatchId", by=dispatches.dispatch, record=_dispatch),
    "UpdateDispatch": partial(_update, choice=_one),
    "DeleteDispatch": partial(_delete, choice=_one),
    "GetDispatchEnabled": partial(_get_flag, get=_get_dispatch, column="enabled"),
    "SetDispatchEnabled": partial(_set_flag, choice=_one, column="enabled"),
    "GetDispatchHashUserInfo": partial(_get_flag, get=_get_dispatch, column="hash_user_info"),
    "UpdateDispatchHashUserInfo": partial(_set_flag, choice=_one, column="hash_user_info"),
    "GetDispatchRegistrationCount": get_count,
    "ResetDispatchRegistrationCount": partial(_reset_count, choice=_one),
    "DeleteDispatchPostbackInfo": delete_postback,
    "GetLtiDispatch": get_lti,
    "GetLti13Dispatch": get_lti13,
    "GetLti13DispatchLaunch": launch_lti13,
    "GetDispatchZip": get_zip,
}
