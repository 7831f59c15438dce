"""The record store: its key pairs and statement pipes, and what can be done with them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Json, Model, Time
from scormcloud_cli.api.queries import ListQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiCredential(Model):
    """A key pair that statements are sent and read with; `id` is its user name."""

    id: str
    name: str | None = None
    info: str | None = None
    secret: str | None = None
    is_enabled: bool | None = None
    auth: str | None = None
    permissions_level: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementPipe(Model):
    """A pipe that forwards statements (v2.json, XapiStatementPipeSchema)."""

    id: str
    source: Mapping[str, Json] | None = None
    target: Mapping[str, Json] | None = None
    attempts: int | None = None
    last_forwarded_statement_date: Time | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class XapiCredentialChange:
    """The new values of an xAPI key pair; None leaves a value as it is.

    Attributes:
        name: what it is called.
        info: anything.
        secret: the password; the service or scloud makes one up for a new pair.
        enabled: whether it may be used.
        auth: ``BASICAUTH`` or ``OAUTH``.
        permissions: ``DEFAULT``, ``USER``, ``ROOT``, ``READONLY`` or ``WRITEONLY``.
    """

    name: str | None = None
    info: str | None = None
    secret: str | None = None
    enabled: bool | None = None
    auth: str | None = None
    permissions: str | None = None


@dataclass(frozen=True, slots=True)
class Endpoint(Model):
    """One end of a statement pipe: a record store, and who may use it."""

    url: str
    user_name: str | None = None
    password: str | None = None


class Xapi(Protocol):
    """The record store's key pairs and statement pipes."""

    def credentials(self, query: ListQuery) -> Iterator[XapiCredential]:
        """Yield the key pairs that match a query."""

    def credential(self, credential_id: str) -> XapiCredential:
        """Return one key pair."""

    def create_credential(self, new: XapiCredentialChange) -> XapiCredential:
        """Create a key pair."""

    def update_credential(self, credential_id: str, change: XapiCredentialChange) -> None:
        """Change a key pair."""

    def delete_credential(self, credential_id: str) -> None:
        """Delete a key pair."""

    def pipes(self) -> Iterator[StatementPipe]:
        """Return the statement pipes."""

    def create_pipe(self, source: Endpoint | None, target: Endpoint) -> str:
        """Forward statements from a record store, SCORM Cloud's own if None; return the ID."""

    def pipe(self, pipe_id: str) -> StatementPipe:
        """Return one statement pipe."""

    def update_pipe(self, pipe_id: str, source: Endpoint | None, target: Endpoint | None) -> None:
        """Change the ends of a statement pipe; None leaves one as it is."""

    def delete_pipe(self, pipe_id: str) -> None:
        """Delete a statement pipe: its statements are forwarded no more."""

    def callback_url(self) -> str | None:
        """Return the URL at which the record store authenticates users; None when there is none."""

    def set_callback_url(self, url: str | None) -> None:
        """Set the URL at which the record store authenticates users; None removes it."""
