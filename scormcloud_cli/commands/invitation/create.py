from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import many, postback
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.types import Moment, wait_timeout_option
from scormcloud_cli.terminal.views.invitations import INVITATION, INVITED


@click.command(cls=Command, prints=INVITATION)
@click.option("--course", "course_id", required=True, metavar="ID", help="The course to invite to.")
@click.option(
    "--from", "creator", required=True, metavar="ADDRESS", help="The address of whoever invites."
)
@click.option(
    "--to",
    "addresses",
    multiple=True,
    metavar="ADDRESS",
    help="An address to invite; '-' reads them from standard input.",
)
@click.option("--public", is_flag=True, help="Make a link for anyone instead of mails.")
@click.option("--subject", metavar="TEXT", help="Of the mail.")
@click.option("--message", metavar="TEXT", help="The mail; [USER] and [URL:text] are filled in.")
@click.option(
    "--duplicates",
    type=click.Choice(["fail", "instance", "send", "create"]),
    help="For who is registered already: fail, begin a new instance, send the old link, or "
    "register anew (v2).",
)
@click.option(
    "--cap", type=click.IntRange(min=0), metavar="N", help="At most so many learners (public)."
)
@click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC).")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@postback.postback_options
@click.option("--wait/--no-wait", default=True, help="Wait until mails are sent.  [default: wait]")
@wait_timeout_option
def create(
    session: Session,
    course_id: str,
    creator: str,
    addresses: tuple[str, ...],
    public: bool,
    subject: str | None,
    message: str | None,
    duplicates: str | None,
    cap: int | None,
    expires: str | None,
    tags: tuple[str, ...],
    wait: bool,
    wait_timeout: float,
    **postback_options: Any,
) -> None:
    """Invite learners to a course.

    \b
    Examples:
      scloud invitation create --course golf --from boss@example.org --to ann@example.org
      scloud invitation create --course golf --from boss@example.org --public --cap 50
      scloud invitation create --course golf --from boss@example.org --public --postback-url URL
      cat addresses.txt | scloud invitation create --course golf --from boss@example.org --to -
    """
    from scormcloud_cli.commands.invitation._sending import wait_until_sent

    if public == bool(addresses):
        raise UsageError("an invitation is either --public or goes --to somebody")
    if public and (subject or message or duplicates):
        raise UsageError(
            "--public sends no mail, so it takes no --subject, --message, --duplicates"
        )
    if addresses and cap is not None:
        raise UsageError("--cap is for --public: mails go to so many as there are addresses")
    words = {
        "fail": "FAIL",
        "instance": "INSTANCE_EXISTING",
        "send": "SEND_EXISTING",
        "create": "CREATE_NEW",
    }
    whom = many.named(session, INVITED, addresses).ids
    invitations = session.cloud().invitations
    invitation_id = invitations.create(
        api.NewInvitation(
            course_id=course_id,
            creator=creator,
            addresses=None if public else tuple(whom),
            subject=subject,
            body=message,
            duplicates=words[duplicates] if duplicates else None,
            registration_cap=cap,
            expiration_date=expires,
            tags=tags,
            postback=postback.read(session, **postback_options),
        )
    )
    if wait and not public:
        job = wait_until_sent(invitations, invitation_id, wait_timeout)
        for error in job.errors or ():
            session.terminal.warn(error)
    session.output.one(invitations.get(invitation_id).to_record())
