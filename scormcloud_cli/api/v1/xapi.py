"""Key pairs and forwarding over v1; what each method does stands in ``api/xapi.py``."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from xml.etree.ElementTree import Element

from scormcloud_cli.api.catalog import spellings
from scormcloud_cli.api.errors import NotFound
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v1 import gaps
from scormcloud_cli.api.v1.client import Client
from scormcloud_cli.api.v1.elements import child, is_true, required, text
from scormcloud_cli.api.xapi import Endpoint, XapiCredential, XapiCredentialChange


class Xapi:
    """The record store's key pairs and forwarding paths, over v1."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def credentials(self, query: ListQuery) -> Iterator[XapiCredential]:
        if replace(query, limit=None) != ListQuery():
            gaps.refuse("v1 lists activity providers without any filter or order")
        root = self._client.call("rustici.lrsaccount.listActivityProviders")
        return islice(map(_credential, root.iter("activityProvider")), query.limit)

    def credential(self, credential_id: str) -> XapiCredential:
        for credential in self.credentials(ListQuery()):
            if credential.id == credential_id:
                return credential
        raise NotFound(
            f"Could not find activity provider [{credential_id}]", code="credential_not_found"
        )

    def create_credential(self, new: XapiCredentialChange) -> XapiCredential:
        _refuse(new)
        root = self._client.call("rustici.lrsaccount.createActivityProvider")
        credential_id = _credential(child(root, "activityProvider")).id
        self.update_credential(credential_id, new)
        return self.credential(credential_id)

    def update_credential(self, credential_id: str, change: XapiCredentialChange) -> None:
        _refuse(change)
        now = self.credential(credential_id)
        permissions = spellings.to_v1("credentialPermissions", change.permissions)
        if change.permissions and permissions is None:
            gaps.refuse(f"v1 has no permissions {change.permissions}")
        self._client.call(
            "rustici.lrsaccount.editActivityProvider",
            {
                "accountkey": credential_id,
                "isactive": now.is_enabled if change.enabled is None else change.enabled,
                "authtype": spellings.to_v1("credentialAuth", change.auth or now.auth),
                "label": change.name or now.name,
                "permissionslevel": permissions,
            },
        )

    def delete_credential(self, credential_id: str) -> None:
        self._client.call(
            "rustici.lrsaccount.deleteActivityProvider", {"accountkey": credential_id}
        )

    pipes = gaps.refusing("v1 does not list forwarding paths")
    pipe = gaps.refusing("v1 does not show forwarding paths")

    def create_pipe(self, source: Endpoint | None, target: Endpoint) -> str:
        if source is None:
            gaps.refuse("v1 forwards from a record store that is named", "give --source")
        values = _ends(source, target)
        root = self._client.call("rustici.statementForward.AddForwardingPath", values)
        return required(root, ".//id")  # where the ID stands is inferred (docs/service/v1.md)

    def update_pipe(self, pipe_id: str, source: Endpoint | None, target: Endpoint | None) -> None:
        if source is None or target is None:
            gaps.refuse("v1 changes both ends of a forwarding path", "give --source and --target")
        values = {"id": pipe_id, **_ends(source, target)}
        self._client.call("rustici.statementForward.UpdateForwardingPath", values)

    def callback_url(self) -> str | None:
        root = self._client.call("rustici.lrsaccount.getAppLrsAuthCallbackUrl")
        return text(root, "lrsAuthCallbackUrl")

    def set_callback_url(self, url: str | None) -> None:
        if url is None:
            self._client.call("rustici.lrsaccount.resetAppLrsAuthCallbackUrl")
        else:
            values = {"lrsAuthCallbackUrl": url}
            self._client.call("rustici.lrsaccount.setAppLrsAuthCallbackUrl", values)

    def delete_pipe(self, pipe_id: str) -> None:
        self._client.call("rustici.statementForward.DeleteForwardingPath", {"id": pipe_id})


def _ends(source: Endpoint, target: Endpoint) -> dict[str, str]:
    values: dict[str, str] = {}
    for name, end in (("source", source), ("destination", target)):
        values |= {
            f"{name}URL": end.url,
            f"{name}Username": end.user_name or "",
            f"{name}Password": end.password or "",
        }
    return values


def _refuse(change: XapiCredentialChange) -> None:
    if change.secret is not None or change.info is not None:
        gaps.refuse("v1 makes up the secret of an activity provider, and keeps no notes on it")


def _credential(element: Element) -> XapiCredential:
    return XapiCredential(
        id=required(element, "accountKey"),
        name=text(element, "accountLabel"),
        secret=text(element, "accountSecret"),
        is_enabled=is_true(element, "accountEnabled"),
        auth=spellings.to_v2("credentialAuth", text(element, "accountAuthType")),
        permissions_level=spellings.to_v2(
            "credentialPermissions", text(element, "permissionsLevel")
        ),
    )
