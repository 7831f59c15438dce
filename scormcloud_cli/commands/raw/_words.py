"""``KEY=VALUE``, ``KEY:=JSON``, ``KEY@FILE``: the words of an operation, and their completion."""

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from scormcloud_cli.api.catalog import Operation, Parameter

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

TEXT, JSON, FILE = "=", ":=", "@"

# The first of the three marks decides: in `learnerid=ann@example.org` it is the equals sign.
_WORD = re.compile(r"((?:[^=@:]|:(?!=))+)(:=|=|@)(.*)", re.DOTALL)


class Word(NamedTuple):
    """One such argument: its key, the mark after it, and what follows the mark."""

    key: str
    mark: str
    text: str


class WordType(click.ParamType[Word]):
    """An argument ``KEY=VALUE``, ``KEY:=JSON`` or ``KEY@FILE``."""

    name = "KEY=VALUE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Word:
        """Take the argument apart."""
        parts = _WORD.fullmatch(str(value))
        if parts is None:
            if ctx is not None and ctx.resilient_parsing:  # it may become one of them
                return Word(str(value), "", "")
            self.fail(f"{value!r} is none of KEY=VALUE, KEY:=JSON, KEY@FILE", param, ctx)
        return Word(*parts.groups())

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[Any]:
        """Return the parameters that are not there yet, and the values they may have."""
        return _completions(ctx, incomplete)


def _completions(ctx: click.Context, incomplete: str) -> "list[CompletionItem[str]]":
    """Return what an argument of an operation may become.

    Args:
        ctx: the command's context: the operation, and the arguments before this one.
        incomplete: what is typed of it.

    Returns:
        ``KEY=`` for each parameter, or ``KEY=VALUE`` for each value that the key may have; in
        bash, which takes words apart at the marks, the values alone.
    """
    from click.shell_completion import CompletionItem

    call: Operation | None = ctx.params.get("call")
    if call is None:
        return []
    key, mark = _piece(ctx.params.get("words") or ())
    if mark == FILE:
        return [CompletionItem("", type="file")]
    if mark == TEXT:
        return [
            CompletionItem(value) for value in _values(call, key) if value.startswith(incomplete)
        ]
    key, mark, _ = incomplete.partition(TEXT)
    if mark:
        choices = (f"{key}={value}" for value in _values(call, key))
        return [CompletionItem(choice) for choice in choices if choice.startswith(incomplete)]
    keys = [
        CompletionItem(_opening(parameter), help=_help(parameter))
        for parameter in call.parameters
        if parameter.name.startswith(incomplete)
    ]
    if call.file_field and call.file_field.startswith(incomplete):
        keys.append(CompletionItem(f"{call.file_field}@", help="the file to upload"))
    return keys


def _piece(given: tuple[Word, ...]) -> tuple[str, str]:
    """Return the key and the mark that stand, as words of their own, before what is typed.

    Bash hands over ``filterBy=ti`` as three words, and ``filterBy=`` as two, the second of which
    Click takes away.
    """
    loose = [word.key for word in given if not word.mark]
    if len(loose) > 1 and loose[-1] in (TEXT, FILE):
        return loose[-2], loose[-1]
    if not loose or given[-1].mark or loose[-2:-1] in ([TEXT], [FILE]):
        return "", ""
    return loose[-1], TEXT


def _opening(parameter: Parameter) -> str:
    """Return a parameter's key with the mark that its value mostly needs."""
    in_json = parameter.location == "body" and parameter.type in ("object", "list")
    return parameter.name + (":=" if in_json else "=")


def _values(call: Operation, key: str) -> tuple[str, ...]:
    parameter = call.parameter(key)
    if parameter is None:
        return ()
    return ("true", "false") if parameter.type == "boolean" else parameter.enum


def _help(parameter: Parameter) -> str:
    return parameter.description or parameter.type + (", required" if parameter.required else "")
