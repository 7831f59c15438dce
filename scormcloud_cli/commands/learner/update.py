import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.shared import RESULT


@click.command(cls=Command, prints=RESULT)
@click.argument("learner_id", metavar="ID")
@click.option("--first-name", metavar="NAME", help="The first name.")
@click.option("--last-name", metavar="NAME", help="The last name.")
@click.option("--email", metavar="ADDRESS", help="The e-mail address.")
def update(
    session: Session,
    learner_id: str,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
) -> None:
    """Change a learner's name or address everywhere.

    All registrations of the learner are changed.

    \b
    Examples:
      scloud learner update ann@example.org --last-name Lee-Smith
      scloud learner update ann@example.org --first-name Ann --email ann@new.example
    """
    if first_name is None and last_name is None and email is None:
        raise UsageError(
            "there is nothing to change", hint="give --first-name, --last-name or --email"
        )
    session.cloud().learners.update(
        learner_id, first_name=first_name, last_name=last_name, email=email
    )
    session.output.one({"id": learner_id, "status": "updated"})
