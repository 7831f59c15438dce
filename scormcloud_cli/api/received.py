"""Reads postbacks, in all their forms (docs/service/runtime.md, Sending postbacks)."""

import json
from base64 import b64decode
from dataclasses import dataclass, replace
from urllib.parse import parse_qs
from xml.etree.ElementTree import ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from scormcloud_cli.api.errors import UnexpectedAnswer
from scormcloud_cli.api.registrations import Detail, Registration, Score
from scormcloud_cli.api.v1 import results
from scormcloud_cli.api.v1.elements import whole_number

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Received:
    """A postback that has come.

    Attributes:
        user: the name that it logs in with; None where it gives none.
        secret: the password, likewise.
        text: the result as it came, JSON or XML.
    """

    user: str | None
    secret: str | None
    text: str

    def registration(self) -> Registration:
        """Return the result.

        Raises:
            ValueError: it is none.
        """
        try:
            if self.text.lstrip().startswith("<"):
                return _from_xml(self.text)
            record = json.loads(self.text)
            if not isinstance(record, dict):
                raise ValueError("it is no JSON object")
            return Registration.from_record(record)
        except (UnexpectedAnswer, TypeError, AttributeError, KeyError, RecursionError) as error:
            raise ValueError(f"it is no result of a registration: {error}") from None


def read(content_type: str, authorization: str, body: bytes) -> Received:
    """Return what a request brings.

    Args:
        content_type: its header of that name.
        authorization: likewise; empty where there is none.
        body: the body.

    Raises:
        ValueError: it is no postback.
    """
    text = body.decode()
    if content_type.partition(";")[0].strip().lower() == _FORM:
        fields = parse_qs(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
        user = fields.get("userName", fields.get("username", [None]))[0]
        if "data" not in fields:
            raise ValueError("it is a form without the field data")
        return Received(user, fields.get("password", [None])[0], fields["data"][0])
    kind, _, pair = authorization.partition(" ")
    if kind.lower() != "basic":
        return Received(None, None, text)
    user, _, secret = b64decode(pair).decode().partition(":")
    return Received(user, secret, text)


def _from_xml(text: str) -> Registration:
    try:
        root = defusedxml.ElementTree.fromstring(text, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise ValueError(f"it is no XML: {error}") from None
    report = root.find("registrationreport")
    if report is None:
        raise ValueError("it has no registrationreport")
    top = report.find("activity")
    registration = Registration(
        id=report.get("regid", ""), instance=whole_number(report.get("instanceid"))
    )
    if top is None:
        return replace(registration, **results.overall(report))
    details = results.activity(top, Detail(children=True, interactions=True, runtime=True))
    score = details.get("score")
    # The result of a registration is that of the activity at the top.
    return replace(
        registration,
        registration_completion=details.get("activityCompletion"),
        registration_success=details.get("activitySuccess"),
        score=score and Score.from_record(score),
        activity_details=details,
    )
