"""Applications over v1; what each method does stands in ``api/applications.py``."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from scormcloud_cli.api.applications import Application, Credential
from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps, lists
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import attribute, child, is_true, required, text, thing, time

_NAMES = {"app_id": "id", "name": "name", "created": "create_date"}
_FIELDS = lists.Fields(filters=_NAMES, orders=_NAMES, order="created_asc")


class Applications:
    """The applications of a realm, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        _refuse_counts(counts)
        lists.refuse_updated(query, "v1 does not tell when an application was updated")
        root = self._client.call("rustici.application.getAppList")
        return lists.whole(map(_application, root.iter("application")), query, _FIELDS)

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        _refuse_counts(counts)
        root = self._client.call("rustici.application.getAppInfo", {"childappid": app_id})
        return _application(thing(root, ".//application", "application", app_id))

    def create(self, name: str) -> Application:
        root = self._client.call("rustici.application.createApplication", {"name": name})
        return _application(child(root, ".//application"))

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        self._client.call(
            "rustici.application.updateApplication",
            {"childappid": app_id, "name": name, "allowdelete": allow_delete},
        )

    delete = gaps.refusing("v1 cannot delete an application")

    def credentials(self, app_id: str) -> Iterator[Credential]:
        root = self._client.call("rustici.application.getAppInfo", {"childappid": app_id})
        return map(_credential, root.iter("secretKey"))

    def create_credential(self, app_id: str, name: str) -> Credential:
        before = {credential.id for credential in self.credentials(app_id)}
        root = self._client.call(
            "rustici.application.addSecretKey", {"childappid": app_id, "description": name}
        )
        credentials = map(_credential, root.iter("secretKey"))
        new = next((credential for credential in credentials if credential.id not in before), None)
        if new is None:
            raise UnexpectedAnswer("the service's answer has no new secret key")
        return new

    def update_credential(
        self,
        app_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        active: bool | None = None,
    ) -> None:
        self._client.call(
            "rustici.application.updateSecretKey",
            {
                "childappid": app_id,
                "secretkeyid": credential_id,
                "description": name,
                "active": active,
            },
        )

    def delete_credential(self, app_id: str, credential_id: str) -> None:
        self._client.call(
            "rustici.application.deleteSecretKey",
            {"childappid": app_id, "secretkeyid": credential_id},
        )


def _refuse_counts(counts: bool) -> None:
    if counts:
        gaps.refuse("v1 does not count an application's courses and registrations")


def _application(element: Element) -> Application:
    """Read an ``application`` element; a list's says only what it is called."""
    told = element.find("allowDeleteAPI") is not None
    return Application(
        id=required(element, "appId"),
        name=text(element, "name"),
        create_date=time(element, "createDate"),
        allow_delete=is_true(element, "allowDeleteAPI") if told else None,
    )


def _credential(element: Element) -> Credential:
    return Credential(
        id=attribute(element, "id"),
        name=text(element, "description"),
        credential=text(element, "key"),
        status="active" if is_true(element, "active") else "inactive",
        created=time(element, "createDate"),
    )
