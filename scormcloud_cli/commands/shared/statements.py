"""The ``statements`` commands, which courses and registrations share."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.commands.shared.options import Command, Moment, goes_on, part_of, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.queries import Span

Statements = Callable[[Session, str, "Span", int | None], Iterator[Mapping[str, Any]]]
_VIEW = View(
    "statement",
    columns=(
        Column("timestamp", "TIME"),
        Column("actor.mbox", "ACTOR"),
        Column("verb.id", "VERB"),
        Column("object.id", "OBJECT"),
        Column("id", "ID", whole=True),
    ),
)


def statements_command(noun: str, part: str, statements_of: Statements) -> click.Command:
    """Return the ``statements`` command of one kind of thing.

    Args:
        noun: ``course`` or ``registration``.
        part: the option that says of which part of it: ``version``, ``instance``.
        statements_of: gives the statements of one, by its ID, how many are wanted, and the part.
    """

    @click.command(
        cls=Command,
        name="statements",
        help=f"""List the xAPI statements of a {noun}, as the service has them (v2).

        \b
        Examples:
          scloud {noun} statements ID --since 2026-01-01
          scloud {noun} statements ID -o jsonl | jq -r .verb.id
        """,
    )
    @click.argument("owner", metavar="ID")
    @part_of(part)
    @click.option("--since", type=Moment(), help="Only from this time on (ISO 8601, UTC).")
    @click.option("--until", type=Moment(), help="Only up to this time.")
    @click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many.")
    @goes_on
    @pass_session
    def statements(session: Session, /, owner: str, number: int | None, **span: Any) -> None:
        from scormcloud_cli.api.queries import Span

        session.output.many(statements_of(session, owner, Span(**span), number), _VIEW)

    return statements
