"""Applications over v1; what each method does stands in ``api/applications.py``."""

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element

from scormcloud_cli.api.applications import Application, Credential
from scormcloud_cli.api.errors import NotFound, UnexpectedAnswer
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps, lists
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import is_true, text, time

_FIELDS: Mapping[str, Callable[[Application], str | None]] = {
    "app_id": lambda application: application.id,
    "name": lambda application: application.name or "",
    "created": lambda application: application.create_date,
}


class Applications:
    """The applications of a realm, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        _refuse_counts(counts)
        if (query.since or query.until) and query.datetime_filter != "created":
            gaps.refuse(
                "v1 does not tell when an application was updated",
                "use --api v2, or --datetime-filter created",
            )
        root = self._client.call("rustici.application.getAppList")
        applications: Iterator[Application] = map(_application, root.iter("application"))
        if query.filter is not None:
            field = query.filter_by or "app_id"
            applications = lists.holding(applications, query.filter, field, _FIELDS)
        applications = lists.between(applications, query.since, query.until, "create_date")
        return lists.whole(applications, query, "created_asc", _FIELDS)

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        _refuse_counts(counts)
        root = self._client.call("rustici.application.getAppInfo", {"childappid": app_id})
        return _application(_element(root))

    def create(self, name: str) -> Application:
        root = self._client.call("rustici.application.createApplication", {"name": name})
        return _application(_element(root))

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        self._client.call(
            "rustici.application.updateApplication",
            {"childappid": app_id, "name": name, "allowdelete": allow_delete},
        )

    def delete(self, app_id: str) -> None:
        gaps.refuse("v1 cannot delete an application")

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


def _element(root: Element) -> Element:
    element = root.find(".//application")
    if element is None:
        raise NotFound("Could not find the application", code="application_not_found")
    return element


def _application(element: Element) -> Application:
    """Read an ``application`` element; a list's says only what it is called."""
    allowed = element.find("allowDeleteAPI")
    return Application(
        id=text(element, "appId") or "",
        name=text(element, "name"),
        create_date=time(element, "createDate"),
        allow_delete=None if allowed is None else is_true(element, "allowDeleteAPI"),
    )


def _credential(element: Element) -> Credential:
    return Credential(
        id=element.get("id", ""),
        name=text(element, "description"),
        credential=text(element, "key"),
        status="active" if is_true(element, "active") else "inactive",
        created=time(element, "createDate"),
    )
