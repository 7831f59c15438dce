"""Content connectors over v2; what each method does stands in ``api/connectors.py``."""

from collections.abc import Iterator, Mapping

from scormcloud_cli.api.connectors import Connector
from scormcloud_cli.api.v2.client import Client


class Connectors:
    """The content connectors of an application, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self) -> Iterator[Connector]:
        answer = self._client.call("GetConnectorsList")
        return map(Connector.from_record, answer.get("connectorEntries", ()))

    def create(self, kind: str, configuration: Mapping[str, object], enabled: bool) -> str:
        values = {
            "contentConnectorType": kind,
            "configuration": dict(configuration),
            "enabled": enabled,
        }
        return str(self._client.call("CreateConnector", values)["result"])

    def update(
        self,
        connector_id: str,
        *,
        configuration: Mapping[str, object] | None = None,
        enabled: bool | None = None,
    ) -> None:
        values = {
            "connectorId": connector_id,
            "configuration": None if configuration is None else dict(configuration),
            "enabled": enabled,
        }
        self._client.call("UpdateConnector", values)

    def delete(self, connector_id: str) -> None:
        self._client.call("DeleteConnector", {"connectorId": connector_id})
