import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import LAUNCH_LINK


@click.command(cls=Command, prints=LAUNCH_LINK)
@click.argument("registration_id", metavar="ID")
@click.option(
    "--redirect",
    default="closer",
    metavar="URL",
    help="Where the learner goes on exit: a URL, closer or blank.  [default: closer]",
)
@click.option(
    "--expires",
    type=click.IntRange(10, 300),
    metavar="SECONDS",
    help="How long the link lives, 10 to 300 (v2).  [default: 120]",
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def launch(
    session: Session, registration_id: str, redirect: str, expires: int | None, open_: bool
) -> None:
    """Print the link that launches it for its learner.

    Whoever has the link acts as the learner until it expires.

    \b
    Examples:
      scloud registration launch golf-ann
      scloud registration launch golf-ann --redirect https://lms.example/done --open
    """
    from scormcloud_cli.commands.shared.links import show_link

    link = session.cloud().registrations.launch(registration_id, redirect=redirect, expires=expires)
    show_link(session, link, open_)
