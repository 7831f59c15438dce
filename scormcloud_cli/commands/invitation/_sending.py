"""Waiting until the mails of an invitation are sent."""

from scormcloud_cli.api.errors import JobFailed, StillPending
from scormcloud_cli.api.invitations import InvitationJob, Invitations
from scormcloud_cli.workflows import waiting


def wait_until_sent(invitations: Invitations, invitation_id: str, seconds: float) -> InvitationJob:
    """Wait until the mails of an invitation are sent, and return the job that sent them.

    Args:
        invitations: the application's invitations.
        invitation_id: which invitation.
        seconds: how long to wait at most.

    Raises:
        JobFailed: it ended in error.
        StillPending: it has not ended in so many seconds.
    """
    job = waiting.until(
        lambda: invitations.job(invitation_id),
        lambda job: job.status in ("COMPLETE", "ERROR", "CANCELLED"),
        seconds,
        StillPending(
            f"invitation {invitation_id} is still being sent after {seconds:g} s",
            hint=f"scloud invitation job {invitation_id} --wait",
        ),
    )
    if job.status != "COMPLETE":
        reasons = "; ".join(job.errors or ()) or job.status.lower()
        raise JobFailed(f"invitation {invitation_id} was not sent: {reasons}")
    return job
