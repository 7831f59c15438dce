"""Dispatches over v1; what each method does stands in ``api/dispatches.py``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import BinaryIO
from xml.etree.ElementTree import Element

from scormcloud_cli.api.dispatches import Dispatch, DispatchChange, DispatchQuery
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.models import known
from scormcloud_cli.api.pages import Page, items_of
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps, lists
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import (
    integer,
    is_true,
    required,
    tags_of,
    text,
    thing,
    time,
    to_timestamp,
)
from scormcloud_cli.api.v1.postbacks import postback_values

_FIELDS = lists.Fields(
    filters={"dispatch_id": "id", "destination_id": "destination_id", "course_id": "course_id"},
    orders={"created": "created", "updated": "updated"},
)


class Dispatches:
    """The dispatches of an application, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.tags = _Tags(self)

    def list(self, query: DispatchQuery) -> Iterator[Dispatch]:
        values = {"destinationid": query.destination_id, "courseid": query.course_id}
        elements = in_pages(self._client, "rustici.dispatch.getDispatchList", values, query)
        dispatches: Iterator[Dispatch] = map(_dispatch, elements)
        if query.enabled is not None:
            dispatches = filter(lambda dispatch: dispatch.enabled == query.enabled, dispatches)
        return lists.matching(dispatches, query, _FIELDS)

    def get(self, dispatch_id: str) -> Dispatch:
        root = self._client.call("rustici.dispatch.getDispatchInfo", {"dispatchid": dispatch_id})
        return _dispatch(thing(root, "dispatch", "dispatch", dispatch_id))

    def create(
        self,
        dispatch_id: str | None,
        destination_id: str,
        course_id: str,
        new: DispatchChange,
        tags: Sequence[str],
    ) -> str:
        if dispatch_id is not None:
            gaps.refuse("v1 chooses the ID of a dispatch itself", "use --api v2, or no --id")
        if new.enabled is not None:
            gaps.refuse("v1 creates dispatches that can be launched", "disable it afterwards")
        root = self._client.call(
            "rustici.dispatch.createDispatch",
            {
                "destinationid": destination_id,
                "courseid": course_id,
                "tags": list(tags) or None,
                "email": new.email,
                **_changed(new, with_email=True),
            },
        )
        return required(root, "dispatchId")

    def update(self, dispatch_id: str, change: DispatchChange) -> None:
        self.change(dispatch_id, **_changed(change))

    def change(self, dispatch_id: str, **values: object) -> None:
        """Change one dispatch by the parameters of updateDispatches."""
        self._client.call(
            "rustici.dispatch.updateDispatches", {"dispatchid": dispatch_id, **values}
        )

    def delete(self, dispatch_id: str) -> None:
        self.get(dispatch_id)  # v1 says ok even when there is no such dispatch
        self._client.call("rustici.dispatch.deleteDispatches", {"dispatchid": dispatch_id})

    def reset_registration_count(self, dispatch_id: str) -> None:
        self.change(dispatch_id, registrationcount=0)

    hash_user_info = hashes_user_info = gaps.refusing("v1 does not hash learners' data")
    remove_postback = gaps.refusing("v1 cannot take the postback from a dispatch")
    lti = gaps.refusing("v1 knows no LTI")

    def download(
        self, dispatch_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        values = {"dispatchid": dispatch_id}
        return self._client.download(
            "rustici.dispatch.downloadDispatches", values, sink, on_progress
        )


class _Tags:
    """The tags of dispatches: v1 adds and removes them with the dispatch."""

    def __init__(self, dispatches: Dispatches) -> None:
        self._dispatches = dispatches

    def get(self, owner: str) -> tuple[str, ...]:
        return self._dispatches.get(owner).tags or ()

    def add(self, owner: str, tags: Sequence[str]) -> None:
        self._dispatches.change(owner, addtags=list(tags))

    def remove(self, owner: str, tags: Sequence[str]) -> None:
        self._dispatches.change(owner, removetags=list(tags))

    def set(self, owner: str, tags: Sequence[str]) -> None:
        surplus = [tag for tag in self.get(owner) if tag not in tags]
        self._dispatches.change(owner, addtags=list(tags) or None, removetags=surplus or None)


def in_pages(
    client: Client, name: str, values: Mapping[str, object], query: ListQuery
) -> Iterator[Element]:
    """Yield the things of a list of v1 that comes in pages: counted from 1, the last one empty.

    Args:
        client: the direct way to v1.
        name: the method.
        values: what it is told.
        query: where to begin, and whether all is wanted; the caller cuts and filters.

    Raises:
        UsageError: the query goes on with what is no page of such a list.
    """
    if query.more is not None and not query.more.isdecimal():
        raise UsageError(f"v1 counts its pages: {query.more!r} is none of them")

    def fetch(more: str | None) -> Page:
        page = int(more or 1)
        holder = next(iter(client.call(name, {"page": page, **values})), None)
        things = [] if holder is None else list(holder)
        return Page(things, str(page + 1) if things else None)

    return items_of(fetch, more=query.more, ahead=query.limit is None)


def _changed(change: DispatchChange, *, with_email: bool = False) -> dict[str, object]:
    """Return the parameters of v1 that make a change.

    Raises:
        UnsupportedByApi: v1 has none for part of it.
    """
    if change.notes is not None or (change.email is not None and not with_email):
        gaps.refuse("v1 changes neither the notes nor the e-mail address of a dispatch")
    return known(
        enabled=change.enabled,
        open=change.allow_new_registrations,
        instanced=change.instanced,
        registrationcap=change.registration_cap,
        expirationdate=change.expiration_date and to_timestamp(change.expiration_date),
        **(postback_values(change.postback) if change.postback else {}),
    )


def _dispatch(element: Element) -> Dispatch:
    return Dispatch(
        id=required(element, "id"),
        destination_id=text(element, "destinationId"),
        course_id=text(element, "courseId"),
        created=time(element, "createDate"),
        updated=time(element, "updateDate"),
        allow_new_registrations=is_true(element, "open"),
        enabled=is_true(element, "enabled"),
        instanced=is_true(element, "instanced"),
        registration_cap=integer(element, "registrationcap"),
        registration_count=integer(element, "registrationcount"),
        expiration_date=time(element, "expirationDate"),
        tags=tags_of(element),
        notes=text(element, "notes"),
    )
