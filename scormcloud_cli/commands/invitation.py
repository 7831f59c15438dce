"""``scloud invitation``: asking learners to a course, by mail or by a link."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import JobFailed, StillPending, UsageFault
from scormcloud_cli.commands.shared.options import (
    Group,
    Moment,
    goes_on,
    list_options,
    named,
    pass_session,
)
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import waiting

if TYPE_CHECKING:
    from scormcloud_cli.api.invitations import InvitationJob, Invitations

_VIEW = View(
    "invitation",
    columns=(
        Column("id", "ID", whole=True),
        Column("courseId", "COURSE"),
        Column("isPublic", "PUBLIC"),
        Column("allowLaunch", "LAUNCH"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("createDate", "CREATED"),
        Column("expirationDate", "EXPIRES"),
    ),
    fields=(
        *("id", "courseId", "courseTitle", "isPublic", "url", "allowLaunch"),
        *("allowNewRegistrations", "registrationCap", "registrationCount"),
        *("launchedRegistrationCount", "createDate", "updated", "expirationDate"),
        "invitationEmail",
    ),
)
_JOB = View(
    "job",
    columns=(
        Column("status", "STATUS"),
        Column("processed", "DONE"),
        Column("total", "OF"),
        Column("errors", "ERRORS"),
    ),
    fields=("status", "total", "processed", "errors"),
    id_field="status",
)
_INVITED = View(
    "learner",
    columns=(
        Column("email", "E-MAIL", whole=True),
        Column("isStarted", "STARTED"),
        Column("registrationId", "REGISTRATION", whole=True),
        Column("registrationReport.complete", "COMPLETION"),
        Column("registrationReport.success", "SUCCESS"),
        Column("registrationReport.score.scaled", "SCORE"),
    ),
    fields=("email", "registrationId", "isStarted", "updated", "url", "registrationReport"),
    id_field="registrationId",
)


def _invitations(session: Session) -> "Invitations":
    return session.cloud().invitations


@click.group(cls=Group)
def invitation() -> None:
    """Invitations: asking learners to a course, by mail or by a link."""


invitation.add_command(tag_group("invitation", lambda session: _invitations(session).tags, "an"))


@invitation.command()
@click.option("--course", "course_id", required=True, metavar="ID", help="What to.")
@click.option("--from", "creator", required=True, metavar="ADDRESS", help="Who invites.")
@click.option("--to", "addresses", multiple=True, metavar="ADDRESS", help="Whom; '-' reads them.")
@click.option("--public", is_flag=True, help="Make a link for anyone instead of mails.")
@click.option("--subject", metavar="TEXT", help="Of the mail.")
@click.option("--message", metavar="TEXT", help="The mail; [USER] and [URL:text] are filled in.")
@click.option(
    "--duplicates",
    type=click.Choice(["fail", "instance", "send", "create"]),
    help="For who is registered already: fail, begin a new instance, send the old link, or "
    "register anew (v2).",
)
@click.option("--cap", type=click.IntRange(min=0), metavar="N", help="So many at most (public).")
@click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC).")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@click.option("--wait/--no-wait", default=True, help="Wait until mails are sent.  [default: wait]")
@waiting.timeout_option
@pass_session
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
) -> None:
    """Invite learners to a course.

    \b
    Examples:
      scloud invitation create --course golf --from boss@example.org --to ann@example.org
      scloud invitation create --course golf --from boss@example.org --public --cap 50
      cat addresses.txt | scloud invitation create --course golf --from boss@example.org --to -
    """
    from scormcloud_cli.api.invitations import NewInvitation

    if public == bool(addresses):
        raise UsageFault("an invitation is either --public or goes --to somebody")
    if public and (subject or message or duplicates):
        raise UsageFault(
            "--public sends no mail, so it takes no --subject, --message, --duplicates"
        )
    if addresses and cap is not None:
        raise UsageFault("--cap is for --public: mails go to so many as there are addresses")
    words = {
        "fail": "FAIL",
        "instance": "INSTANCE_EXISTING",
        "send": "SEND_EXISTING",
        "create": "CREATE_NEW",
    }
    whom = named(session, "learner", addresses).ids
    invitations = _invitations(session)
    made = invitations.create(
        NewInvitation(
            course_id=course_id,
            creator=creator,
            addresses=None if public else tuple(whom),
            subject=subject,
            body=message,
            duplicates=words[duplicates] if duplicates else None,
            registration_cap=cap,
            expiration_date=expires,
            tags=tags,
        )
    )
    if wait and not public:
        job = _wait(invitations, made, wait_timeout)
        for error in job.errors or ():
            session.terminal.warn(error)
    session.output.one(invitations.get(made).to_record(), _VIEW)


@invitation.command("list")
@goes_on
@click.option("--course", "course_id", metavar="ID", help="Only those to this course.")
@click.option("--public/--private", default=None, help="Only those of this kind.")
@list_options("GetAllInvitations")
@pass_session
def list_(
    session: Session,
    course_id: str | None,
    public: bool | None,
    filters: Mapping[str, Any],
) -> None:
    """List invitations.

    \b
    Examples:
      scloud invitation list --course golf
      scloud invitation list --public -o json | jq -r '.[].url'
    """
    from scormcloud_cli.api.invitations import InvitationQuery

    query = InvitationQuery(
        course_id=course_id,
        public=public,
        **filters,
    )
    found = _invitations(session).list(query)
    session.output.many((each.to_record() for each in found), _VIEW)


@invitation.command()
@click.argument("invitation_id", metavar="ID")
@pass_session
def show(session: Session, invitation_id: str) -> None:
    """Show an invitation.

    \b
    Examples:
      scloud invitation show ID
      scloud invitation show ID -o json | jq -r .url
    """
    session.output.one(_invitations(session).get(invitation_id).to_record(), _VIEW)


@invitation.command()
@click.argument("invitation_id", metavar="ID")
@click.option("--launch/--no-launch", default=None, help="Those it went to may launch, or not.")
@click.option("--open/--closed", "open_", default=None, help="More may join (public), or not.")
@click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC).")
@pass_session
def update(
    session: Session,
    invitation_id: str,
    launch: bool | None,
    open_: bool | None,
    expires: str | None,
) -> None:
    """Change an invitation, and show it.

    \b
    Examples:
      scloud invitation update ID --no-launch
      scloud invitation update ID --closed --expires 2027-01-01
    """
    if launch is None and open_ is None and expires is None:
        raise UsageFault("there is nothing to change", hint="scloud invitation update --help")
    invitations = _invitations(session)
    invitations.update(
        invitation_id,
        allow_launch=launch,
        allow_new_registrations=open_,
        expiration_date=expires,
    )
    session.output.one(invitations.get(invitation_id).to_record(), _VIEW)


@invitation.command()
@click.argument("invitation_id", metavar="ID")
@click.option("--wait", is_flag=True, help="Wait until all mails are sent.")
@waiting.timeout_option
@pass_session
def job(session: Session, invitation_id: str, wait: bool, wait_timeout: float) -> None:
    """Tell how far the sending of an invitation is.

    \b
    Examples:
      scloud invitation job ID
      scloud invitation job ID --wait -o json | jq .errors
    """
    invitations = _invitations(session)
    found = (
        _wait(invitations, invitation_id, wait_timeout) if wait else invitations.job(invitation_id)
    )
    session.output.one(found.to_record(), _JOB)


@invitation.command()
@click.argument("invitation_id", metavar="ID")
@click.option("--report", is_flag=True, help="With how far each of them is.")
@pass_session
def invited(session: Session, invitation_id: str, report: bool) -> None:
    """List who was invited or joined, and how far they are.

    \b
    Examples:
      scloud invitation invited ID --report
      scloud invitation invited ID -o ids | scloud registration delete - --yes
    """
    found = _invitations(session).invited(invitation_id, report=report)
    session.output.many((each.to_record() for each in found), _INVITED)


def _wait(invitations: "Invitations", invitation_id: str, seconds: float) -> "InvitationJob":
    """Return how an invitation's sending ended.

    Raises:
        JobFailed: it ended in error.
        StillPending: it has not ended in so many seconds.
    """
    found = waiting.until(
        lambda: invitations.job(invitation_id),
        lambda job: job.status in ("COMPLETE", "ERROR", "CANCELLED"),
        seconds,
        StillPending(
            f"invitation {invitation_id} is still being sent after {seconds:g} s",
            hint=f"scloud invitation job {invitation_id} --wait",
        ),
    )
    if found.status != "COMPLETE":
        reasons = "; ".join(found.errors or ()) or found.status.lower()
        raise JobFailed(f"invitation {invitation_id} was not sent: {reasons}")
    return found
