"""Applications: what they and their secret keys are, what can be done with them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from scormcloud_cli.api.models import Model, Time
from scormcloud_cli.api.queries import ListQuery


@dataclass(frozen=True, slots=True, kw_only=True)
class Application(Model):
    """An application of the realm (v2.json, ApplicationInfoSchema)."""

    id: str
    name: str | None = None
    create_date: Time | None = None
    update_date: Time | None = None
    allow_delete: bool | None = None
    course_count: int | None = None
    registration_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential(Model):
    """A secret key of an application; `credential` is the key itself (CredentialSchema)."""

    id: str
    name: str | None = None
    credential: str | None = None
    status: str | None = None
    created: Time | None = None
    updated: Time | None = None


class Applications(Protocol):
    """The applications of a realm, for the management application."""

    def list(self, query: ListQuery, *, counts: bool = False) -> Iterator[Application]:
        """Return the applications that match a query; `counts`: with courses and registrations."""

    def get(self, app_id: str, *, counts: bool = False) -> Application:
        """Return one application."""

    def create(self, name: str) -> Application:
        """Create an application."""

    def update(
        self, app_id: str, *, name: str | None = None, allow_delete: bool | None = None
    ) -> None:
        """Change an application; None leaves a value as it is."""

    def delete(self, app_id: str) -> None:
        """Delete an application with all that is in it."""

    def credentials(self, app_id: str) -> Iterator[Credential]:
        """Return an application's secret keys."""

    def create_credential(self, app_id: str, name: str) -> Credential:
        """Create a secret key; it is in the answer, and perhaps nowhere else ever again."""

    def update_credential(
        self,
        app_id: str,
        credential_id: str,
        *,
        name: str | None = None,
        active: bool | None = None,
    ) -> None:
        """Change a secret key; None leaves a value as it is."""

    def delete_credential(self, app_id: str, credential_id: str) -> None:
        """Delete a secret key: nothing can be called with it from then on."""
