"""Destinations over v2; what each method does stands in ``api/destinations.py``."""

import uuid
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from scormcloud_cli.api.destinations import Destination, DestinationChange, DestinationQuery
from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.tags import Tags
from scormcloud_cli.api.v2.values import list_values


class Destinations:
    """The destinations of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = Tags(client, "Destination", "destinationId")

    def list(self, query: DestinationQuery) -> Iterator[Destination]:
        values = {
            **list_values(query),
            "courseId": query.course_id,
            "includeDispatchCount": query.dispatch_count or None,
        }
        records = self._client.items("GetDestinations", "destinations", values, query)
        return (
            Destination.from_record(record["data"] | {"id": record["id"]}) for record in records
        )

    def get(self, destination_id: str) -> Destination:
        values = {"destinationId": destination_id, "includeDispatchCount": True}
        answer = self._client.call("GetDestination", values)
        return Destination.from_record(answer | {"id": destination_id})

    def create(self, destination_id: str | None, new: DestinationChange) -> str:
        destination_id = destination_id or str(uuid.uuid4())
        destination = {"id": destination_id, "data": new.to_record()}
        self._client.call("CreateDestinations", {"destinations": [destination]})
        return destination_id

    def update(self, destination_id: str, change: DestinationChange) -> None:
        # v2 takes the whole destination: what is not sent again is gone.
        now = self._client.call("GetDestination", {"destinationId": destination_id})
        kept = ("name", "email", "notes", "launchAuth", "lti13Data", "tags")
        data = {name: now[name] for name in kept if name in now} | change.to_record()
        self._client.call("SetDestination", {"destinationId": destination_id, **data})

    def delete(self, destination_id: str) -> None:
        self._client.call("DeleteDestination", {"destinationId": destination_id})

    def change_dispatches(
        self, destination_id: str, *, enabled: bool | None = None, instanced: bool | None = None
    ) -> None:
        for operation, value in (
            ("SetDestinationDispatchEnabled", enabled),
            ("EnableRegistrationInstancing", instanced),
        ):
            if value is not None:
                self._client.call(operation, {"destinationId": destination_id, "enabled": value})

    def registration_count(self, destination_id: str) -> int:
        values = {"destinationId": destination_id}
        answer = self._client.call("GetDestinationDispatchRegistrationCount", values)
        return int(answer["result"])

    def reset_registration_count(self, destination_id: str) -> None:
        values = {"destinationId": destination_id}
        self._client.call("ResetDestinationDispatchRegistrationCount", values)

    def hash_user_info(self, destination_id: str, enabled: bool) -> None:
        values = {"destinationId": destination_id, "enabled": enabled}
        self._client.call("UpdateDestinationHashUserInfo", values)

    def hashes_user_info(self, destination_id: str) -> bool:
        values = {"destinationId": destination_id}
        return bool(self._client.call("GetDestinationHashUserInfo", values)["enabled"])

    def tool_configuration(self, destination_id: str) -> Mapping[str, str]:
        name, values = "GetLti13ToolConfigurationSchema", {"destinationId": destination_id}
        configuration: Mapping[str, str] = self._client.call(name, values)
        return configuration

    def download(
        self, destination_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        values = {"destinationId": destination_id}
        return self._client.download("GetDestinationDispatchZip", values, sink, on_progress)
