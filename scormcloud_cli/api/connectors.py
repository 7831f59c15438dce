"""Content connectors: what they are, what can be done with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Json, Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Connector(Model):
    """A content source elsewhere (v2.json, ConnectorSchema)."""

    connector_id: str
    content_connector_type: str | None = None
    configuration: Mapping[str, Json] | None = None
    additional_instance_information: Mapping[str, Json] | None = None
    enabled: bool | None = None


class Connectors(Protocol):
    """The content connectors of an application."""

    def list(self) -> Iterator[Connector]:
        """Return the connectors."""

    def create(self, kind: str, configuration: Mapping[str, object], enabled: bool) -> str:
        """Create a connector and return its ID."""

    def update(
        self,
        connector_id: str,
        *,
        configuration: Mapping[str, object] | None = None,
        enabled: bool | None = None,
    ) -> None:
        """Change a connector; None leaves a value as it is."""

    def delete(self, connector_id: str) -> None:
        """Delete a connector."""
