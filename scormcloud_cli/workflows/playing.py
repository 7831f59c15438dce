"""Waiting until a learner has played a course that was opened just now."""

import time

from scormcloud_cli.api.errors import StillPending
from scormcloud_cli.api.registrations import Detail, Launch, Registration, Registrations

# How long to wait between two looks, in seconds.
_PAUSE = 0.5
# How long a page that has gone may take to come back: it is loaded again.
_RETURN = 2.0


def until_exited(
    registrations: Registrations, registration_id: str, before: int, seconds: float
) -> Registration:
    """Wait until the learner has exited, and return what the registration has come to.

    Args:
        registrations: the application's registrations.
        registration_id: which one is launched.
        before: how many launches it had before.
        seconds: how long the launch link lives.

    Raises:
        StillPending: nobody has opened the link in that time.
    """
    give_up = time.monotonic() + seconds
    while True:
        launches = list(registrations.history(registration_id))
        if len(launches) > before:
            if _has_ended(launches[-1]):
                time.sleep(_RETURN)
                if _has_ended(list(registrations.history(registration_id))[-1]):
                    return registrations.get(registration_id, Detail())
        elif time.monotonic() > give_up:
            raise StillPending(
                f"nobody has opened the link in the {seconds:g} seconds that it lived",
                hint=f"scloud registration launch {registration_id} --open",
            )
        time.sleep(_PAUSE)


def _has_ended(launch: Launch) -> bool:
    return launch.exit_time is not None
