"""Destinations and dispatches over v2."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import JSONResponse, Response

from scormcloud_cli.emulator import configuration, dispatches, tags
from scormcloud_cli.emulator.lti13 import public_key
from scormcloud_cli.emulator.postbacks import ALL as POSTBACK_SETTINGS
from scormcloud_cli.emulator.postbacks import postback_settings
from scormcloud_cli.emulator.refusals import Refusal
from scormcloud_cli.emulator.v2.face import Call, Handler
from scormcloud_cli.emulator.v2.lists import Listing, filtered, page
from scormcloud_cli.emulator.v2.tags import tag_handlers

_DESTINATIONS = Listing(
    items="destinations",
    kind="destination",
    key="d.id",
    fields={"destination_id": "d.id", "name": "d.name", "email": "coalesce(d.email, '')"},
    orders={"created": "d.created", "updated": "d.updated", "name": "d.name COLLATE NOCASE"},
    default_filter="destination_id",
    default_order="updated_asc",
    default_time="updated",
    exact={},
)
_DISPATCHES = Listing(
    items="dispatches",
    kind="dispatch",
    key="p.id",
    fields={
        "dispatch_id": "p.id",
        "destination_id": "p.destination_id",
        "destination_name": "d.name",
        "course_id": "p.course_id",
        "course_title": "c.title",
    },
    orders={"created": "p.created", "updated": "p.updated"},
    default_filter="dispatch_id",
    default_order="updated_asc",
    default_time="updated",
    exact={"courseId": "p.course_id", "isEnabled": "p.enabled"},
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


def _facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns that a body sets."""
    found = {_COLUMNS[name]: value for name, value in body.items() if name in _COLUMNS}
    if "postBack" in body:
        found["settings"] = postback_settings(body["postBack"])
    return found


def _destination(call: Call, row: sqlite3.Row, wanted: Mapping[str, Any]) -> dict[str, Any]:
    database = call.emulator.store.reading()
    found = {
        "name": row["name"],
        "updated": row["updated"],
        "created": row["created"],
        "tags": tags.get(database, row["app_id"], "destination", row["id"]),
        "email": row["email"],
        "notes": row["notes"],
        "launchAuth": row["launch_auth"] and json.loads(row["launch_auth"]),
        "lti13Data": row["lti13"] and json.loads(row["lti13"]),
        "dispatchCount": row["dispatches"] if wanted.get("includeDispatchCount") else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _dispatch(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    database = call.emulator.store.reading()
    found = {
        "destinationId": row["destination_id"],
        "destinationName": row["destination_name"],
        "courseId": row["course_id"],
        "courseTitle": row["course_title"],
        "updated": row["updated"],
        "created": row["created"],
        "allowNewRegistrations": bool(row["allow_new_registrations"]),
        "enabled": bool(row["enabled"]),
        "instanced": bool(row["instanced"]),
        "registrationCap": row["registration_cap"],
        "registrationCount": row["registration_count"],
        "registrationResetDate": row["reset"],
        "expirationDate": row["expires"],
        "tags": tags.get(database, row["app_id"], "dispatch", row["id"]),
        "email": row["email"],
        "notes": row["notes"],
    }
    return {name: value for name, value in found.items() if value is not None}


def _get_destination(call: Call) -> sqlite3.Row:
    database = call.emulator.store.reading()
    return dispatches.destination(database, call.app_id, call.values["destinationId"])


def _get_dispatch(call: Call) -> sqlite3.Row:
    database = call.emulator.store.reading()
    return dispatches.dispatch(database, call.app_id, call.values["dispatchId"])


def _ids_at_destination(call: Call) -> list[str]:
    database = call.emulator.store.reading()
    rows = dispatches.dispatches_to(database, call.app_id, call.values["destinationId"])
    return [row["id"] for row in rows]


def create_destinations(call: Call) -> None:
    with call.emulator.store.writing() as database:
        for each in call.body.get("destinations", ()):
            facts = _facts(each.get("data", {}))
            dispatches.create_destination(
                database, call.app_id, each.get("id", ""), facts, call.emulator.now()
            )


def get_destinations(call: Call) -> JSONResponse:
    query, values = dispatches.DESTINATION + "WHERE d.app_id = ?", [call.app_id]
    if "courseId" in call.values:
        query += (
            " AND EXISTS (SELECT 1 FROM dispatches n WHERE n.app_id = d.app_id "
            "AND n.destination_id = d.id AND n.course_id = ?)"
        )
        values.append(call.values["courseId"])
    return page(
        call,
        _DESTINATIONS,
        (query, [*values]),
        lambda row, wanted: {"id": row["id"], "data": _destination(call, row, wanted)},
    )


def get_destination(call: Call) -> dict[str, Any]:
    return _destination(call, _get_destination(call), call.values)


def set_destination(call: Call) -> None:
    if not call.body.get("name"):
        raise Refusal(400, "name is required")
    # The body is the whole destination: what it leaves out is taken away.
    facts = {"email": None, "notes": None, "launch_auth": None, "lti13": None, **_facts(call.body)}
    with call.emulator.store.writing() as database:
        dispatches.update_destination(
            database, call.app_id, call.values["destinationId"], facts, call.emulator.now()
        )


def delete_destination(call: Call) -> None:
    with call.emulator.store.writing() as database:
        dispatches.delete_destination(database, call.app_id, call.values["destinationId"])


def get_destination_dispatches(call: Call) -> JSONResponse:
    _get_destination(call)
    query = dispatches.DISPATCH + "WHERE p.app_id = ? AND p.destination_id = ?"
    return page(
        call,
        _DISPATCHES,
        (query, [call.app_id, call.values["destinationId"]]),
        lambda row, _wanted: {"id": row["id"], "data": _dispatch(call, row)},
    )


def delete_destination_dispatches(call: Call) -> None:
    ids = _ids_at_destination(call)
    with call.emulator.store.writing() as database:
        dispatches.delete_dispatches(database, call.app_id, ids)


def _change_at_destination(column: str) -> Handler:
    def change(call: Call) -> None:
        facts = {column: _enabled(call)}
        ids = _ids_at_destination(call)
        with call.emulator.store.writing() as database:
            dispatches.update_dispatches(database, call.app_id, ids, facts, call.emulator.now())

    return change


def _enabled(call: Call) -> bool:
    if "enabled" not in call.body:
        raise Refusal(400, "enabled is required")
    return bool(call.body["enabled"])


def get_destination_hash(call: Call) -> dict[str, bool]:
    return {"enabled": bool(_get_destination(call)["hash_user_info"])}


def set_destination_hash(call: Call) -> None:
    facts = {"hash_user_info": _enabled(call)}
    ids = _ids_at_destination(call)
    now = call.emulator.now()
    with call.emulator.store.writing() as database:
        dispatches.update_destination(
            database, call.app_id, call.values["destinationId"], facts, now
        )
        dispatches.update_dispatches(database, call.app_id, ids, facts, now)


def get_destination_count(call: Call) -> dict[str, int]:
    database = call.emulator.store.reading()
    rows = dispatches.dispatches_to(database, call.app_id, call.values["destinationId"])
    return {"result": sum(row["registration_count"] for row in rows)}


def reset_destination_count(call: Call) -> None:
    ids = _ids_at_destination(call)
    with call.emulator.store.writing() as database:
        dispatches.reset_counts(database, call.app_id, ids, call.emulator.now())


def get_destination_zip(call: Call) -> Response:
    database = call.emulator.store.reading()
    rows = dispatches.dispatches_to(database, call.app_id, call.values["destinationId"])
    if wanted := set(call.values.get("tags", ())):
        rows = [
            row
            for row in rows
            if wanted & set(tags.get(database, call.app_id, "dispatch", row["id"]))
        ]
    return _zip(dispatches.packages(rows, call.link("")), call.values["destinationId"])


def get_tool_configuration(call: Call) -> dict[str, str]:
    _get_destination(call)
    return {
        "publicKey": public_key(call.emulator.folder).pem(),
        "oidcLoginInitiationsUrl": call.link("/lti13/login"),
        "redirectUri": call.link("/lti13/launch"),
        "jsonWebKeySetUrl": call.link("/lti13/jwks"),
    }


def create_dispatches(call: Call) -> None:
    with call.emulator.store.writing() as database:
        for each in call.body.get("dispatches", ()):
            dispatches.create_dispatch(
                database, call.app_id, each["id"], _facts(each["data"]), call.emulator.now()
            )


def get_dispatches(call: Call) -> JSONResponse:
    return page(
        call,
        _DISPATCHES,
        (dispatches.DISPATCH + "WHERE p.app_id = ?", [call.app_id]),
        lambda row, _wanted: {"id": row["id"], "data": _dispatch(call, row)},
    )


def _matching(call: Call) -> list[str]:
    """Return the IDs of the dispatches that a bulk operation's filters match."""
    base = dispatches.DISPATCH + "WHERE p.app_id = ?"
    query, values = filtered(base, [call.app_id], call.values, _DISPATCHES)
    return [row["id"] for row in call.emulator.store.reading().execute(query, values)]


def delete_dispatches(call: Call) -> None:
    ids = _matching(call)
    with call.emulator.store.writing() as database:
        dispatches.delete_dispatches(database, call.app_id, ids)


def update_dispatches(call: Call) -> None:
    ids = _matching(call)
    with call.emulator.store.writing() as database:
        dispatches.update_dispatches(
            database, call.app_id, ids, _facts(call.body), call.emulator.now()
        )


def get_dispatch(call: Call) -> dict[str, Any]:
    return _dispatch(call, _get_dispatch(call))


def _change(facts: Callable[[Call], Mapping[str, Any]]) -> Handler:
    def change(call: Call) -> None:
        with call.emulator.store.writing() as database:
            ids = [call.values["dispatchId"]]
            now = call.emulator.now()
            dispatches.update_dispatches(database, call.app_id, ids, facts(call), now)

    return change


def delete_dispatch(call: Call) -> None:
    with call.emulator.store.writing() as database:
        dispatches.delete_dispatches(database, call.app_id, [call.values["dispatchId"]])


def get_enabled(call: Call) -> dict[str, bool]:
    return {"enabled": bool(_get_dispatch(call)["enabled"])}


def get_hash(call: Call) -> dict[str, bool]:
    return {"enabled": bool(_get_dispatch(call)["hash_user_info"])}


def get_count(call: Call) -> dict[str, Any]:
    row = _get_dispatch(call)
    found = {"registrationCount": row["registration_count"], "lastResetDate": row["reset"]}
    return {name: value for name, value in found.items() if value is not None}


def reset_count(call: Call) -> None:
    row = _get_dispatch(call)
    with call.emulator.store.writing() as database:
        dispatches.reset_counts(database, call.app_id, [row["id"]], call.emulator.now())


def delete_postback(call: Call) -> None:
    row = _get_dispatch(call)
    with call.emulator.store.writing() as database:
        for name in POSTBACK_SETTINGS:
            configuration.unset(database, call.app_id, ("dispatch", row["id"]), name)


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
    query = "SELECT 1 FROM dispatches WHERE id = ?"
    dispatch_id = call.values["dispatchId"]
    if call.emulator.store.reading().execute(query, (dispatch_id,)).fetchone() is None:
        raise Refusal(404, f"Could not find dispatch [{dispatch_id}]", "dispatch")
    # No platform is known here whose signature could be checked.
    raise Refusal(400, "The jwt is not signed by a platform that the destination knows")


def get_zip(call: Call) -> Response:
    row = _get_dispatch(call)
    return _zip(dispatches.package(row, call.link("")), row["id"])


def _zip(content: bytes, name: str) -> Response:
    safe = "".join(each if each.isascii() and each.isprintable() else "_" for each in name)
    disposition = f'attachment; filename="{safe.replace(chr(34), "_")}.zip"'
    return Response(
        content, media_type="application/zip", headers={"Content-Disposition": disposition}
    )


HANDLERS: Mapping[str, Handler] = {
    **tag_handlers("Destination", "destinationId", dispatches.destination),
    **tag_handlers("Dispatch", "dispatchId", dispatches.dispatch),
    "CreateDestinations": create_destinations,
    "GetDestinations": get_destinations,
    "GetDestination": get_destination,
    "SetDestination": set_destination,
    "DeleteDestination": delete_destination,
    "GetDestinationDispatches": get_destination_dispatches,
    "DeleteDestinationDispatches": delete_destination_dispatches,
    "SetDestinationDispatchEnabled": _change_at_destination("enabled"),
    "EnableRegistrationInstancing": _change_at_destination("instanced"),
    "GetDestinationHashUserInfo": get_destination_hash,
    "UpdateDestinationHashUserInfo": set_destination_hash,
    "GetDestinationDispatchRegistrationCount": get_destination_count,
    "ResetDestinationDispatchRegistrationCount": reset_destination_count,
    "GetDestinationDispatchZip": get_destination_zip,
    "GetLti13ToolConfigurationSchema": get_tool_configuration,
    "CreateDispatches": create_dispatches,
    "GetDispatches": get_dispatches,
    "DeleteDispatches": delete_dispatches,
    "UpdateDispatches": update_dispatches,
    "GetDispatch": get_dispatch,
    "UpdateDispatch": _change(lambda call: _facts(call.body)),
    "DeleteDispatch": delete_dispatch,
    "GetDispatchEnabled": get_enabled,
    "SetDispatchEnabled": _change(lambda call: {"enabled": _enabled(call)}),
    "GetDispatchHashUserInfo": get_hash,
    "UpdateDispatchHashUserInfo": _change(lambda call: {"hash_user_info": _enabled(call)}),
    "GetDispatchRegistrationCount": get_count,
    "ResetDispatchRegistrationCount": reset_count,
    "DeleteDispatchPostbackInfo": delete_postback,
    "GetLtiDispatch": get_lti,
    "GetLti13Dispatch": get_lti13,
    "GetLti13DispatchLaunch": launch_lti13,
    "GetDispatchZip": get_zip,
}
