"""Every command of scloud, as the root leads to it."""

from collections.abc import Iterator
from typing import NamedTuple

import click

from scormcloud_cli.cli import cli
from scormcloud_cli.commands.shared.command import Command, Group
from scormcloud_cli.terminal.view import View


class Entry(NamedTuple):
    """A command, or a group of them.

    Attributes:
        words: what it is called with, without ``scloud``.
        command: what is run.
        context: what it is run in, as far as its help needs one.
    """

    words: tuple[str, ...]
    command: click.Command
    context: click.Context

    def __str__(self) -> str:
        """Return how it is called, which names it in tests."""
        return " ".join(self.words) or "scloud"

    @property
    def view(self) -> View | None:
        """How it shows its results; None where they have no fields."""
        return self.command.prints if isinstance(self.command, Command) else None


def _walk(
    words: tuple[str, ...], command: click.Command, context: click.Context
) -> Iterator[Entry]:
    yield Entry(words, command, context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            member = command.get_command(context, name)
            assert member is not None, (*words, name)
            below = click.Context(member, parent=context, info_name=name)
            yield from _walk((*words, name), member, below)


EVERY = tuple(_walk((), cli, click.Context(cli, info_name="scloud")))
GROUPS = tuple(entry for entry in EVERY if isinstance(entry.command, Group))
COMMANDS = tuple(entry for entry in EVERY if not isinstance(entry.command, click.Group))
