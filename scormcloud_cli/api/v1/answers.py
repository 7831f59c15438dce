"""Reads v1's answers: the ``rsp`` envelope and its errors.

See docs/service/v1.md, Envelope, and docs/service/v1.md, Error codes.
"""

from typing import Any
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from scormcloud_cli.api import V1, catalog
from scormcloud_cli.api.errors import (
    AuthenticationFailed,
    CloudError,
    NetworkFailure,
    NotFound,
    ServiceRefused,
)
from scormcloud_cli.api.messages import Answer
from scormcloud_cli.api.nesting import check_depth
from scormcloud_cli.api.refusals import NO_ROOM, doubted, missing_code, strange
from scormcloud_cli.api.v1.elements import whole_number


def read(answer: Answer, name: str) -> Element:
    """Return the ``rsp`` element of an answer that says ok.

    Args:
        answer: what came back.
        name: the method that was called.

    Raises:
        CloudError: the answer says fail; causes that the service nests are chained.
        NetworkFailure: the answer is not one of v1's.
    """
    try:
        root: Element = defusedxml.ElementTree.fromstring(answer.body, forbid_dtd=True)
        check_depth(root, lambda level: [child for element in level for child in element])
    except (ParseError, DefusedXmlException, ValueError, LookupError):  # no such encoding
        raise not_the_service(answer, name) from None
    if root.tag != "rsp" or root.get("stat") not in ("ok", "fail"):
        raise not_the_service(answer, name)
    if root.get("stat") == "fail":
        error = refusal(root.find("err"), name)
        if answer.status == NO_ROOM:
            error = ServiceRefused(error.message, code="no_room", operation=name)
        error.retried = answer.repeated
        raise error
    return root


def refusal(err: Element | None, name: str) -> CloudError:
    """Return what an ``err`` element means, the errors nested in it as its causes."""
    if err is None:
        return ServiceRefused("the service said no, and not why", operation=name)
    code = whole_number(err.get("code"))
    message = (err.get("msg") or "").strip() or f"the service answered error {code}"
    error = _classified(code, message, name)
    nested = err.find("err")
    if nested is not None:
        error.__cause__ = refusal(nested, name)
        error.message += f" ({error.__cause__.message})"
    return error


# What the small numbers mean, counted from 1 in each method (docs/service/v1.md, Error codes).
_OWN_CODES: dict[tuple[str, int], tuple[type[CloudError], str]] = {
    ("rustici.registration.createRegistration", 1): (NotFound, "course_not_found"),
    ("rustici.registration.createRegistration", 2): (ServiceRefused, "registration_exists"),
    ("rustici.registration.createRegistration", 3): (ServiceRefused, "bad_request"),
    ("rustici.registration.createRegistration", 4): (ServiceRefused, "limit_reached"),
    ("rustici.registration.deleteRegistration", 1): (NotFound, "registration_not_found"),
    ("rustici.course.deleteCourse", 1): (NotFound, "course_not_found"),
}


def _classified(code: int | None, message: str, name: str) -> CloudError:
    facts: dict[str, Any] = {"operation": name, "service_code": code}
    # Clients of old used 300 for an answer they could not read; the service uses it for this.
    if code == 300:
        return AuthenticationFailed(
            message,
            code="v1_not_allowed",
            hint="this account has no v1 API; the same credentials work with --api v2",
            **facts,
        )
    if code is not None and 100 <= code <= 108:
        clock = "set this machine's clock; scloud ping --api v2 shows how far off it is"
        hint = clock if code == 107 else None
        return AuthenticationFailed(message, hint=hint, **facts)
    if code == 201:
        return NetworkFailure(message, code="service_error", hint="try again later", **facts)
    if code is not None and 200 <= code <= 205:
        return ServiceRefused(message, code="bad_request", **facts)
    if missing := missing_code(message):
        return NotFound(message, code=missing, **facts)
    kind, own_code = _OWN_CODES.get((name, code or 0), (ServiceRefused, "failed"))
    return kind(message, code=own_code, **facts)


def not_the_service(answer: Answer, name: str) -> CloudError:
    """Return what an answer means that is no ``rsp`` document."""
    if answer.status >= 500:
        failure = NetworkFailure(
            f"the service answered {answer.status}",
            code="service_error",
            hint="try again later",
            status=answer.status,
            operation=name,
        )
        return doubted(failure, answer, idempotent=catalog.operation(V1, name).idempotent)
    return strange("SCORM Cloud's v1", answer, name)
