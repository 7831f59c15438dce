import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import LAUNCH_LINK

_LIFE = 120
# What is told of the registration once it was played.
_RESULT = ("registrationCompletion", "registrationSuccess", "score", "totalSecondsTracked")


@click.command(cls=Command, prints=LAUNCH_LINK.with_fields(*_RESULT, "score.scaled"))
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
    help=f"How long the link lives, 10 to 300 (v2).  [default: {_LIFE}]",
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
def launch(
    session: Session, registration_id: str, redirect: str, expires: int | None, open_: bool
) -> None:
    """Print the link that launches it for its learner.

    Whoever has the link acts as the learner until it expires. Where the link ends with the command,
    as on the profile local, --open waits until the learner has exited, and prints the result.

    \b
    Examples:
      scloud registration launch golf-ann
      scloud registration launch golf-ann --redirect https://lms.example/done --open
    """
    from scormcloud_cli.commands.shared.links import open_link, show_link

    registrations = session.cloud().registrations
    link = registrations.launch(registration_id, redirect=redirect, expires=expires)
    if not open_ or session.links_last or session.dry_run:
        show_link(session, link, open_)
        return
    from threading import Thread

    from scormcloud_cli.workflows import playing

    life = expires or _LIFE
    before = sum(1 for _ in registrations.history(registration_id))
    session.terminal.notice(f"the course is played here until the learner has exited:\n{link}")
    # Some browsers are waited for until they are closed, and the learner may exit before.
    Thread(target=open_link, args=(session, link), daemon=True).start()
    try:
        registration = playing.until_exited(registrations, registration_id, before, life)
    except KeyboardInterrupt:
        kept = f"what the learner has done is kept: scloud registration show {registration_id}"
        raise KeyboardInterrupt(kept) from None
    record = registration.to_record()
    result = {name: record[name] for name in _RESULT if name in record}
    session.output.one(result | {"launchLink": link})
