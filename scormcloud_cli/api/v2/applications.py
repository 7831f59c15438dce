"""Applications over v2; what each method does stands in ``api/applications.py``."""

from collections.abc import Iterator

from scormcloud_cli.api.applications import Application, Credential
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.values import list_values


class Applications:
    """The applications of a realm, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        values = {**list_values(query), "tags": None, **_counts(counts)}
        records = self._client.items("GetApplications", "applications", values, query)
        return map(Application.from_record, records)

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        values = {"childAppId": app_id, **_counts(counts)}
        return Application.from_record(self._client.call("GetApplicationInfo", values))

    def create(self, name: str) -> Application:
        answer = self._client.call("CreateApplication", {"name": name})
        return self.get(Application.from_record(answer).id)

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        values = {"childAppId": app_id, "name": name, "allowDelete": allow_delete}
        self._client.call("UpdateApplication", values)

    def delete(self, app_id: str) -> None:
        self._client.call("DeleteApplication", {"childAppId": app_id})

    def credentials(self, app_id: str) -> Iterator[Credential]:
        answer = self._client.call("GetCredentials", {"childAppId": app_id})
        return map(Credential.from_record, answer["credentials"])

    def create_credential(self, app_id: str, name: str) -> Credential:
        values = {"childAppId": app_id, "name": name, "active": True}
        return Credential.from_record(self._client.call("CreateCredential", values))

    def update_credential(
        self,
        app_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        active: bool | None = None,
    ) -> None:
        self._client.call(
            "UpdateCredential",
            {"childAppId": app_id, "credentialId": credential_id, "name": name, "active": active},
        )

    def delete_credential(self, app_id: str, credential_id: str) -> None:
        self._client.call("DeleteCredential", {"childAppId": app_id, "credentialId": credential_id})


def _counts(counts: bool) -> dict[str, bool | None]:
    return {"includeCourseCount": counts or None, "includeRegistrationCount": counts or None}
