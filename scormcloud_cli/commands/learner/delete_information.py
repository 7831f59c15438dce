import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.learners import LEARNER


@click.command(cls=Command, prints=LEARNER)
@click.argument("learner_id", metavar="ID")
@click.option("--requester", required=True, metavar="ADDRESS", help="Whose e-mail asks for it.")
def delete_information(session: Session, learner_id: str, requester: str) -> None:
    """Delete all that is kept about a learner (v2).

    Every registration of the learner is deleted. The command asks first and says how many there
    are; with --dry-run it only says so.

    \b
    Examples:
      scloud learner delete-information ann@example.org --requester privacy@example.org --dry-run
      scloud learner delete-information ann@example.org --requester privacy@example.org --yes
    """
    cloud = session.cloud()
    count = sum(1 for _ in cloud.registrations.list(api.RegistrationQuery(learner_id=learner_id)))
    session.terminal.notice(f"{count} registrations of {learner_id} and their results go")
    if not session.dry_run:
        session.terminal.confirm(f"Delete all that is kept about {learner_id}?")
    cloud.learners.delete_information(learner_id, requester)
    record = {"id": learner_id, "status": "deletion begun", "registrations": count}
    session.output.one(record)
