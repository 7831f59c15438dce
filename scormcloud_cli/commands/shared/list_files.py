"""Lists as files."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from scormcloud_cli.api.files import whole_file
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.output import Output
from scormcloud_cli.terminal.progress import counter
from scormcloud_cli.terminal.streams import Terminal
from scormcloud_cli.terminal.view import Record, View


def save(
    session: Session,
    path: Path,
    kind: str,
    records: Iterable[Record],
    view: View,
) -> int:
    """Write a list to a file, as its printing would be, and return how many things it has.

    Args:
        session: whose fields are kept to, and where progress shows.
        path: the file, which appears when it is whole.
        kind: ``csv``, ``tsv``, ``json`` or ``jsonl``.
        records: the list; it is not held in memory.
        view: how its things are shown.

    Raises:
        CloudError: the list could not be had to its end, or the file not be written.
    """
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        with counter(session.terminal, f"saving {path.name}", 0) as show:
            for record in records:
                count += 1
                show(count)
                yield record

    with whole_file(path) as file:
        text = io.TextIOWrapper(file, "utf-8", newline="", write_through=False)
        sink = Terminal(session.terminal.stdin, text, session.terminal.stderr, session.environ)
        Output(sink, kind, session.output.fields).many(counted(), view)
        text.flush()
        text.detach()
    return count
