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
    "app_id": lambda each: each.id,
    "name": lambda each: each.name or "",
    "created": lambda each: each.create_date,
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
        found: Iterator[Application] = map(_application, root.iter("application"))
        if query.filter is not None:
            found = lists.holding(found, query.filter, query.filter_by or "app_id", _FIELDS)
        found = lists.between(found, query.since, query.until, "create_date")
        return lists.whole(found, query, "created_asc", _FIELDS)

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
        before = {each.id for each in self.credentials(app_id)}
        root = self._client.call(
            "rustici.application.addSecretKey", {"childappid": app_id, "description": name}
        )
        made = [each for each in map(_credential, root.iter("secretKey")) if each.id not in before]
        if not made:
            raise UnexpectedAnswer("the service's answer has no new secret key")
        return made[0]

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
    found = root.find(".//application")
    if found is None:
        raise NotFound("Could not find the application", code="application_not_found")
    return found


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
