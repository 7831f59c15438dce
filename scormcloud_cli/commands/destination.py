"""``scloud destination``: the places that dispatches go to."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.json_input import read_object
from scormcloud_cli.commands.shared.options import (
    Group,
    goes_on,
    list_options,
    many,
    named,
    pass_session,
)
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk

if TYPE_CHECKING:
    from scormcloud_cli.api.destinations import Destinations

_VIEW = View(
    "destination",
    columns=(
        Column("id", "ID", whole=True),
        Column("name", "NAME"),
        Column("dispatchCount", "DISPATCHES"),
        Column("tags", "TAGS"),
        Column("created", "CREATED"),
        Column("updated", "UPDATED"),
    ),
    fields=(
        *("id", "name", "email", "notes", "tags", "created", "updated", "dispatchCount"),
        *("launchAuth", "lti13Data"),
    ),
)
_COUNT = View(
    "count",
    columns=(Column("id", "ID", whole=True), Column("registrationCount", "REGISTRATIONS")),
    fields=("id", "registrationCount"),
)
_TOOL = View("tool", fields=(), id_field="redirectUri")


_LAUNCH_AUTH = click.option(
    "--launch-auth",
    metavar="JSON|@FILE|-",
    help='How learners are recognized: {"type": "cookies|vault", "options": {...}} (v2).',
)
_PLATFORM = click.option(
    "--lti13-platform",
    "platform",
    metavar="JSON|@FILE|-",
    help="The platform that launches over LTI 1.3: clientId, platformIssuerIdentifier, "
    "deploymentId, oidcAuthorizationEndpoint, jsonWebKeySetUrl (v2).",
)


def _destinations(session: Session) -> "Destinations":
    return session.cloud().destinations


@click.group(cls=Group)
def destination() -> None:
    """Destinations: the places that dispatches go to."""


destination.add_command(tag_group("destination", lambda session: _destinations(session).tags))


@destination.command()
@click.argument("name")
@click.option("--id", "destination_id", metavar="ID", help="Its ID.  [default: a UUID]")
@click.option("--email", metavar="ADDRESS", help="Whom to write to there.")
@click.option("--notes", metavar="TEXT", help="Anything worth remembering.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@_LAUNCH_AUTH
@_PLATFORM
@pass_session
def create(
    session: Session,
    name: str,
    destination_id: str | None,
    email: str | None,
    notes: str | None,
    tags: tuple[str, ...],
    launch_auth: str | None,
    platform: str | None,
) -> None:
    """Create a destination.

    \b
    Examples:
      scloud destination create "Acme" --id acme --tag emea
      id=$(scloud destination create "Acme" -o ids)
    """
    from scormcloud_cli.api.destinations import DestinationChange

    destinations = _destinations(session)
    wanted = DestinationChange(
        name=name,
        email=email,
        notes=notes,
        tags=tags or None,
        launch_auth=read_object(launch_auth, "--launch-auth", session.terminal),
        lti13_data=read_object(platform, "--lti13-platform", session.terminal),
    )
    made = destinations.create(destination_id, wanted)
    session.output.one(destinations.get(made).to_record(), _VIEW)


@destination.command("list")
@goes_on
@click.option("--course", "course_id", metavar="ID", help="Only those this course went to (v2).")
@list_options("GetDestinations")
@click.option("--dispatch-count", is_flag=True, help="With the number of dispatches (v2).")
@pass_session
def list_(
    session: Session,
    course_id: str | None,
    filters: Mapping[str, Any],
    dispatch_count: bool,
) -> None:
    """List destinations.

    \b
    Examples:
      scloud destination list
      scloud destination list --tag emea -o json | jq -r '.[].name'
    """
    from scormcloud_cli.api.destinations import DestinationQuery

    query = DestinationQuery(
        course_id=course_id,
        **filters,
        dispatch_count=dispatch_count,
    )
    found = _destinations(session).list(query)
    session.output.many((each.to_record() for each in found), _VIEW)


@destination.command()
@click.argument("destination_id", metavar="ID")
@pass_session
def show(session: Session, destination_id: str) -> None:
    """Show a destination.

    \b
    Examples:
      scloud destination show acme
      scloud destination show acme -o json | jq -r .name
    """
    session.output.one(_destinations(session).get(destination_id).to_record(), _VIEW)


@destination.command()
@click.argument("destination_id", metavar="ID")
@click.option("--name", metavar="NAME", help="Call it this.")
@click.option("--email", metavar="ADDRESS", help="Whom to write to there.")
@click.option("--notes", metavar="TEXT", help="Anything worth remembering.")
@_LAUNCH_AUTH
@_PLATFORM
@pass_session
def update(
    session: Session,
    destination_id: str,
    name: str | None,
    email: str | None,
    notes: str | None,
    launch_auth: str | None,
    platform: str | None,
) -> None:
    """Change a destination, and show it.

    \b
    Examples:
      scloud destination update acme --name "Acme & Co"
      scloud destination update acme --notes "moves in May" --email lms@acme.example
      scloud destination update acme --lti13-platform @platform.json
    """
    from scormcloud_cli.api.destinations import DestinationChange

    change = DestinationChange(
        name=name,
        email=email,
        notes=notes,
        launch_auth=read_object(launch_auth, "--launch-auth", session.terminal),
        lti13_data=read_object(platform, "--lti13-platform", session.terminal),
    )
    if change == DestinationChange():
        raise UsageFault("there is nothing to change", hint="scloud destination update --help")
    destinations = _destinations(session)
    destinations.update(destination_id, change)
    session.output.one(destinations.get(destination_id).to_record(), _VIEW)


@destination.command()
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@many
@pass_session
def delete(session: Session, ids: tuple[str, ...]) -> None:
    """Delete destinations with their dispatches.

    \b
    Examples:
      scloud destination delete acme
      scloud destination list --tag old -o ids | scloud destination delete - --yes
    """
    bulk.delete(
        session,
        named(session, "destination", ids),
        _destinations(session).delete,
        question="Delete {} with all dispatches?",
    )


@destination.command()
@click.argument("destination_id", metavar="ID")
@pass_session
def enable(session: Session, destination_id: str) -> None:
    """Let all dispatches to a destination be launched.

    \b
    Examples:
      scloud destination enable acme
      scloud destination enable acme --dry-run
    """
    _destinations(session).change_dispatches(destination_id, enabled=True)
    session.output.one({"id": destination_id, "status": "enabled"}, bulk.DONE)


@destination.command()
@click.argument("destination_id", metavar="ID")
@pass_session
def disable(session: Session, destination_id: str) -> None:
    """Let no dispatch to a destination be launched any more.

    \b
    Examples:
      scloud destination disable acme
      scloud destination list --tag late -o ids | xargs -n1 scloud destination disable
    """
    _destinations(session).change_dispatches(destination_id, enabled=False)
    session.output.one({"id": destination_id, "status": "disabled"}, bulk.DONE)


_ON_OR_OFF = click.Choice(["on", "off"])


@destination.command()
@click.argument("destination_id", metavar="ID")
@click.argument("state", type=_ON_OR_OFF)
@pass_session
def instancing(session: Session, destination_id: str, state: str) -> None:
    """Have launches after a course changed begin new instances, or not.

    \b
    Examples:
      scloud destination instancing acme on
      scloud destination instancing acme off
    """
    _destinations(session).change_dispatches(destination_id, instanced=state == "on")
    session.output.one({"id": destination_id, "status": f"instancing {state}"}, bulk.DONE)


@destination.command("hash-user-info")
@click.argument("destination_id", metavar="ID")
@click.argument("state", type=_ON_OR_OFF, required=False)
@pass_session
def hash_user_info(session: Session, destination_id: str, state: str | None) -> None:
    """Have all dispatches to a destination hide who learns, or show it; or tell which (v2).

    \b
    Examples:
      scloud destination hash-user-info acme on
      scloud destination hash-user-info acme -o json | jq -r .status
    """
    destinations = _destinations(session)
    if state is None:
        state = "on" if destinations.hashes_user_info(destination_id) else "off"
    else:
        destinations.hash_user_info(destination_id, state == "on")
    session.output.one({"id": destination_id, "status": f"hashing {state}"}, bulk.DONE)


@destination.command("registration-count")
@click.argument("destination_id", metavar="ID")
@click.option("--reset", is_flag=True, help="Set it back to nought.")
@pass_session
def registration_count(session: Session, destination_id: str, reset: bool) -> None:
    """Count the registrations made through a destination.

    \b
    Examples:
      scloud destination registration-count acme
      scloud destination registration-count acme --reset --yes
    """
    destinations = _destinations(session)
    if reset:
        if not session.dry_run:
            session.terminal.confirm(f"Set the registration count of {destination_id} to nought?")
        destinations.reset_registration_count(destination_id)
    count = destinations.registration_count(destination_id)
    session.output.one({"id": destination_id, "registrationCount": count}, _COUNT)


@destination.command()
@click.argument("destination_id", metavar="ID")
@pass_session
def lti13(session: Session, destination_id: str) -> None:
    """Show what a platform needs to add a destination as an LTI 1.3 tool (v2).

    \b
    Examples:
      scloud destination lti13 acme
      scloud destination lti13 acme -o json | jq -r .publicKey
    """
    session.output.one(_destinations(session).tool_configuration(destination_id), _TOOL)


@destination.command()
@click.argument("destination_id", metavar="ID")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.  [ID.zip]")
@pass_session
def download(session: Session, destination_id: str, target: str | None) -> None:
    """Download the packages of all dispatches to a destination.

    \b
    Examples:
      scloud destination download acme
      scloud destination download acme -O acme-packages.zip
    """
    destinations = _destinations(session)
    downloads.save(
        session,
        destination_id,
        target,
        lambda sink, progress: destinations.download(destination_id, sink, progress),
    )
