"""Enabling and disabling dispatches."""

from scormcloud_cli import api
from scormcloud_cli.commands.shared import many
from scormcloud_cli.session import Session
from scormcloud_cli.workflows.options import RunOptions


def set_enabled(session: Session, targets: many.Targets, enabled: bool, run: RunOptions) -> None:
    """Enable or disable dispatches; several only after a question.

    Raises:
        CloudError: as `many.set_status`.
    """
    dispatches = session.cloud(rate=run.rate).dispatches
    verb = "enable" if enabled else "disable"
    many.set_status(
        session,
        targets,
        lambda dispatch_id: dispatches.update(dispatch_id, api.DispatchChange(enabled=enabled)),
        verb + "d",
        run,
        question=None if targets.alone else verb.capitalize() + " {}?",
    )
