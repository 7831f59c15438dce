import re
from collections.abc import Iterator, Mapping
from typing import Any

import click

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.catalog import Operation, Parameter, operations, schema
from scormcloud_cli.commands.raw._example import command_line
from scormcloud_cli.commands.raw._operations import OperationName
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.streams import Terminal, printable
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.raw import DESCRIPTION


@click.command(cls=Command, prints=DESCRIPTION)
@click.argument("call", metavar="NAME", type=OperationName())
def describe(session: Session, call: Operation) -> None:
    """Show what an operation takes and answers.

    With everything else that is known of it, and an example of calling it.

    \b
    Examples:
      scloud raw describe CreateRegistration
      scloud raw describe rustici.course.importCourse
      scloud raw describe GetCourses -o json | jq '.parameters[] | select(.enum) | {name, enum}'
    """
    record = description(call)
    if session.output.for_people:
        _print(record, session.terminal)
    else:
        session.output.one(record)


def description(call: Operation) -> Record:
    """Return all that is known of an operation."""
    body = schema(call.body) if call.body else None
    answer = schema(call.answer_schema) if call.answer_schema else None
    record: dict[str, Any] = {
        "name": call.name,
        "api": call.api,
        "area": call.area,
        "summary": call.summary,
        "verb": call.verb,
        "path": call.path,
        "permission": call.permission,
        "oauth": call.oauth,
        "scope": call.scope,
        "paged": call.paged,
        "writes": call.writes,
        "idempotent": call.idempotent,
        "status": call.status or None,
        "confidence": call.confidence or None,
        "equivalent": _equivalent(call) or None,
        "parameters": [_parameter(parameter) for parameter in call.parameters],
        "file": call.file_field,
        "body": _named(call.body, body),
        "answer": {
            "kind": call.answer,
            "description": call.answer_description or None,
            **(_named(call.answer_schema, answer) or {}),
        },
        "schemas": _referred(body, answer),
        "example": command_line(call),
    }
    record["answer"] = _without_none(record["answer"])
    return _without_none(record)


def _without_none(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None}


def _named(name: str | None, rule: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return {"name": name, "schema": rule} if rule is not None else None


def _parameter(parameter: Parameter) -> Record:
    return _without_none(
        {
            "name": parameter.name,
            "in": parameter.location,
            "type": parameter.type,
            "required": parameter.required,
            "enum": list(parameter.enum) or None,
            "default": parameter.default,
            "repeated": parameter.repeated or None,
            "description": parameter.description or None,
        }
    )


def _equivalent(call: Operation) -> str:
    """Return what does the same in the other API. Only v1's entries in the catalogue say it."""
    if call.api == V1:
        return call.equivalent
    return " / ".join(
        method.name
        for method in operations(V1).values()
        if re.search(rf"\b{call.name}\b", method.equivalent)
    )


def _referred(*rules: Mapping[str, Any] | None) -> dict[str, Mapping[str, Any]]:
    """Return every schema that the given ones refer to, directly or not, by name."""
    schemas: dict[str, Mapping[str, Any]] = {}
    waiting = [name for rule in rules for name in _references(rule)]
    while waiting:
        name = waiting.pop(0)
        if name not in schemas:
            schemas[name] = schema(name)
            waiting += _references(schemas[name])
    return schemas


def _references(rule: Any) -> Iterator[str]:
    if isinstance(rule, Mapping):
        if isinstance(rule.get("$ref"), str):
            yield _reference(rule)
        for value in rule.values():
            yield from _references(value)
    elif isinstance(rule, list):
        for item in rule:
            yield from _references(item)


def _reference(rule: Mapping[str, Any]) -> str:
    return str(rule["$ref"]).rsplit("/", 1)[-1]


def _print(record: Record, terminal: Terminal) -> None:
    """Print a description for reading."""
    page = click.HelpFormatter(width=min(_width(), 100))
    page.write_text(f"{record['name']}: {record['summary']}")
    page.write_paragraph()
    page.write_dl(list(_facts(record)))
    if parameters := record["parameters"]:
        with page.section("Parameters"):
            page.write_dl([(record["name"], _of_parameter(record)) for record in parameters])
    if "file" in record:
        with page.section("File"):
            page.write_dl([(record["file"], f"the file to upload, as {record['file']}@FILE")])
    body, answer = record.get("body"), record["answer"]
    if body:
        _print_schema(page, f"Body, {body['name']}", body["schema"])
    if "schema" in answer:
        _print_schema(page, f"Answer, {answer['name']}", answer["schema"])
    for name, rule in record["schemas"].items():
        _print_schema(page, name, rule)
    terminal.write(printable(page.getvalue()))
    # Not wrapped: it is there to be copied.
    terminal.write(f"\nExample:\n  {record['example']}\n")
    terminal.flush()


def _width() -> int:
    import shutil

    return shutil.get_terminal_size().columns


def _facts(record: Record) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of the operation as a whole."""
    where = f"{record['verb']} {record['path']}" if record["api"] == V2 else record["verb"]
    yield "API", f"{record['api']}, {record['area']}: {where}"
    takes = {
        "none": "anyone's; no credentials are sent",
        "application": "the application's",
        "management": "the management application's",
        "either": "the application's, or the management application's with --management",
    }[record["permission"]]
    if record["oauth"] and "scope" in record:
        takes += f"; or a token with scope {record['scope']}"
    yield "Credentials", takes
    answer = record["answer"]
    kinds = {
        "json": "JSON",
        "xml": "XML",
        "none": "nothing",
        "file": "a file",
        "redirect": "a redirect",
    }
    pages = ", in pages (--all)" if record["paged"] else ""
    described = f": {answer['description']}" if "description" in answer else ""
    yield "Answers", kinds[answer["kind"]] + pages + described
    if record["writes"]:
        again = "may be repeated" if record["idempotent"] else "must not be repeated blindly"
        yield "Changes", f"what is stored; {again}"
    if "status" in record:
        yield "Status", record["status"]
    if "confidence" in record:
        yield "Known from", record["confidence"]
    if "equivalent" in record:
        yield ("In v2" if record["api"] == V1 else "In v1"), record["equivalent"]


def _of_parameter(parameter: Record) -> str:
    parts = [f"{parameter['type']} in the {parameter['in']}"]
    if parameter["required"]:
        parts.append("required")
    if parameter.get("repeated"):
        parts.append("repeated")
    if "enum" in parameter:
        parts.append("one of " + " ".join(parameter["enum"]))
    if "default" in parameter:
        parts.append(f"default {_text(parameter['default'])}")
    described = f". {parameter['description']}" if "description" in parameter else ""
    return ", ".join(parts) + described


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _print_schema(page: click.HelpFormatter, title: str, rule: Mapping[str, Any]) -> None:
    required = rule.get("required", ())
    rows = [
        (name, _of_schema(each) + (", required" if name in required else ""))
        for name, each in rule.get("properties", {}).items()
    ]
    with page.section(title):
        if rows:
            page.write_dl(rows)
        else:
            page.write_text(_of_schema(rule))


def _of_schema(rule: Mapping[str, Any]) -> str:
    if "$ref" in rule:
        return _reference(rule)
    if rule.get("type") == "array":
        return "list of " + _of_schema(rule.get("items", {}))
    if "enum" in rule:
        return "one of " + " ".join(rule["enum"])
    if rule.get("format") == "date-time":
        return "datetime"
    return str(rule.get("type", "object"))
