import io
from collections.abc import Iterable, Iterator

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.registration._options import query_options
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.downloads import Target, file_for, target_option
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.registrations import REGISTRATION

_FORMATS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl"}


@click.command(cls=Command, prints=REGISTRATION)
@query_options
@target_option("Where to; its ending says how: .csv, .tsv, .json or .jsonl.", required=True)
def export(session: Session, /, query: "api.RegistrationQuery", target: Target) -> None:
    """Save registrations with their results in a file.

    The file appears when it is whole.

    \b
    Examples:
      scloud registration export --course golf -O results.csv
      scloud registration export --since 2026-01-01 --children -O results.jsonl
    """
    from pathlib import Path

    path = Path(target.path or "")
    chosen = session.output.format if session.settings.output else None
    format_name = chosen or _FORMATS.get(path.suffix.lower())
    if format_name is None or format_name not in _FORMATS.values():
        raise UsageError(
            f"{path} does not say how it is to be written",
            hint="end it with .csv, .tsv, .json or .jsonl, or give -o",
        )
    registrations = session.cloud().registrations.list(query)
    records = (registration.to_record() for registration in registrations)
    count = _save(session, target, format_name, records)
    session.terminal.notice(f"{count} registrations saved in {path}")


def _save(session: Session, target: Target, format_name: str, records: Iterable[Record]) -> int:
    """Write a list to a file, as it would be printed, and return how many things it has."""
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        with session.progress.counter(f"saving {target.path}", 0) as show:
            for record in records:
                count += 1
                show(count)
                yield record

    with file_for(session, target) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        sink = Terminal(session.terminal.stdin, text, session.terminal.stderr, session.environ)
        session.output.onto(sink, format_name).many(counted())
        text.flush()
        text.detach()
    return count
