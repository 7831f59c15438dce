"""Exports of all of an application's data: v1 alone has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO
from xml.etree.ElementTree import Element

from scormcloud_cli.api.messages import Progress
from scormcloud_cli.api.models import Model, Time
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import attribute, child, integer, required, text, time


@dataclass(frozen=True, slots=True, kw_only=True)
class Export(Model):
    """An export, running or ended (v1.json, rustici.export.status)."""

    id: str
    status: str | None = None
    start_date: Time | None = None
    end_date: Time | None = None
    percent_complete: int | None = None


class Exports:
    """The exports of an application."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def start(self) -> str:
        """Begin an export and return its ID."""
        return required(self._client.call("rustici.export.start"), "export_id")

    def get(self, export_id: str) -> Export:
        """Return how an export stands."""
        root = self._client.call("rustici.export.status", {"exportid": export_id})
        return _export(child(root, "export"))

    def list(self) -> Iterator[Export]:
        """Return the exports there are."""
        return map(_export, self._client.call("rustici.export.list").iter("export"))

    def cancel(self, export_id: str) -> None:
        """Stop an export."""
        self._client.call("rustici.export.cancel", {"exportid": export_id})

    def download(
        self, export_id: str, sink: BinaryIO, on_progress: Progress | None = None
    ) -> str | None:
        """Write the zip of an export that has ended to a file.

        It is fetched from the server that has it (docs/service/v1.md, Answers about other areas).
        """
        values = {"exportid": export_id}
        status = self._client.call("rustici.export.status", values)
        server = text(status, "export/server_location")
        client = self._client.at(server) if server else self._client
        return client.download("rustici.export.download", values, sink, on_progress)


def _export(element: Element) -> Export:
    return Export(
        id=attribute(element, "id"),
        status=text(element, "status"),
        start_date=time(element, "start_date"),
        end_date=time(element, "end_date"),
        percent_complete=integer(element, "percent_complete"),
    )
