import click

from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.exports import EXPORT
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("export_id", metavar="ID")
def cancel(session: Session, export_id: str) -> None:
    """Stop an export.

    \b
    Examples:
      scloud report export cancel ID --api v1
      scloud report export cancel ID --yes --api v1
    """
    targets = many.Targets(EXPORT, [export_id], alone=True)
    many.set_status(
        session, targets, session.cloud().exports.cancel, "cancelled", question="Stop {}?"
    )
