"""Results on standard output: tables for people; JSON, JSON Lines, CSV, TSV and IDs for programs.

Lists are printed as they arrive: no format holds more than the first rows of a list in memory.
A format is a method of `Output` and a line in `_WRITERS`.
"""

import json
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from scormcloud_cli.api.errors import CloudError, UsageError
from scormcloud_cli.api.spreadsheets import guarded
from scormcloud_cli.terminal.streams import UNPRINTABLE, Terminal, printable
from scormcloud_cli.terminal.values import cell, value_of
from scormcloud_cli.terminal.view import Column, Record, View

# Rows that a table's column widths are taken from; the rest of the list is printed at these.
_ROWS_TO_MEASURE = 100


class Output:
    """Prints the results of a command in the format that was asked for.

    Args:
        terminal: where to.
        format: one of `FORMATS`; ``auto`` is a table on a terminal and JSON elsewhere.
        view: how the command's results are shown.
        fields: dotted JSON names to print, and no others; empty for all.
    """

    def __init__(
        self,
        terminal: Terminal,
        format: str,  # noqa: A002 (the contract's word)
        view: View,
        fields: tuple[str, ...] = (),
    ) -> None:
        if format == "auto":
            format = "table" if terminal.stdout_is_terminal else "json"  # noqa: A001
        self.format = format
        #: Dotted JSON names to print, and no others; empty for all.
        self.fields = fields
        self.view = view
        self._also: tuple[str, ...] = ()
        self._terminal = terminal

    @property
    def for_people(self) -> bool:
        """Whether it is a table, and nobody has said which fields: a command may show it nicer."""
        return self.format == "table" and not self.fields

    def also(self, *names: str) -> None:
        """Give fields that an option has asked for columns in csv and tsv, beside the view's."""
        self._also += names

    def onto(self, terminal: Terminal, format_name: str) -> "Output":
        """Return what prints the same elsewhere, in another format."""
        output = Output(terminal, format_name, self.view, self.fields)
        output.also(*self._also)
        return output

    def one(self, record: Record) -> None:
        """Print one thing: an object in JSON, a list of its fields in a table."""
        if self.format == "json":
            self._terminal.write(as_json(self._pick(record), indent=2) + "\n")
        elif self.format == "table":
            from scormcloud_cli.terminal import table

            table.print_record(self._terminal, self._pick(record))
        else:
            _WRITERS[self.format](self, [record])
        self._terminal.flush()

    def many(self, records: Iterable[Record]) -> None:
        """Print a list, each row as soon as it is there; of one that breaks off, what there was.

        Raises:
            CloudError: the list broke off.
        """
        try:
            _WRITERS[self.format](self, records)
        finally:
            if isinstance(records, Generator):  # Ctrl-C: nothing goes on with what is not printed
                records.close()
        self._terminal.flush()

    def value(self, value: Any, text: str) -> None:
        """Print one bare value: as JSON in the JSON formats, else as `text`."""
        if self.format in JSON_FORMATS:
            text = as_json(value)
        self._terminal.write(self._shown(text) + "\n")
        self._terminal.flush()

    def names(self, names: Iterable[str]) -> None:
        """Print plain names: an array in JSON, else one a line."""
        if self.format == "json":
            self._terminal.write(as_json(list(names), indent=2) + "\n")
        else:
            for name in names:
                self.value(name, name)
        self._terminal.flush()

    def _json_array(self, records: Iterable[Record]) -> None:
        opening = "[\n"
        closing = ""
        try:
            for record in self._flushing(records):
                text = as_json(self._pick(record), indent=2)
                self._terminal.write(opening + "  " + text.replace("\n", "\n  "))
                opening, closing = ",\n", "\n]\n"
        except CloudError:
            self._terminal.write(closing)  # so that programs can read what came before
            raise
        self._terminal.write(closing or "[]\n")

    def _json_lines(self, records: Iterable[Record]) -> None:
        for record in self._flushing(records):
            self._terminal.write(as_json(self._pick(record)) + "\n")

    def _ids(self, records: Iterable[Record]) -> None:
        id_field = self.view.id_field
        for record in self._flushing(records):
            error = record.get("error")
            if isinstance(error, Mapping):  # what failed has no ID to hand on
                self._terminal.warn(f"{value_of(record, id_field)}: {error['message']}")
                continue
            text = str(value_of(record, id_field))
            if "\n" in text or "\r" in text:  # whoever reads the lines would take it for two
                self._terminal.warn(f"{text!r} has a line break and is left out")
            else:
                self._terminal.write(self._shown(text) + "\n")

    def _csv(self, records: Iterable[Record]) -> None:
        self._separated(records, ",", "\r\n", _IN_CSV)  # RFC 4180 ends lines so

    def _tsv(self, records: Iterable[Record]) -> None:
        self._separated(records, "\t", "\n", _IN_TSV)  # for cut and awk

    def _separated(
        self, records: Iterable[Record], delimiter: str, line_end: str, instead: Mapping[int, str]
    ) -> None:
        import csv

        writer = csv.writer(_Writable(self._terminal), delimiter=delimiter, lineterminator=line_end)
        columns = (column.field for column in self.view.columns)
        names = self.fields or tuple(dict.fromkeys((*columns, *self._also)))
        rows = iter(records)
        known = bool(names)
        if not known:  # a kind of result whose fields are not known beforehand
            first = next(rows, None)
            if first is None:
                return
            names = tuple(first)
            rows = _after(first, rows)
        writer.writerow(names)
        for record in self._flushing(rows):
            if not known and (strange := [name for name in record if name not in names]):
                raise UsageError(
                    f"there is no column for {', '.join(strange)}, which the first row has not",
                    hint=f"name the columns: --fields {','.join([*names, *strange])}",
                )
            writer.writerow([_cell(value_of(record, name), instead) for name in names])

    def _table(self, records: Iterable[Record]) -> None:
        from scormcloud_cli.terminal import table

        columns = self.view.columns
        if self.fields:
            columns = tuple(Column(name, name, whole=True) for name in self.fields)
        rows = iter(records)
        first: list[Record] = []
        broken_off: CloudError | None = None
        try:
            first += islice(rows, _ROWS_TO_MEASURE)
        except CloudError as error:
            broken_off = error
        if not columns and first:
            columns = tuple(Column(name, name) for name in first[0])
        if first:
            table.print_rows(self._terminal, columns, first, rows)
        if broken_off is not None:
            raise broken_off
        if not first:
            self._terminal.notice(f"no {self.view.plural}")

    def _flushing(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the records; what was printed of one goes out before the next is waited for."""
        for record in records:
            yield record
            self._terminal.flush()

    def _shown(self, text: str) -> str:
        """Return a bare text: as it is in a pipe, and so that it moves no cursor on a screen."""
        return printable(text) if self._terminal.stdout_is_terminal else text

    def _pick(self, record: Record) -> Record:
        if not self.fields:
            return record
        picked: dict[str, Any] = {}
        for name in self.fields:
            value = value_of(record, name)
            if value is not None:
                _place(picked, name.split("."), value)
        return picked


_WRITERS: Mapping[str, Callable[[Output, Iterable[Record]], None]] = {
    "table": Output._table,
    "json": Output._json_array,
    "jsonl": Output._json_lines,
    "csv": Output._csv,
    "tsv": Output._tsv,
    "ids": Output._ids,
}
FORMATS = ("auto", *_WRITERS)
JSON_FORMATS = tuple(name for name in FORMATS if name.startswith("json"))

# A list has an encoder for all its rows: json.dumps would make one for each.
_ENCODER = json.JSONEncoder(ensure_ascii=False)
# An encoder escapes the control characters below 32; terminals obey these as well.
_CONTROL = re.compile(r"[\x7f-\x9f]")
_CONTROLS = {code: f"\\u{code:04x}" for code in range(127, 160)}


def as_json(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON that cannot move the cursor of the screen it is shown on.

    Args:
        value: what `json.dumps` takes.
        indent: spaces a level; None for one line.
    """
    if indent is None:
        text = _ENCODER.encode(value)
    else:
        text = json.dumps(value, indent=indent, ensure_ascii=False)
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


# What stands for the characters that cells do without.
_IN_CSV = {code: text for code, text in UNPRINTABLE.items() if code != ord("\t")}
_IN_TSV = {**UNPRINTABLE, ord("\n"): " "}


def _cell(value: Any, instead: Mapping[int, str]) -> str:
    """Return a value as a cell of a file that a spreadsheet or a screen may show."""
    text = cell(value)
    if isinstance(value, int | float):
        return text
    return guarded(text.replace("\r\n", "\n").translate(instead))


def _place(target: dict[str, Any], parts: list[str], value: Any) -> None:
    for part in parts[:-1]:
        target = target.setdefault(part, {})
    target[parts[-1]] = value


def _after(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest


class _Writable:
    """What the csv module writes to."""

    def __init__(self, terminal: Terminal) -> None:
        self.write = terminal.write
