"""How ``scloud raw`` prints answers: as JSON unless another format is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from scormcloud_cli.api.catalog import Operation, schema
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.streams import Terminal, printable
from scormcloud_cli.terminal.view import View
from scormcloud_cli.terminal.views.raw import ANSWER

# What names a thing, in the answers that make or list things.
_ID_FIELDS = ("id", "appId", "jobId", "result")


def output(session: Session, view: View = ANSWER) -> Output:
    """Return an output whose ``auto`` is JSON on a terminal too, as for ``gh api``.

    Args:
        session: whose terminal, format and fields it has.
        view: how answers are shown.
    """
    chosen = session.output_format
    return Output(
        session.terminal, "json" if chosen == "auto" else chosen, view, session.output.fields
    )


def view(call: Operation, output_format: str, *, all_: bool) -> View:
    """Return how an operation's answer is shown: with the fields it happens to have.

    Args:
        call: the operation.
        output_format: the format it will be printed in.
        all_: whether its items are shown, not the answer itself.

    Raises:
        UsageError: IDs are asked for and such an answer has none.
    """
    if output_format != "ids":
        return ANSWER
    if call.answer == "file":
        return ANSWER._replace(id_field="file")
    if call.answer == "redirect":
        return ANSWER._replace(id_field="url")
    if call.answer == "none":
        return ANSWER
    names = _properties(call, all_=all_)
    id_field = next((name for name in _ID_FIELDS if name in names), None)
    if id_field is None:
        step = "add --all" if call.paged and not all_ else "use -o json and jq"
        raise UsageError(f"-o ids: the answer of {call.name} is not a thing with an ID", hint=step)
    return ANSWER._replace(id_field=id_field)


def items_property(call: Operation) -> str:
    """Return the property of a list's pages that holds their items."""
    return next(
        name for name, rule in _properties(call, all_=False).items() if rule.get("type") == "array"
    )


def show(printer: Output, answer: Any) -> None:
    """Print an answer; nothing for none."""
    if isinstance(answer, Mapping):
        printer.one(answer)
    elif isinstance(answer, list) and all(isinstance(item, Mapping) for item in answer):
        items: Iterable[Mapping[str, Any]] = answer
        printer.many(items)
    elif answer is not None:
        printer.value(answer, str(answer))


def show_text(terminal: Terminal, text: str) -> None:
    """Print an answer as it came; on a terminal, without what would move its cursor."""
    text = text if text.endswith("\n") else text + "\n"
    terminal.write(printable(text) if terminal.stdout_is_terminal else text)
    terminal.flush()


def _properties(call: Operation, *, all_: bool) -> Mapping[str, Mapping[str, Any]]:
    """Return the properties that v2's schemas give an operation's answer, or its items."""
    if call.answer_schema is None:
        return {}
    rule = schema(call.answer_schema)
    if all_:
        items = rule["properties"][items_property(call)]["items"]
        rule = schema(items["$ref"].rsplit("/", 1)[-1]) if "$ref" in items else items
    properties: Mapping[str, Mapping[str, Any]] = rule.get("properties", {})
    return properties
