import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.pipe._ends import end_options, endpoint, passwords
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("target", metavar="TARGET_URL")
@end_options
def create(
    session: Session,
    target: str,
    target_user: str | None,
    source: str | None,
    source_user: str | None,
    passwords_stdin: bool,
) -> None:
    """Forward statements to another record store.

    They come from the service's own, or from --source.

    \b
    Examples:
      scloud xapi pipe create https://lrs.example/xapi
      pass lrs | scloud xapi pipe create https://lrs.example/xapi --target-user u --passwords-stdin
    """
    password, source_password = passwords(session, passwords_stdin)
    pipe_id = session.cloud().xapi.create_pipe(
        endpoint("source", source, source_user, source_password),
        api.Endpoint(target, target_user, password),
    )
    session.output.one({"id": pipe_id, "status": "created"})
