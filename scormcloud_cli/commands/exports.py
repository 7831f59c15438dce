"""``scloud report export``: all of an application's data in one zip (v1)."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import JobFailed, StillPending
from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk, waiting
from scormcloud_cli.workflows.bulk import Targets

if TYPE_CHECKING:
    from scormcloud_cli.api.v1.exports import Export, Exports

_VIEW = View(
    "export",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("percentComplete", "PER CENT"),
        Column("startDate", "STARTED"),
        Column("endDate", "ENDED"),
    ),
    fields=("id", "status", "percentComplete", "startDate", "endDate"),
)


def _exports(session: Session) -> "Exports":
    return session.cloud().exports


@click.group(cls=Group)
def export() -> None:
    """All of an application's data in one zip (v1)."""


@export.command()
@click.option("--wait", is_flag=True, help="Wait until it has ended.")
@waiting.timeout_option
@pass_session
def start(session: Session, wait: bool, wait_timeout: float) -> None:
    """Begin an export, and show it.

    \b
    Examples:
      scloud report export start --api v1
      id=$(scloud report export start --wait --api v1 -o ids)
    """
    exports = _exports(session)
    made = exports.start()
    found = _ended(exports, made, wait_timeout) if wait else exports.get(made)
    session.output.one(found.to_record(), _VIEW)


@export.command("list")
@pass_session
def list_(session: Session) -> None:
    """List the exports there are.

    \b
    Examples:
      scloud report export list --api v1
      scloud report export list --api v1 -o json | jq -r '.[] | select(.status == "complete").id'
    """
    session.output.many((each.to_record() for each in _exports(session).list()), _VIEW)


@export.command()
@click.argument("export_id", metavar="ID")
@click.option("--wait", is_flag=True, help="Wait until it has ended.")
@waiting.timeout_option
@pass_session
def show(session: Session, export_id: str, wait: bool, wait_timeout: float) -> None:
    """Show how an export stands.

    \b
    Examples:
      scloud report export show ID --api v1
      scloud report export show ID --wait --wait-timeout 60 --api v1
    """
    exports = _exports(session)
    found = _ended(exports, export_id, wait_timeout) if wait else exports.get(export_id)
    session.output.one(found.to_record(), _VIEW)


@export.command()
@click.argument("export_id", metavar="ID")
@pass_session
def cancel(session: Session, export_id: str) -> None:
    """Stop an export.

    \b
    Examples:
      scloud report export cancel ID --api v1
      scloud report export cancel ID --yes --api v1
    """
    targets = Targets("export", [export_id], alone=True)
    bulk.each(session, targets, _exports(session).cancel, "cancelled", question="Stop {}?")


@export.command()
@click.argument("export_id", metavar="ID")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.  [ID.zip]")
@pass_session
def download(session: Session, export_id: str, target: str | None) -> None:
    """Download the zip of an export that has ended.

    \b
    Examples:
      scloud report export download ID --api v1
      scloud report export download ID -O everything.zip --api v1
    """
    exports = _exports(session)
    downloads.save(
        session,
        export_id,
        target,
        lambda sink, progress: exports.download(export_id, sink, progress),
    )


def _ended(exports: "Exports", export_id: str, seconds: float) -> "Export":
    """Return an export once it has ended well.

    Raises:
        JobFailed: it ended otherwise.
        StillPending: it has not ended in so many seconds.
    """
    found = waiting.until(
        lambda: exports.get(export_id),
        lambda export: export.status != "started",
        seconds,
        StillPending(
            f"export {export_id} is not done after {seconds:g} s; it goes on",
            hint=f"scloud report export show {export_id} --wait --api v1",
        ),
    )
    if found.status != "complete":
        raise JobFailed(f"export {export_id} ended as {found.status}")
    return found
