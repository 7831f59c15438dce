import click

from scormcloud_cli.api.errors import UnsupportedByApi
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.accounts import TOKEN


@click.command(cls=Command, prints=TOKEN)
@click.option("--scope", "scopes", multiple=True, required=True, metavar="SCOPE", help="What for.")
@click.option(
    "--expires",
    type=click.IntRange(min=1),
    default=300,
    metavar="SECONDS",
    help="How long it lives.  [default: 300]",
)
def token(session: Session, scopes: tuple[str, ...], expires: int) -> None:
    """Print an OAuth token for v2, to be given to something else.

    Scopes are read, write, delete and admin, for everything or for one area: read:course. A token
    cannot be taken back before it expires. scloud itself takes one from SCLOUD_TOKEN.

    \b
    Examples:
      SCLOUD_TOKEN=$(scloud auth token --scope read -o ids) scloud course list
      scloud auth token --scope write:course --scope read --expires 600
    """
    from scormcloud_cli.api import V1

    cloud = session.cloud()
    if cloud.api == V1:
        raise UnsupportedByApi("v1 has no tokens", hint="use --api v2")
    token = cloud.token(scopes, expires)
    if session.output.format == "table":
        session.output.value(token.access_token, token.access_token)
    else:
        session.output.one(token.to_record())
