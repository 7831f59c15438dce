import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.invitations import INVITED


@click.command(cls=Command, prints=INVITED)
@click.argument("invitation_id", metavar="ID")
@click.option("--report", is_flag=True, help="With how far each of them is.")
def invited(session: Session, invitation_id: str, report: bool) -> None:
    """List who was invited or joined, and how far they are.

    \b
    Examples:
      scloud invitation invited ID --report
      scloud invitation invited ID -o ids | scloud registration delete - --yes
    """
    learners = session.cloud().invitations.invited(invitation_id, report=report)
    session.output.many(learner.to_record() for learner in learners)
