"""``scloud ping``: does the service answer, and take the credentials?"""

import click

from scormcloud_cli.options import Command, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View


@click.command(cls=Command)
@pass_session
def ping(session: Session) -> None:
    """Check that the service answers and takes the credentials.

    Prints the API, the application, the service's clock, and by how many seconds this machine's
    clock is ahead of it.

    \b
    Examples:
      scloud ping
      scloud ping --api v1 -o json | jq .clockDifference
    """
    from scormcloud_cli.api.access import Ping

    found = session.cloud().ping()
    view = View(
        "ping",
        columns=(
            Column("api", "API"),
            Column("baseUrl", "BASE URL", whole=True),
            Column("application", "APPLICATION"),
            Column("clockDifference", "CLOCK DIFFERENCE"),
        ),
        fields=Ping.field_names(),
        id_field="application",
    )
    session.output.one(found.to_record(), view)
