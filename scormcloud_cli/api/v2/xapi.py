"""Key pairs and statement pipes over v2; what each method does stands in ``api/xapi.py``."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from scormcloud_cli.api.errors import UnsupportedByApi
from scormcloud_cli.api.models import known
from scormcloud_cli.api.queries import ListQuery
from scormcloud_cli.api.v2.client import Client
from scormcloud_cli.api.v2.values import list_values
from scormcloud_cli.api.xapi import Endpoint, StatementPipe, XapiCredential, XapiCredentialChange

# The schemas wrap a single word in an object each.
_AUTH, _LEVEL = "xapiCredentialAuthType", "xapiCredentialPermissionsLevel"


def _refuse_callback(*_values: object) -> NoReturn:
    raise UnsupportedByApi(
        "v2 does not let the record store ask who a user is", hint="use --api v1"
    )


class Xapi:
    """The record store's key pairs and statement pipes, over v2."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def credentials(self, query: ListQuery) -> Iterator[XapiCredential]:
        values = {**list_values(query), "tags": None}
        records = self._client.items("GetXAPICredentials", "xapiCredentials", values, query)
        return map(_credential, records)

    def credential(self, credential_id: str) -> XapiCredential:
        values = {"xapiCredentialId": credential_id}
        return _credential(self._client.call("GetXAPICredential", values))

    def create_credential(self, new: XapiCredentialChange) -> XapiCredential:
        blank = {
            "name": "scloud",
            "secret": secrets.token_urlsafe(24),
            "isEnabled": True,
            "auth": {_AUTH: "BASICAUTH"},
            "permissionsLevel": {_LEVEL: "DEFAULT"},
        }
        answer = self._client.call("CreateXAPICredential", blank | _changed(new))
        return self.credential(str(answer["result"]))

    def update_credential(self, credential_id: str, change: XapiCredentialChange) -> None:
        # v2 takes the whole pair: what is not sent again is gone.
        owner = {"xapiCredentialId": credential_id}
        values = {**self._client.call("GetXAPICredential", owner), **_changed(change)}
        values.pop("id", None)
        self._client.call("SetXAPICredential", owner | values)

    def delete_credential(self, credential_id: str) -> None:
        self._client.call("DeleteXAPICredential", {"xapiCredentialId": credential_id})

    def pipes(self) -> Iterator[StatementPipe]:
        answer = self._client.call("GetStatementPipes")
        return map(StatementPipe.from_record, answer["xapiStatementPipes"])

    def create_pipe(self, source: Endpoint | None, target: Endpoint) -> str:
        values = {"source": source and source.to_record(), "target": target.to_record()}
        return str(self._client.call("CreateStatementPipe", values)["result"])

    def pipe(self, pipe_id: str) -> StatementPipe:
        values = {"statementPipeId": pipe_id}
        return StatementPipe.from_record(self._client.call("GetStatementPipe", values))

    def update_pipe(self, pipe_id: str, source: Endpoint | None, target: Endpoint | None) -> None:
        # v2 takes the whole pipe: what is not sent again is gone.
        now = self._client.call("GetStatementPipe", {"statementPipeId": pipe_id})
        values = {
            "statementPipeId": pipe_id,
            "source": source.to_record() if source else now.get("source"),
            "target": target.to_record() if target else now.get("target"),
        }
        self._client.call("SetStatementPipe", values)

    def delete_pipe(self, pipe_id: str) -> None:
        self._client.call("DeleteStatementPipe", {"statementPipeId": pipe_id})

    callback_url = set_callback_url = _refuse_callback


def _credential(record: Mapping[str, Any]) -> XapiCredential:
    auth, level = record.get("auth") or {}, record.get("permissionsLevel") or {}
    flat = {**record, "auth": auth.get(_AUTH), "permissionsLevel": level.get(_LEVEL)}
    return XapiCredential.from_record(flat)


def _changed(change: XapiCredentialChange) -> dict[str, Any]:
    return known(
        name=change.name,
        info=change.info,
        secret=change.secret,
        isEnabled=change.enabled,
        auth=change.auth and {_AUTH: change.auth},
        permissionsLevel=change.permissions and {_LEVEL: change.permissions},
    )
