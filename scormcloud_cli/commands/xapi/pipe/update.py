import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.xapi.pipe._ends import end_options, endpoint, passwords
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("pipe_id", metavar="ID")
@click.option("--target", metavar="URL", help="The record store to write.")
@end_options
def update(
    session: Session,
    pipe_id: str,
    target: str | None,
    target_user: str | None,
    source: str | None,
    source_user: str | None,
    passwords_stdin: bool,
) -> None:
    """Change where statements come from or go to.

    An end that changes is given anew, with its user.

    \b
    Examples:
      scloud xapi pipe update ID --target https://lrs2.example/xapi
      pass lrs | scloud xapi pipe update ID --target https://lrs.example/xapi --target-user u \\
          --passwords-stdin
    """
    password, source_password = passwords(session, passwords_stdin)
    new_source = endpoint("source", source, source_user, source_password)
    new_target = endpoint("target", target, target_user, password)
    if new_source is None and new_target is None:
        raise UsageError("there is nothing to change", hint="give --target or --source")
    session.cloud().xapi.update_pipe(pipe_id, new_source, new_target)
    session.output.one({"id": pipe_id, "status": "updated"})
