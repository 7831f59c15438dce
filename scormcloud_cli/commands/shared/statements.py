"""The ``statements`` commands, which courses and registrations share."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command
from scormcloud_cli.commands.shared.lists import resumable
from scormcloud_cli.commands.shared.types import Moment, part_of
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import View
from scormcloud_cli.terminal.views.xapi import STATEMENT

Statements = Callable[["api.Cloud", str, "api.Span", int | None], Iterator[Mapping[str, Any]]]


def statements_command(kind: View, part: str, statements_of: Statements) -> click.Command:
    """Return the ``statements`` command of one kind of thing.

    Args:
        kind: how such things are called: their noun is that of the group, too.
        part: the option that says of which part of it: ``version``, ``instance``.
        statements_of: gives the statements of one, by its ID, how many are wanted, and the part.
    """

    @click.command(
        cls=Command,
        prints=STATEMENT,
        help=f"""List the xAPI statements of {kind.one} (v2).

        \b
        Examples:
          scloud {kind.noun} statements ID --since 2026-01-01
          scloud {kind.noun} statements ID -o jsonl | jq -r .verb.id
        """,
    )
    @click.argument("owner", metavar="ID")
    @part_of(part)
    @click.option("--since", type=Moment(), help="Only from this time on (ISO 8601, UTC).")
    @click.option("--until", type=Moment(), help="Only up to this time.")
    @click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many.")
    @resumable
    def statements(session: Session, /, owner: str, number: int | None, **span: Any) -> None:
        session.output.many(statements_of(session.cloud(), owner, api.Span(**span), number))

    return statements
