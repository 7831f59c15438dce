from collections.abc import Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.invitations import INVITATION


@click.command(cls=Command, prints=INVITATION)
@resumable
@click.option("--course", "course_id", metavar="ID", help="Only those to this course.")
@click.option("--public/--private", default=None, help="Only those of this kind.")
@list_options("GetAllInvitations")
def list_(
    session: Session, course_id: str | None, public: bool | None, filters: Mapping[str, Any]
) -> None:
    """List invitations.

    \b
    Examples:
      scloud invitation list --course golf
      scloud invitation list --public -o json | jq -r '.[].url'
    """
    query = api.InvitationQuery(course_id=course_id, public=public, **filters)
    invitations = session.cloud().invitations.list(query)
    session.output.many(invitation.to_record() for invitation in invitations)
