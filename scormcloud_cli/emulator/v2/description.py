"""The OpenAPI description of v2, made of the catalogue: what the emulator takes and answers."""

from collections.abc import Mapping
from typing import Any

from scormcloud_cli import __version__
from scormcloud_cli.api import V2, catalog
from scormcloud_cli.api.catalog import Operation, Parameter

_JSON = "application/json"
# More than MessageSchema: the same text twice (docs/service/v2.md, Errors).
_REFUSED = {
    "type": "object",
    "properties": {"error": {"type": "string"}, "message": {"type": "string"}},
    "required": ["error", "message"],
}
_BODY_TYPES = {"multipart": "multipart/form-data", "form": "application/x-www-form-urlencoded"}


def describe(base_url: str) -> dict[str, Any]:
    """Return the description, in OpenAPI 3.0.

    Args:
        base_url: where v2 answers, with ``/api/v2`` and without a trailing slash.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in catalog.operations(V2).values():
        paths.setdefault(operation.path or "", {})[operation.verb.lower()] = _operation(operation)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "SCORM Cloud v2, as scloud's emulator answers it",
            "version": __version__,
        },
        "servers": [{"url": base_url}],
        "security": [{"application": []}, {"token": []}],
        "paths": paths,
        "components": {
            "schemas": {name: _pointed(rule) for name, rule in catalog.schemas().items()},
            "securitySchemes": {
                "application": {"type": "http", "scheme": "basic"},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.area],
        "summary": operation.summary,
        "parameters": [
            _parameter(parameter)
            for parameter in operation.parameters
            if parameter.location in ("path", "query", "header")
        ],
        "responses": {**_answer(operation), "default": _content("Refused, and why", _REFUSED)},
    }
    if operation.verb == "HEAD":  # is answered without a word
        for answer in entry["responses"].values():
            answer.pop("content", None)
    if operation.body_type is not None:
        entry["requestBody"] = _body(operation)
    if operation.permission == "none":
        entry["security"] = []
    return entry


def _parameter(parameter: Parameter) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.location,
        "required": parameter.required,
        "schema": _type(parameter),
    }
    if parameter.description:
        entry["description"] = parameter.description
    if parameter.type == "list":
        entry |= {"style": "form", "explode": parameter.repeated}
    return entry


def _type(parameter: Parameter) -> dict[str, Any]:
    if parameter.type == "list":
        items: dict[str, Any] = {"type": "string"}
        if parameter.enum:
            items["enum"] = list(parameter.enum)
        return {"type": "array", "items": items}
    if parameter.type == "datetime":
        return {"type": "string", "format": "date-time"}
    rule: dict[str, Any] = {"type": parameter.type}
    if parameter.enum:
        rule["enum"] = list(parameter.enum)
    if parameter.default is not None:
        rule["default"] = parameter.default
    return rule


def _body(operation: Operation) -> dict[str, Any]:
    if operation.body_type == "json":
        rule: dict[str, Any] = {"$ref": f"#/components/schemas/{operation.body}"}
        return {"required": True, "content": {_JSON: {"schema": rule}}}
    fields = [field for field in operation.parameters if field.location == "form"]
    rule = {
        "type": "object",
        "properties": {field.name: _type(field) for field in fields},
        "required": [field.name for field in fields if field.required],
    }
    if operation.file_field:
        rule["properties"][operation.file_field] = {"type": "string", "format": "binary"}
        rule["required"].append(operation.file_field)
    media_type = _BODY_TYPES[operation.body_type or ""]
    return {"required": True, "content": {media_type: {"schema": rule}}}


def _answer(operation: Operation) -> dict[str, Any]:
    if operation.verb == "HEAD":
        return {"200": {"description": "It is there"}}
    if operation.answer == "none":
        return {"204": {"description": "Done"}}
    if operation.answer == "file":
        binary = {"schema": {"type": "string", "format": "binary"}}
        return {"200": {"description": "The file", "content": {"*/*": binary}}}
    rule = {"$ref": f"#/components/schemas/{operation.answer_schema}"}
    return {"200": _content("Done", rule)}


def _content(description: str, rule: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {_JSON: {"schema": rule}}}


def _pointed(rule: Any) -> Any:
    """Return a schema of the catalogue with its references as they stand in a description."""
    if isinstance(rule, dict):
        return {
            name: value.replace("#/schemas/", "#/components/schemas/")
            if name == "$ref"
            else _pointed(value)
            for name, value in rule.items()
        }
    return [_pointed(part) for part in rule] if isinstance(rule, list) else rule
