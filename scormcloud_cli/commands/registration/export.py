import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.registration._options import query_options
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.registrations import REGISTRATION

if TYPE_CHECKING:
    from pathlib import Path


_FORMATS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl"}


@click.command(cls=Command, prints=REGISTRATION)
@query_options
@click.option(
    "-O",
    "target",
    required=True,
    metavar="FILE",
    help="Where to; its ending says how: .csv, .tsv, .json or .jsonl.",
)
def export(session: Session, /, query: "api.RegistrationQuery", target: str) -> None:
    """Save registrations with their results in a file.

    The file appears when it is whole.

    \b
    Examples:
      scloud registration export --course golf -O results.csv
      scloud registration export --since 2026-01-01 --children -O results.jsonl
    """
    from pathlib import Path

    path = Path(target)
    chosen = session.output.format if session.settings.output else None
    format_name = chosen or _FORMATS.get(path.suffix.lower())
    if format_name is None or format_name not in _FORMATS.values():
        raise UsageError(
            f"{target} does not say how it is to be written",
            hint="end it with .csv, .tsv, .json or .jsonl, or give -o",
        )
    registrations = session.cloud().registrations.list(query)
    records = (registration.to_record() for registration in registrations)
    count = _save(session, path, format_name, records)
    session.terminal.notice(f"{count} registrations saved in {target}")


def _save(session: Session, path: "Path", format_name: str, records: Iterable[Record]) -> int:
    """Write a list to a file, as it would be printed, and return how many things it has."""
    from scormcloud_cli.api.files import whole_file

    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        with session.progress.counter(f"saving {path.name}", 0) as show:
            for record in records:
                count += 1
                show(count)
                yield record

    with whole_file(path) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        sink = Terminal(session.terminal.stdin, text, session.terminal.stderr, session.environ)
        output = session.output
        Output(sink, format_name, output.view, output.fields).many(counted())
        text.flush()
        text.detach()
    return count
