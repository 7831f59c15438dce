"""Destinations over v1; what each method does stands in ``api/destinations.py``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from scormcloud_cli.api.destinations import Destination, DestinationChange, DestinationQuery
from scormcloud_cli.api.dispatches import DispatchQuery
from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.v1 import gaps, lists
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.dispatches import Dispatches, in_pages
from scormcloud_cli.api.v1.elements import required, tags_of, text, thing, time

_FIELDS = lists.Fields(
    filters={"destination_id": "id", "name": "name"},
    orders={"created": "created", "updated": "updated", "name": "name"},
)


class Destinations:
    """The destinations of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._dispatches = Dispatches(client)
        self.tags = _Tags(self)

    def list(self, query: DestinationQuery) -> Iterator[Destination]:
        if query.course_id is not None or query.dispatch_count:
            gaps.refuse("v1's list of destinations says nothing of their dispatches")
        elements = in_pages(self._client, "rustici.dispatch.getDestinationList", {}, query)
        return lists.matching(map(_destination, elements), query, _FIELDS)

    def get(self, destination_id: str) -> Destination:
        root = self._client.call(
            "rustici.dispatch.getDestinationInfo", {"destinationid": destination_id}
        )
        return _destination(thing(root, "dispatchDestination", "destination", destination_id))

    def create(self, destination_id: str | None, new: DestinationChange) -> str:
        if destination_id is not None:
            gaps.refuse("v1 chooses the ID of a destination itself", "use --api v2, or no --id")
        if (new.notes, new.launch_auth, new.lti13_data) != (None, None, None):
            gaps.refuse("v1 takes a destination's name, e-mail address and tags only")
        root = self._client.call(
            "rustici.dispatch.createDestination",
            {"name": new.name, "email": new.email, "tags": new.tags or None},
        )
        return required(root, "destinationId")

    def update(self, destination_id: str, change: DestinationChange) -> None:
        if change != DestinationChange(name=change.name, tags=change.tags):
            gaps.refuse("v1 changes a destination's name and tags only")
        self._client.call(
            "rustici.dispatch.updateDestination",
            {"destinationid": destination_id, "name": change.name, "tags": change.tags},
        )

    def delete(self, destination_id: str) -> None:
        self._client.call("rustici.dispatch.deleteDestination", {"destinationid": destination_id})

    def change_dispatches(
        self, destination_id: str, *, enabled: bool | None = None, instanced: bool | None = None
    ) -> None:
        self._change_dispatches(destination_id, {"enabled": enabled, "instanced": instanced})

    def _change_dispatches(self, destination_id: str, values: Mapping[str, object]) -> None:
        self.get(destination_id)  # v1 says ok even when there is no such destination
        self._client.call(
            "rustici.dispatch.updateDispatches", {"destinationid": destination_id, **values}
        )

    def registration_count(self, destination_id: str) -> int:
        self.get(destination_id)
        query = DispatchQuery(destination_id=destination_id)
        return sum(row.registration_count or 0 for row in self._dispatches.list(query))

    def reset_registration_count(self, destination_id: str) -> None:
        self._change_dispatches(destination_id, {"registrationcount": 0})

    hash_user_info = hashes_user_info = gaps.refusing("v1 does not hash learners' data")
    tool_configuration = gaps.refusing("v1 knows no LTI 1.3")

    def download(
        self, destination_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        self.get(destination_id)
        return self._client.download(
            "rustici.dispatch.downloadDispatches",
            {"destinationid": destination_id},
            sink,
            on_progress,
        )


class _Tags:
    """The tags of destinations: v1 sets them as a whole, with the destination."""

    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations

    def get(self, owner: str) -> tuple[str, ...]:
        return self._destinations.get(owner).tags or ()

    def add(self, owner: str, tags: Sequence[str]) -> None:
        self.set(owner, tuple(dict.fromkeys((*self.get(owner), *tags))))

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        self.set(owner, tuple(tag for tag in self.get(owner) if tag not in tags))

    def set(self, owner: str, tags: Sequence[str]) -> None:
        self._destinations.update(owner, DestinationChange(tags=tuple(tags)))


def _destination(element: Element) -> Destination:
    return Destination(
        id=required(element, "id"),
        name=text(element, "name"),
        notes=text(element, "notes"),
        tags=tags_of(element),
        created=time(element, "createDate"),
        updated=time(element, "updateDate"),
    )
