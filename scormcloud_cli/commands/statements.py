"""The ``statements`` commands, which courses and registrations share."""

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING

import click

from scormcloud_cli.options import Command, Moment, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.courses import Courses
    from scormcloud_cli.api.registrations import Registrations

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


def statements_command(
    noun: str, area: Callable[[Session], "Courses | Registrations"]
) -> click.Command:
    """Return the ``statements`` command of one kind of thing.

    Args:
        noun: ``course`` or ``registration``.
        area: gives the area of the service that keeps them.
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
    @click.option("--since", type=Moment(), help="Only from this time on (ISO 8601, UTC).")
    @click.option("--until", type=Moment(), help="Only up to this time.")
    @click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most so many.")
    @pass_session
    def statements(
        session: Session, owner: str, since: str | None, until: str | None, limit: int | None
    ) -> None:
        found = area(session).statements(owner, since=since, until=until)
        session.output.many(islice(found, limit), _VIEW)

    return statements
