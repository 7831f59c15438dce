"""``scloud xapi``: the record store's key pairs and statement pipes."""

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.options import Group, list_options, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.xapi import Xapi

_VIEW = View(
    "key pair",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("isEnabled", "ENABLED"),
        Column("auth", "AUTH"),
        Column("permissionsLevel", "PERMISSIONS"),
    ),
    fields=("id", "name", "info", "secret", "isEnabled", "auth", "permissionsLevel", "status"),
)
_PIPE = View(
    "pipe",
    columns=(
        Column("id", "ID", whole=True),
        Column("source.url", "FROM"),
        Column("target.url", "TO"),
        Column("attempts", "ATTEMPTS"),
    ),
    fields=("id", "source", "target", "attempts", "lastForwardedStatementDate", "status"),
)
_AUTH = click.option("--auth", type=click.Choice(["basic", "oauth"]), help="How it logs in.")
_PERMISSIONS = click.option(
    "--permissions",
    type=click.Choice(["default", "user", "root", "readonly", "writeonly"]),
    help="What it may do.",
)
_AUTH_WORDS = {"basic": "BASICAUTH", "oauth": "OAUTH"}


def _xapi(session: Session) -> "Xapi":
    return session.cloud().xapi


@click.group(cls=Group)
def xapi() -> None:
    """The record store: key pairs and statement pipes."""


@xapi.group(cls=Group)
def credential() -> None:
    """Key pairs that statements are sent and read with."""


@credential.command("list")
@list_options("GetXAPICredentials", tags=False)
@pass_session
def list_(
    session: Session,
    filters: Mapping[str, Any],
    limit: int | None,
) -> None:
    """List key pairs, without their secrets.

    \b
    Examples:
      scloud xapi credential list
      scloud xapi credential list --filter CI --filter-by name -o ids
    """
    from scormcloud_cli.api.queries import ListQuery

    query = ListQuery(
        **filters,
    )
    records = (each.to_record() for each in islice(_xapi(session).credentials(query), limit))
    shown = ({name: record[name] for name in record if name != "secret"} for record in records)
    session.output.many(shown, _VIEW)


@credential.command()
@click.argument("credential_id", metavar="ID")
@pass_session
def show(session: Session, credential_id: str) -> None:
    """Show a key pair, its secret included.

    \b
    Examples:
      scloud xapi credential show ID
      scloud xapi credential show ID -o json | jq -r '"\\(.id):\\(.secret)"'
    """
    session.output.one(_xapi(session).credential(credential_id).to_record(), _VIEW)


@credential.command()
@click.argument("name")
@click.option("--info", metavar="TEXT", help="Anything worth remembering (v2).")
@_AUTH
@_PERMISSIONS
@pass_session
def create(
    session: Session, name: str, info: str | None, auth: str | None, permissions: str | None
) -> None:
    """Create a key pair and print it, its secret included.

    \b
    Examples:
      scloud xapi credential create "CI"
      scloud xapi credential create "Dashboard" --permissions readonly -o json
    """
    from scormcloud_cli.api.xapi import XapiCredentialChange

    wanted = XapiCredentialChange(
        name=name,
        info=info,
        auth=_AUTH_WORDS[auth] if auth else None,
        permissions=permissions.upper() if permissions else None,
    )
    session.output.one(_xapi(session).create_credential(wanted).to_record(), _VIEW)


@credential.command()
@click.argument("credential_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--info", metavar="TEXT", help="Anything worth remembering (v2).")
@click.option("--enable/--disable", "enabled", default=None, help="Let it be used, or not.")
@_AUTH
@_PERMISSIONS
@pass_session
def update(
    session: Session,
    credential_id: str,
    name: str | None,
    info: str | None,
    enabled: bool | None,
    auth: str | None,
    permissions: str | None,
) -> None:
    """Change a key pair.

    \b
    Examples:
      scloud xapi credential update ID --disable
      scloud xapi credential update ID --name "CI, old" --permissions readonly
    """
    from scormcloud_cli.api.xapi import XapiCredentialChange

    change = XapiCredentialChange(
        name=name,
        info=info,
        enabled=enabled,
        auth=_AUTH_WORDS[auth] if auth else None,
        permissions=permissions.upper() if permissions else None,
    )
    if change == XapiCredentialChange():
        raise UsageFault("there is nothing to change", hint="scloud xapi credential update --help")
    _xapi(session).update_credential(credential_id, change)
    session.output.one({"id": credential_id, "status": "updated"}, _VIEW)


@credential.command()
@click.argument("credential_id", metavar="ID")
@pass_session
def delete(session: Session, credential_id: str) -> None:
    """Delete a key pair: nothing can be sent with it from then on.

    \b
    Examples:
      scloud xapi credential delete ID
      scloud xapi credential delete ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the key pair {credential_id}?")
    _xapi(session).delete_credential(credential_id)
    session.output.one({"id": credential_id, "status": "deleted"}, _VIEW)


@xapi.group(cls=Group)
def pipe() -> None:
    """Pipes that forward statements to another record store."""


@pipe.command("list")
@pass_session
def list_pipes(session: Session) -> None:
    """List statement pipes, without their passwords (v2).

    \b
    Examples:
      scloud xapi pipe list
      scloud xapi pipe list -o json | jq -r '.[].target.url'
    """
    found = (each.to_record() for each in _xapi(session).pipes())
    session.output.many((_without_passwords(each) for each in found), _PIPE)


def _without_passwords(record: dict[str, object]) -> dict[str, object]:
    return {
        name: {key: each for key, each in value.items() if key != "password"}
        if isinstance(value, dict)
        else value
        for name, value in record.items()
    }


@pipe.command("create")
@click.argument("target", metavar="TARGET_URL")
@click.option("--target-user", metavar="NAME", help="The name to log in with there.")
@click.option("--source", metavar="URL", help="The record store to read.  [default: the service's]")
@click.option("--source-user", metavar="NAME", help="The name to log in with there.")
@click.option(
    "--passwords-stdin",
    is_flag=True,
    help="Read the target's password, then the source's, a line each.",
)
@pass_session
def create_pipe(
    session: Session,
    target: str,
    target_user: str | None,
    source: str | None,
    source_user: str | None,
    passwords_stdin: bool,
) -> None:
    """Forward statements to another record store.

    \b
    Examples:
      scloud xapi pipe create https://lrs.example/xapi
      pass lrs | scloud xapi pipe create https://lrs.example/xapi --target-user u --passwords-stdin
    """
    from scormcloud_cli.api.xapi import Endpoint

    if source_user is not None and source is None:
        raise UsageFault("--source-user needs --source")
    passwords: list[str | None] = [None, None]
    if passwords_stdin:
        lines = [session.terminal.stdin.readline().rstrip("\r\n") for _ in passwords]
        passwords = [line or None for line in lines]
    made = _xapi(session).create_pipe(
        None if source is None else Endpoint(source, source_user, passwords[1]),
        Endpoint(target, target_user, passwords[0]),
    )
    session.output.one({"id": made, "status": "created"}, _PIPE)


@pipe.command("delete")
@click.argument("pipe_id", metavar="ID")
@pass_session
def delete_pipe(session: Session, pipe_id: str) -> None:
    """Forward statements no more.

    \b
    Examples:
      scloud xapi pipe delete ID
      scloud xapi pipe delete ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the pipe {pipe_id}?")
    _xapi(session).delete_pipe(pipe_id)
    session.output.one({"id": pipe_id, "status": "deleted"}, _PIPE)
