"""An example command line for each operation, made from what the catalogue knows of it."""

import json
import shlex
from collections.abc import Iterator, Mapping
from typing import Any

from scormcloud_cli.api.catalog import Operation, Parameter, schema

_TEXTS = {
    "integer": "1",
    "number": "1",
    "boolean": "true",
    "datetime": "2026-01-31T12:00:00Z",
    "timestamp": "20260131120000",
}


def command_line(call: Operation) -> str:
    """Return a command line that calls an operation with all that it needs and nothing else."""
    words = ["scloud", "raw", "call", call.name, *_words(call)]
    if call.paged:
        words.append("--all")
    if call.answer == "file":
        words += ["-O", "FILE"]
    return shlex.join(words)


def _words(call: Operation) -> Iterator[str]:
    rules: Mapping[str, Any] = schema(call.body).get("properties", {}) if call.body else {}
    for parameter in call.parameters:
        if not parameter.required:
            continue
        if parameter.location == "body" and parameter.type in ("object", "list"):
            yield f"{parameter.name}:={json.dumps(_sample(parameter.name, rules[parameter.name]))}"
        else:
            yield f"{parameter.name}={_text(parameter)}"
    if call.file_field:
        yield f"{call.file_field}@package.zip"


def _text(parameter: Parameter) -> str:
    if parameter.enum:
        return parameter.enum[0]
    return _TEXTS.get(parameter.type, parameter.name.upper())


def _sample(name: str, rule: Mapping[str, Any]) -> Any:
    """Return a value that fits a JSON Schema: what it requires, and nothing else."""
    if "$ref" in rule:
        rule = schema(rule["$ref"].rsplit("/", 1)[-1])
    if "enum" in rule:
        return rule["enum"][0]
    kind = rule.get("type", "object")
    if kind == "object":
        properties = rule.get("properties", {})
        return {name: _sample(name, properties[name]) for name in rule.get("required", ())}
    if kind == "array":
        return [_sample(name, rule.get("items", {}))]
    if kind == "string":
        return _TEXTS["datetime"] if rule.get("format") == "date-time" else name.upper()
    return {"boolean": True, "integer": 1, "number": 1}[kind]
