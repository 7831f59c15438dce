"""JSON that an option is given: itself, the content of ``@FILE``, or of ``-``."""

import json
from typing import Any

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.terminal.streams import Terminal


def read_json(text: str, option: str, terminal: Terminal) -> Any:
    """Return the JSON that an option gives.

    Args:
        text: what stands after it: JSON, ``@FILE``, or ``-`` for standard input.
        option: its name, for the message.
        terminal: whose standard input it may be.

    Raises:
        UsageError: it is not JSON, or the file cannot be read.
    """
    if text == "-" or text.startswith("@"):
        return parse_json(read_text(text.removeprefix("@"), terminal), f"{option} {text}")
    return parse_json(text, option)


def read_object(text: str | None, option: str, terminal: Terminal) -> dict[str, Any] | None:
    """Return the JSON object that an option gives, None where it is not given; as `read_json`."""
    if text is None:
        return None
    value = read_json(text, option, terminal)
    if not isinstance(value, dict):
        raise UsageError(f"{option} must be a JSON object")
    return value


def read_text(name: str, terminal: Terminal) -> str:
    """Return the text of a file, or of standard input for ``-``.

    Raises:
        UsageError: it cannot be read, or is not UTF-8.
    """
    if name == "-":
        return terminal.stdin.read()
    from scormcloud_cli.api.files import read_text as read_file

    return read_file(name)


def parse_json(text: str, what: str) -> Any:
    """Return a JSON text's value.

    Raises:
        UsageError: it is not JSON; the message names `what` and the place.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise UsageError(f"{what} is not JSON: {error.msg} ({place})") from error
    except RecursionError as error:
        raise UsageError(f"{what} is nested too deeply") from error
