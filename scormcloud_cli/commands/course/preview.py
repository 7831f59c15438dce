import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import LAUNCH_LINK


@click.command(cls=Command, prints=LAUNCH_LINK)
@click.argument("course_id", metavar="ID")
@click.option("--version", type=click.IntRange(min=0), metavar="N", help="This version of it.")
@click.option(
    "--redirect",
    default="closer",
    metavar="URL",
    help="Where the player goes on exit: a URL, closer or blank.  [default: closer]",
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def preview(
    session: Session, course_id: str, version: int | None, redirect: str, open_: bool
) -> None:
    """Print a link that plays a course without keeping results.

    \b
    Examples:
      scloud course preview golf --open
      scloud course preview golf --version 0 -o json | jq -r .launchLink
    """
    from scormcloud_cli.commands.shared.links import show_link

    show_link(session, session.cloud().courses.preview(course_id, version, redirect), open_)
