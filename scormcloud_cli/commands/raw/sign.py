import click

from scormcloud_cli.api import V1
from scormcloud_cli.api.catalog import Operation
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.raw._arguments import read, refuse_misfits
from scormcloud_cli.commands.raw._operations import OperationName, cloud_for
from scormcloud_cli.commands.raw._words import Word, WordType
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.links import warn_of_end
from scormcloud_cli.terminal.views.raw import LINK


@click.command(cls=Command, prints=LINK)
@click.argument("call", metavar="METHOD", type=OperationName())
@click.argument("words", metavar="[KEY=VALUE]...", nargs=-1, type=WordType())
@click.option("--unchecked", is_flag=True, help="Sign what the catalogue does not know as well.")
def sign(session: Session, call: Operation, words: tuple[Word, ...], unchecked: bool) -> None:
    """Print the signed URL of a v1 call; call nothing.

    It holds no secret, but whoever has it can make this one call, for 15 minutes. That is what
    launch, preview and browser uploads are made of.

    \b
    Examples:
      scloud raw sign rustici.registration.launch regid=r1 redirecturl=closer
      curl "$(scloud raw sign rustici.course.getAssets courseid=golf -o table)" -o golf.zip
      scloud raw sign rustici.course.importCourse courseid=golf -o json | jq -r .url
    """
    if call.api != V1:
        raise UsageError(
            f"{call.name} is an operation of v2, and only v1's calls are signed",
            hint=f"scloud raw call {call.name}",
        )
    given = read(call, words, session.terminal)
    if given.upload is not None:
        raise UsageError("a file is not part of what is signed", hint=f"leave out {given.upload}")
    refuse_misfits(call, given, None, unchecked=unchecked, with_file=False)
    url = cloud_for(session, call).v1.url(call.name, given.values)
    if session.output.format == "table":
        session.output.value(url, url)
    else:
        session.output.one({"url": url})
    warn_of_end(session)
    if call.permission != "none":
        session.terminal.notice("valid for 15 minutes")
