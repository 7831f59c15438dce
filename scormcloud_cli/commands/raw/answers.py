"""How ``scloud raw`` prints answers: as JSON unless another format is asked for."""

from collections.abc import Iterable, Mapping
from typing import Any

from scormcloud_cli.api.catalog import Operation, schema
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.streams import Terminal, printable
from scormcloud_cli.terminal.view import Column, View

LINK = View("link", columns=(Column("url", "URL", whole=True),), fields=("url",), id_field="url")
FILE = View(
    "file",
    columns=(Column("file", "FILE", whole=True), Column("bytes", "BYTES")),
    fields=("file", "bytes"),
    id_field="file",
)

# What names a thing, in the answers that make or list things.
_ID_FIELDS = ("id", "appId", "jobId", "result")


def output(session: Session) -> Output:
    """Return the session's output; its ``auto`` is JSON on a terminal too, as for ``gh api``."""
    printer = session.output
    if session.output_format == "auto":
        printer.format = "json"
    return printer


def view(call: Operation, output_format: str, *, all_: bool) -> View:
    """Return how an operation's answer is shown: with the fields it happens to have.

    Args:
        call: the operation.
        output_format: the format it will be printed in.
        all_: whether its items are shown, not the answer itself.

    Raises:
        UsageFault: IDs are asked for and such an answer has none.
    """
    if output_format != "ids" or call.answer in ("none", "file", "redirect"):
        return View("answer")
    found = next((each for each in _ID_FIELDS if each in _properties(call, all_=all_)), None)
    if found is None:
        step = "add --all" if call.paged and not all_ else "use -o json and jq"
        raise UsageFault(f"-o ids: the answer of {call.name} is not a thing with an ID", hint=step)
    return View("answer", id_field=found)


def items_property(call: Operation) -> str:
    """Return the property of a list's pages that holds their items."""
    return next(
        name for name, rule in _properties(call, all_=False).items() if rule.get("type") == "array"
    )


def show(printer: Output, answer: Any, shown: View) -> None:
    """Print an answer; nothing for none."""
    if isinstance(answer, Mapping):
        printer.one(answer, shown)
    elif isinstance(answer, list) and all(isinstance(item, Mapping) for item in answer):
        items: Iterable[Mapping[str, Any]] = answer
        printer.many(items, shown)
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
