"""What an operation is told on the command line: read from its words, checked by the catalogue."""

import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from scormcloud_cli.api.catalog import Operation, Parameter, checks
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.raw._words import FILE, JSON, TEXT, Word
from scormcloud_cli.commands.shared.json_input import parse_json, read_text
from scormcloud_cli.terminal.streams import Terminal


class Given(NamedTuple):
    """What an operation is told.

    Attributes:
        values: values by parameter name, as texts or JSON values.
        upload: the file to upload, None for none.
    """

    values: Mapping[str, object]
    upload: str | None = None


def read(call: Operation, words: Sequence[Word], terminal: Terminal) -> Given:
    """Return what the arguments tell an operation, not yet checked.

    Args:
        call: the operation.
        words: the arguments, in order. A key that stands several times gives a list.
        terminal: whose standard input ``KEY@-`` reads.

    Raises:
        UsageError: a text is not JSON, a file cannot be read, or a parameter that takes one value
            is given several.
    """
    upload: str | None = None
    values: dict[str, list[object]] = {}
    for word in words:
        if word.mark == FILE and word.key == call.file_field:
            if upload is not None:
                raise UsageError(f"{word.key} is given twice, but takes one file")
            upload = word.text
            continue
        parameter = call.parameter(word.key)
        value = _value(word, parameter, terminal)
        several = value if isinstance(value, list) and _takes_several(parameter) else [value]
        values.setdefault(word.key, []).extend(several)
    return Given({name: _one_or_all(call, name, each) for name, each in values.items()}, upload)


def _value(word: Word, parameter: Parameter | None, terminal: Terminal) -> object:
    in_body = parameter is not None and parameter.location == "body"
    if word.mark == JSON:
        value = parse_json(word.text, word.key)
        if in_body or isinstance(value, str | int | float | list):
            return value
        if value is None:
            raise UsageError(f"{word.key}: only a JSON body can hold null")
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = word.text if word.mark == TEXT else read_text(word.text, terminal)
    if parameter is None or not in_body:
        return text
    if word.mark == FILE and parameter.type in ("object", "list"):
        return parse_json(text, f"{word.key}@{word.text}")
    return checks.convert(parameter, text)


def _takes_several(parameter: Parameter | None) -> bool:
    return parameter is None or parameter.type == "list"


def _one_or_all(call: Operation, name: str, values: list[object]) -> object:
    parameter = call.parameter(name)
    if parameter is None:
        return values[0] if len(values) == 1 else values
    if parameter.type == "list":
        return values
    # What stands in a body is judged as a whole, against its schema.
    is_list = isinstance(values[0], list) and parameter.location != "body"
    if len(values) > 1 or is_list:
        raise UsageError(
            f"{name} is given several values, but takes one",
            hint=f"scloud raw describe {call.name}",
        )
    return values[0]


def refuse_misfits(
    call: Operation, given: Given, body: object, *, unchecked: bool, with_file: bool = True
) -> None:
    """Refuse what the service would refuse, before anything is sent.

    Args:
        call: the operation.
        given: what it is told.
        body: the whole JSON body, in place of the values that belong in it; None without.
        unchecked: look only at what the request could not be made without.
        with_file: whether a file that the operation needs must be among what it is told.

    Raises:
        UsageError: it names every problem, and the nearest right names.
    """
    in_body = [each.name for each in call.parameters if each.location == "body"]
    if body is not None and (doubled := [name for name in in_body if name in given.values]):
        raise UsageError(f"--body replaces the whole body, so {', '.join(doubled)} must be in it")
    problems = _unsendable(call, given)
    if not unchecked:
        problems += _misfits(call, given, body)
        if with_file and call.file_field and not given.upload and "path" not in given.values:
            problems.append(
                checks.Problem(call.file_field, f"is required, as {call.file_field}@FILE")
            )
    if not problems:
        return
    said = dict.fromkeys(f"{each.parameter} {each.reason}" for each in problems)
    close = [each.nearest for each in problems if each.nearest]
    hint = f"scloud raw describe {call.name}"
    raise UsageError(
        f"{call.name}: " + "; ".join(said),
        hint=f"did you mean {', '.join(close)}? see: {hint}" if close else hint,
        operation=call.name,
    )


def _unsendable(call: Operation, given: Given) -> list[checks.Problem]:
    """Return what is wrong in the path: it would lead to another thing than the one meant."""
    problems = []
    for each in call.parameters:
        if each.location == "path" and each.name not in given.values:
            problems.append(checks.Problem(each.name, "is required"))
        elif each.location == "path" and str(given.values[each.name]) in ("", ".", ".."):
            problems.append(checks.Problem(each.name, "must not be empty, '.' or '..'"))
    return problems


def _misfits(call: Operation, given: Given, body: object) -> list[checks.Problem]:
    if body is None:
        return checks.check(call, given.values)
    if call.body is None:
        return [checks.Problem("--body", f"is nothing that {call.name} takes")]
    return checks.check(checks.without_body(call), given.values) + checks.check_body(
        call.body, body
    )
