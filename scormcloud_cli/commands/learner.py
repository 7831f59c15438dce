"""``scloud learner``: learners, who exist inside registrations only."""

from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared.options import Group, pass_session
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.learners import Learners

_VIEW = View(
    "learner",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("registrations", "REGISTRATIONS"),
    ),
    fields=("id", "status", "registrations"),
)


def _learners(session: Session) -> "Learners":
    return session.cloud().learners


@click.group(cls=Group)
def learner() -> None:
    """Learners, who exist inside registrations only."""


learner.add_command(tag_group("learner", lambda session: _learners(session).tags))


@learner.command()
@click.argument("learner_id", metavar="ID")
@click.option("--first-name", metavar="NAME", help="The first name.")
@click.option("--last-name", metavar="NAME", help="The last name.")
@click.option("--email", metavar="ADDRESS", help="The e-mail address.")
@pass_session
def update(
    session: Session,
    learner_id: str,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
) -> None:
    """Change a learner's name or address in all registrations.

    \b
    Examples:
      scloud learner update ann@example.org --last-name Lee-Smith
      scloud learner update ann@example.org --first-name Ann --email ann@new.example
    """
    if first_name is None and last_name is None and email is None:
        raise UsageFault(
            "there is nothing to change", hint="give --first-name, --last-name or --email"
        )
    _learners(session).update(learner_id, first_name=first_name, last_name=last_name, email=email)
    session.output.one({"id": learner_id, "status": "updated"}, _VIEW)


@learner.command("delete-information")
@click.argument("learner_id", metavar="ID")
@click.option("--requester", required=True, metavar="ADDRESS", help="Whose e-mail asks for it.")
@pass_session
def delete_information(session: Session, learner_id: str, requester: str) -> None:
    """Delete all that is kept about a learner, in every registration (v2).

    It asks first and says how many registrations go; --dry-run says so and deletes nothing.

    \b
    Examples:
      scloud learner delete-information ann@example.org --requester privacy@example.org --dry-run
      scloud learner delete-information ann@example.org --requester privacy@example.org --yes
    """
    from scormcloud_cli.api.registrations import RegistrationQuery

    cloud = session.cloud()
    count = sum(1 for _ in cloud.registrations.list(RegistrationQuery(learner_id=learner_id)))
    session.terminal.notice(f"{count} registrations of {learner_id} and their results go")
    if not session.dry_run:
        session.terminal.confirm(f"Delete all that is kept about {learner_id}?")
    cloud.learners.delete_information(learner_id, requester)
    record = {"id": learner_id, "status": "deletion begun", "registrations": count}
    session.output.one(record, _VIEW)
