"""Dispatches over v2; what each method does stands in ``api/dispatches.py``."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from scormcloud_cli.api.dispatches import Dispatch, DispatchChange, DispatchQuery
from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.tags import Tags
from scormcloud_cli.api.v2.values import list_values


class Dispatches:
    """The dispatches of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Dispatch", "dispatchId")

    def list(self, query: DispatchQuery) -> Iterator[Dispatch]:
        values = {**list_values(query), "courseId": query.course_id, "isEnabled": query.enabled}
        name = "GetDispatches"
        if query.destination_id is not None:
            name = "GetDestinationDispatches"
            values["destinationId"] = query.destination_id
        records = self._client.items(name, "dispatches", values, query)
        return (Dispatch.from_record(record["data"] | {"id": record["id"]}) for record in records)

    def get(self, dispatch_id: str) -> Dispatch:
        answer = self._client.call("GetDispatch", {"dispatchId": dispatch_id})
        return Dispatch.from_record(answer | {"id": dispatch_id})

    def create(
        self,
        dispatch_id: str | None,
        destination_id: str,
        course_id: str,
        new: DispatchChange,
        tags: Sequence[str],
    ) -> str:
        dispatch_id = dispatch_id or str(uuid.uuid4())
        data = {
            "destinationId": destination_id,
            "courseId": course_id,
            **_changed(new),
            **({"tags": list(tags)} if tags else {}),
        }
        self._client.call("CreateDispatches", {"dispatches": [{"id": dispatch_id, "data": data}]})
        return dispatch_id

    def update(self, dispatch_id: str, change: DispatchChange) -> None:
        self._client.call("UpdateDispatch", {"dispatchId": dispatch_id, **_changed(change)})

    def delete(self, dispatch_id: str) -> None:
        self._client.call("DeleteDispatch", {"dispatchId": dispatch_id})

    def reset_registration_count(self, dispatch_id: str) -> None:
        self._client.call("ResetDispatchRegistrationCount", {"dispatchId": dispatch_id})

    def hash_user_info(self, dispatch_id: str, enabled: bool) -> None:
        values = {"dispatchId": dispatch_id, "enabled": enabled}
        self._client.call("UpdateDispatchHashUserInfo", values)

    def hashes_user_info(self, dispatch_id: str) -> bool:
        answer = self._client.call("GetDispatchHashUserInfo", {"dispatchId": dispatch_id})
        return bool(answer["enabled"])

    def remove_postback(self, dispatch_id: str) -> None:
        self._client.call("DeleteDispatchPostbackInfo", {"dispatchId": dispatch_id})

    def lti(self, dispatch_id: str) -> Mapping[str, str]:
        values = {"dispatchId": dispatch_id}
        platform: dict[str, str] = dict(self._client.call("GetLtiDispatch", values))
        platform["targetLinkUri"] = self._client.call("GetLti13Dispatch", values)["targetLinkUri"]
        return platform

    def download(
        self, dispatch_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        values = {"dispatchId": dispatch_id}
        return self._client.download("GetDispatchZip", values, sink, on_progress)


def _changed(change: DispatchChange) -> dict[str, Any]:
    """Return the properties of a dispatch that a change sets."""
    record = change.to_record()
    if change.postback is not None:
        record["postBack"] = record.pop("postback")
    return record
