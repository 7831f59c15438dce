"""What v2's description says, and how answers are judged by it: slow to load."""

from typing import Any

import schemathesis
from schemathesis import GenerationMode as GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.checks import negative_data_rejection as negative_data_rejection

from scormcloud_cli.emulator.v2.description import describe

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def closed(rule: Any) -> Any:
    """Return a schema that knows nothing but what it names: an answer must hold no more."""
    if isinstance(rule, dict):
        found = {name: closed(value) for name, value in rule.items()}
        if "properties" in rule and isinstance(rule.get("type"), str):
            found.setdefault("additionalProperties", False)
        return found
    return [closed(each) for each in rule] if isinstance(rule, list) else rule


DOCUMENT = describe("http://127.0.0.1/api/v2")
DESCRIPTION = schemathesis.openapi.from_dict(DOCUMENT)
CLOSED = schemathesis.openapi.from_dict(closed(DOCUMENT))
