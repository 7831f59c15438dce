"""What answers of both APIs mean that are not what was asked for."""

import re

from scormcloud_cli.api.errors import CloudError, NetworkFailure, UnexpectedAnswer
from scormcloud_cli.api.messages import Answer

# The emulator's answer where it cannot write to its disk (RFC 4918, 11.5): to ask again is no help.
NO_ROOM = 507

# "Could not find course [golf-1]…" (docs/service/v2.md, Courses).
_MISSING = re.compile(r"Could not find (?:\w+ )*?(course|registration|\w+) \[", re.IGNORECASE)

# What a gateway answers that got no answer of the service, or none in time.
_OF_GATEWAYS = (502, 504)


def doubted(error: CloudError, answer: Answer, *, idempotent: bool) -> CloudError:
    """Return an error; where a gateway answered to what must not be repeated, it tells so."""
    if isinstance(error, NetworkFailure) and answer.status in _OF_GATEWAYS and not idempotent:
        error.doubt()
    return error


def missing_code(message: str) -> str | None:
    """Return the code for what a message says does not exist: ``course_not_found``, or None."""
    missing = _MISSING.search(message)
    return f"{missing[1].lower()}_not_found" if missing else None


def strange(service: str, answer: Answer, name: str) -> UnexpectedAnswer:
    """Return what to raise for an answer to the operation `name` that is not the service's."""
    return UnexpectedAnswer(
        f"what answered is not {service}: "
        f"{answer.status}, {answer.content_type or 'nothing readable'}",
        status=answer.status,
        operation=name,
    )
