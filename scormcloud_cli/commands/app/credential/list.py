import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.applications import LISTED_SECRET_KEY


@click.command(cls=Command, prints=LISTED_SECRET_KEY)
@click.argument("app_id", metavar="ID")
def list_(session: Session, app_id: str) -> None:
    """List an application's secret keys, without the keys themselves.

    \b
    Examples:
      scloud app credential list ID
      scloud app credential list ID -o json | jq -r '.[] | select(.status == "active").id'
    """
    credentials = session.cloud(management=True).applications.credentials(app_id)
    records = (credential.to_record() for credential in credentials)
    shown = ({name: record[name] for name in record if name != "credential"} for record in records)
    session.output.many(shown)
