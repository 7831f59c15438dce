"""Creating registrations so that none is lost and none is double, whatever becomes of an answer."""

import time

from scormcloud_cli.api.errors import NetworkFailure, NotFound, ServiceRefused
from scormcloud_cli.api.registrations import Detail, NewRegistration, Registrations

_TRIES = 5
_FIRST_WAIT = 0.2


def register(registrations: Registrations, new: NewRegistration) -> str:
    """Create a registration, or find that it is there.

    Its ID is known before it is sent, and a service has it once or not at all: so what may have
    landed is looked for, and sent again where it has not.

    Returns:
        ``created``; or ``exists``, where it was there before, of the same learner and course.

    Raises:
        ServiceRefused: another registration has the ID, or the service says no.
        NetworkFailure: the service cannot be reached, however often that was tried.
    """
    doubtful = False
    for left in range(_TRIES - 1, -1, -1):
        try:
            registrations.create(new)
        except NetworkFailure:
            doubtful = True
            if landed(registrations, new):
                return "created"
            if not left:
                raise
            time.sleep(_FIRST_WAIT * 2 ** (_TRIES - 1 - left))
        except ServiceRefused as error:
            if error.code != "registration_exists" or not landed(registrations, new):
                raise
            return "created" if doubtful else "exists"
        else:
            return "created"
    raise AssertionError("unreachable: the last try returns or raises")


def landed(registrations: Registrations, new: NewRegistration) -> bool:
    """Say whether there is such a registration, of the same learner and course.

    Where that cannot be asked, it is not known to be there.
    """
    try:
        found = registrations.get(new.id, Detail())
    except (NotFound, NetworkFailure):
        return False
    return (
        found.course is not None
        and found.learner is not None
        and (found.course.id, found.learner.id) == (new.course_id, new.learner_id)
    )
