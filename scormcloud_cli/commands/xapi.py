"""``scloud xapi``: the record store's key pairs and statement pipes."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared.options import (
    Decorated,
    Group,
    goes_on,
    list_options,
    pass_session,
)
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.bulk import Targets

if TYPE_CHECKING:
    from scormcloud_cli.api.xapi import Endpoint, Xapi

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
@goes_on
@list_options("GetXAPICredentials", tags=False)
@pass_session
def list_(
    session: Session,
    filters: Mapping[str, Any],
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
    records = (each.to_record() for each in _xapi(session).credentials(query))
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
    targets = Targets("key pair", [credential_id], alone=True)
    bulk.delete(session, targets, _xapi(session).delete_credential)


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


@pipe.command("show")
@click.argument("pipe_id", metavar="ID")
@pass_session
def show_pipe(session: Session, pipe_id: str) -> None:
    """Show a statement pipe, without its passwords (v2).

    \b
    Examples:
      scloud xapi pipe show ID
      scloud xapi pipe show ID -o json | jq -r .lastForwardedStatementDate
    """
    session.output.one(_without_passwords(_xapi(session).pipe(pipe_id).to_record()), _PIPE)


def _ends(function: Decorated) -> Decorated:
    """Add the options that say what a pipe's ends are, and how to log in there."""
    for option in (
        click.option(
            "--passwords-stdin",
            is_flag=True,
            help="Read the target's password, then the source's, a line each.",
        ),
        click.option("--source-user", metavar="NAME", help="The name to log in with there."),
        click.option("--source", metavar="URL", help="The record store to read."),
        click.option("--target-user", metavar="NAME", help="The name to log in with there."),
    ):
        function = option(function)
    return function


def _passwords(session: Session, wanted: bool) -> tuple[str | None, str | None]:
    """Return the target's password and the source's, as standard input gives them."""
    if not wanted:
        return None, None
    target, source = (session.terminal.stdin.readline().rstrip("\r\n") for _ in range(2))
    return target or None, source or None


def _endpoint(
    name: str, url: str | None, user: str | None, password: str | None
) -> "Endpoint | None":
    from scormcloud_cli.api.xapi import Endpoint

    if url is None and user is not None:
        raise UsageFault(f"--{name}-user needs --{name}")
    return None if url is None else Endpoint(url, user, password)


@pipe.command("create")
@click.argument("target", metavar="TARGET_URL")
@_ends
@pass_session
def create_pipe(
    session: Session,
    target: str,
    target_user: str | None,
    source: str | None,
    source_user: str | None,
    passwords_stdin: bool,
) -> None:
    """Forward statements to another record store, from the service's own or from --source.

    \b
    Examples:
      scloud xapi pipe create https://lrs.example/xapi
      pass lrs | scloud xapi pipe create https://lrs.example/xapi --target-user u --passwords-stdin
    """
    from scormcloud_cli.api.xapi import Endpoint

    password, source_password = _passwords(session, passwords_stdin)
    made = _xapi(session).create_pipe(
        _endpoint("source", source, source_user, source_password),
        Endpoint(target, target_user, password),
    )
    session.output.one({"id": made, "status": "created"}, _PIPE)


@pipe.command("update")
@click.argument("pipe_id", metavar="ID")
@click.option("--target", metavar="URL", help="The record store to write.")
@_ends
@pass_session
def update_pipe(
    session: Session,
    pipe_id: str,
    target: str | None,
    target_user: str | None,
    source: str | None,
    source_user: str | None,
    passwords_stdin: bool,
) -> None:
    """Change where statements come from or go to; an end is given anew, with its user.

    \b
    Examples:
      scloud xapi pipe update ID --target https://lrs2.example/xapi
      pass lrs | scloud xapi pipe update ID --target https://lrs.example/xapi --target-user u \\
          --passwords-stdin
    """
    password, source_password = _passwords(session, passwords_stdin)
    new_source = _endpoint("source", source, source_user, source_password)
    new_target = _endpoint("target", target, target_user, password)
    if new_source is None and new_target is None:
        raise UsageFault("there is nothing to change", hint="give --target or --source")
    _xapi(session).update_pipe(pipe_id, new_source, new_target)
    session.output.one({"id": pipe_id, "status": "updated"}, _PIPE)


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
    targets = Targets("pipe", [pipe_id], alone=True)
    bulk.delete(session, targets, _xapi(session).delete_pipe)


@xapi.group(cls=Group)
def callback() -> None:
    """Where the record store asks who a user is (v1)."""


@callback.command("show")
@pass_session
def show_callback(session: Session) -> None:
    """Show where the record store asks who a user is.

    \b
    Examples:
      scloud xapi callback show --api v1
      scloud xapi callback show --api v1 -o json | jq -r .url
    """
    url = _xapi(session).callback_url()
    session.output.one({} if url is None else {"url": url}, _CALLBACK)


@callback.command("set")
@click.argument("url")
@pass_session
def set_callback(session: Session, url: str) -> None:
    """Have the record store ask there who a user is.

    \b
    Examples:
      scloud xapi callback set https://lms.example/lrs-auth --api v1
      scloud xapi callback set https://lms.example/lrs-auth --api v1 --dry-run
    """
    _xapi(session).set_callback_url(url)
    session.output.one({"url": url}, _CALLBACK)


@callback.command("remove")
@pass_session
def remove_callback(session: Session) -> None:
    """Have the record store ask nobody who a user is.

    \b
    Examples:
      scloud xapi callback remove --api v1
      scloud xapi callback remove --api v1 --dry-run
    """
    _xapi(session).set_callback_url(None)
    session.terminal.notice("removed the callback")


_CALLBACK = View(
    "callback", columns=(Column("url", "URL", whole=True),), fields=("url",), id_field="url"
)
