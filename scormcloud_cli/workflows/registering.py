"""Creating registrations exactly once each, also where answers are lost."""

import time

from scormcloud_cli.api.errors import NetworkFailure, NotFound, ServiceRefused
from scormcloud_cli.api.registrations import Detail, NewRegistration, Registrations

_TRIES = 5
_FIRST_WAIT = 0.2


def register(registrations: Registrations, new: NewRegistration) -> str:
    """Create a registration; where the answer is lost, look for it and send it again if need be.

    Its ID is known before it is sent, and the service has an ID once or not at all.

    Args:
        registrations: the application's registrations.
        new: the registration to create.

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
            if error.code != "registration_exists" or not _is_there(registrations, new):
                raise
            return "created" if doubtful else "exists"
        else:
            return "created"
    raise AssertionError("unreachable: the last try returns or raises")


def landed(registrations: Registrations, new: NewRegistration) -> bool:
    """Tell whether a registration is there, of the same learner and course.

    Args:
        registrations: the application's registrations.
        new: what was sent.

    Returns:
        False as well where the service cannot be asked.
    """
    try:
        return _is_there(registrations, new)
    except NetworkFailure:
        return False


def _is_there(registrations: Registrations, new: NewRegistration) -> bool:
    try:
        registration = registrations.get(new.id, Detail())
    except NotFound:
        return False
    return (
        registration.course is not None
        and registration.learner is not None
        and (registration.course.id, registration.learner.id) == (new.course_id, new.learner_id)
    )
