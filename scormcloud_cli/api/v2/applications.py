"""Applications over v2; what each method does stands in `areas.Applications`."""

from collections.abc import Iterator, Mapping

from scormcloud_cli.api.applications import Application, Credential
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.api.models import SettingValue
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.resources import list_values, setting_items


class Applications:
    """The applications of a realm, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        values = {**list_values(query), "tags": None, **_counts(counts)}
        found = self._client.items("GetApplications", "applications", values, query)
        return map(Application.from_record, found)

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        values = {"childAppId": app_id, **_counts(counts)}
        return Application.from_record(self._client.call("GetApplicationInfo", values))

    def create(self, name: str) -> Application:
        made = Application.from_record(self._client.call("CreateApplication", {"name": name}))
        return self.get(made.id)

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


class ApplicationConfiguration:
    """The configuration of the calling application; methods as in `areas.Configuration`.

    An owner is "" for all courses, a learning standard, ``SCORM12``, for those of that standard, or
    ``SCORM12:single`` and ``SCORM12:multiple`` for those with one SCO, or with several.
    """

    def __init__(self, client: Client) -> None:
        self._client = client

    def get(self, owner: str) -> Iterator[SettingValue]:
        answer = self._client.call("GetApplicationConfiguration", _courses(owner))
        return map(SettingValue.from_record, answer["settingItems"])

    def set(self, owner: str, settings: Mapping[str, str]) -> None:
        self._client.call(
            "SetApplicationConfiguration", {**_courses(owner), "settings": setting_items(settings)}
        )

    def unset(self, owner: str, setting_id: str) -> None:
        self._client.call(
            "DeleteApplicationConfigurationSetting", {**_courses(owner), "settingId": setting_id}
        )


def _courses(owner: str) -> dict[str, object]:
    """Return what says which courses a configuration is for.

    Raises:
        UsageFault: it says neither ``single`` nor ``multiple`` after the standard.
    """
    standard, colon, scos = owner.partition(":")
    if colon and scos not in ("single", "multiple"):
        raise UsageFault(f"after {standard}: comes single or multiple, not {scos!r}")
    return {
        "learningStandard": standard or None,
        "singleSco": scos == "single" if colon else None,
    }


def _counts(wanted: bool) -> dict[str, bool | None]:
    return {"includeCourseCount": wanted or None, "includeRegistrationCount": wanted or None}
