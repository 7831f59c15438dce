"""``scloud app``: applications, their secret keys and configuration."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.commands.shared.options import (
    Group,
    goes_on,
    list_options,
    many,
    named,
    pass_session,
)
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk

if TYPE_CHECKING:
    from scormcloud_cli.api.applications import Applications

_VIEW = View(
    "application",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("courseCount", "COURSES"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("createDate", "CREATED"),
        Column("updateDate", "UPDATED"),
    ),
    fields=(
        *("id", "name", "createDate", "updateDate", "allowDelete"),
        *("courseCount", "registrationCount"),
    ),
)
_KEY_VIEW = View(
    "secret key",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("status", "STATUS"),
        Column("created", "CREATED"),
    ),
    fields=("id", "name", "credential", "status", "created", "updated", "error"),
)
_COUNTS = click.option(
    "--counts", is_flag=True, help="With the numbers of courses and registrations (v2)."
)


def _applications(session: Session) -> "Applications":
    return session.cloud(management=True).applications


@click.group(cls=Group)
def app() -> None:
    """Applications, their secret keys and configuration.

    All but config takes the management application's credentials: SCLOUD_MANAGEMENT_APP_ID and
    SCLOUD_MANAGEMENT_SECRET_KEY, or those of scloud auth login --management.
    """


app.add_command(
    config_group(
        "app",
        lambda session, _: session.cloud().configuration,
        owner_option=click.option(
            "--standard",
            "owner",
            default="",
            metavar="STANDARD[:single|:multiple]",
            help="For courses of this standard, SCORM12 say, with one SCO or several.",
        ),
        called="an application",
        example="--standard SCORM12 ",
    )
)


@app.command("list")
@goes_on
@list_options("GetApplications", tags=False)
@_COUNTS
@pass_session
def list_(
    session: Session,
    filters: Mapping[str, Any],
    counts: bool,
) -> None:
    """List the realm's applications.

    \b
    Examples:
      scloud app list
      scloud app list --counts -o csv
      scloud app list --filter demo --filter-by name -o ids
    """
    from scormcloud_cli.api.queries import ListQuery

    query = ListQuery(
        **filters,
    )
    found = _applications(session).list(query, counts=counts)
    session.output.many((each.to_record() for each in found), _VIEW)


@app.command()
@click.argument("app_id", metavar="ID")
@_COUNTS
@pass_session
def show(session: Session, app_id: str, counts: bool) -> None:
    """Show an application.

    \b
    Examples:
      scloud app show ID
      scloud app show ID --counts -o json
    """
    session.output.one(_applications(session).get(app_id, counts=counts).to_record(), _VIEW)


@app.command()
@click.argument("name")
@pass_session
def create(session: Session, name: str) -> None:
    """Create an application. Its secret keys are made with: scloud app credential create.

    \b
    Examples:
      scloud app create "Demo"
      id=$(scloud app create "Demo" -o ids)
    """
    session.output.one(_applications(session).create(name).to_record(), _VIEW)


@app.command()
@click.argument("app_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option(
    "--allow-delete/--no-allow-delete",
    default=None,
    help="Let its registrations be deleted through the API, or not.",
)
@pass_session
def update(session: Session, app_id: str, name: str | None, allow_delete: bool | None) -> None:
    """Change an application, and show it.

    \b
    Examples:
      scloud app update ID --name "Demo, old"
      scloud app update ID --allow-delete
    """
    if name is None and allow_delete is None:
        raise UsageFault("there is nothing to change", hint="give --name or --allow-delete")
    applications = _applications(session)
    applications.update(app_id, name=name, allow_delete=allow_delete)
    session.output.one(applications.get(app_id).to_record(), _VIEW)


@app.command()
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@many
@pass_session
def delete(session: Session, ids: tuple[str, ...]) -> None:
    """Delete applications with all their courses and registrations (v2).

    \b
    Examples:
      scloud app delete ID
      scloud app list --filter old --filter-by name -o ids | scloud app delete - --yes
    """
    bulk.delete(
        session,
        named(session, "application", ids),
        _applications(session).delete,
        question="Delete {} with all courses and registrations?",
    )


@app.group(cls=Group)
def credential() -> None:
    """The secret keys of an application."""


@credential.command("list")
@click.argument("app_id", metavar="ID")
@pass_session
def list_keys(session: Session, app_id: str) -> None:
    """List an application's secret keys, without the keys themselves.

    \b
    Examples:
      scloud app credential list ID
      scloud app credential list ID -o json | jq -r '.[] | select(.status == "active").id'
    """
    found = _applications(session).credentials(app_id)
    records = (each.to_record() for each in found)
    shown = ({name: record[name] for name in record if name != "credential"} for record in records)
    session.output.many(shown, _KEY_VIEW)


@credential.command("create")
@click.argument("app_id", metavar="ID")
@click.option(
    "--name", default="scloud", metavar="NAME", help="What it is called.", show_default=True
)
@pass_session
def create_key(session: Session, app_id: str, name: str) -> None:
    """Create a secret key and print it: this is the one time that it is shown.

    \b
    Examples:
      scloud app credential create ID --name CI
      scloud app credential create ID -o json | jq -r .credential
    """
    made = _applications(session).create_credential(app_id, name)
    session.output.one(made.to_record(), _KEY_VIEW)
    session.terminal.notice("keep the key now: it is not shown again")


@credential.command("update")
@click.argument("app_id", metavar="ID")
@click.argument("credential_id", metavar="CREDENTIAL_ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--active/--inactive", default=None, help="Let it be used, or not.")
@pass_session
def update_key(
    session: Session, app_id: str, credential_id: str, name: str | None, active: bool | None
) -> None:
    """Rename a secret key, or switch it off or on.

    \b
    Examples:
      scloud app credential update ID CREDENTIAL_ID --inactive
      scloud app credential update ID CREDENTIAL_ID --name "CI, old"
    """
    if name is None and active is None:
        raise UsageFault("there is nothing to change", hint="give --name, --active or --inactive")
    _applications(session).update_credential(app_id, credential_id, name=name, active=active)
    session.terminal.notice(f"changed {credential_id}")


@credential.command("delete")
@click.argument("app_id", metavar="ID")
@click.argument("credential_id", metavar="CREDENTIAL_ID")
@pass_session
def delete_key(session: Session, app_id: str, credential_id: str) -> None:
    """Delete a secret key: nothing can be called with it from then on.

    \b
    Examples:
      scloud app credential delete ID CREDENTIAL_ID
      scloud app credential delete ID CREDENTIAL_ID --yes
    """
    if not session.dry_run:
        session.terminal.confirm(f"Delete the secret key {credential_id} of application {app_id}?")
    _applications(session).delete_credential(app_id, credential_id)
    session.output.one(
        {"id": credential_id, "status": "deleted"},
        _KEY_VIEW,
    )
