"""Registrations to create, as rows of a CSV file or lines of JSON."""

import csv
import io
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.files import read_text
from scormcloud_cli.api.registrations import NewRegistration
from scormcloud_cli.api.spreadsheets import unguarded

# What a column may be called: by v2's names, as `registration export` calls it, and shorter.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "registrationid", "registration"),
    "course_id": ("courseid", "course", "course.id"),
    "course_version": ("courseversion", "version", "course.version"),
    "learner_id": ("learnerid", "learner", "learner.id"),
    "first_name": ("firstname", "learner.firstname"),
    "last_name": ("lastname", "learner.lastname"),
    "email": ("email", "learner.email"),
    "tags": ("tags", "tag"),
}
_BY_NAME = {name: column for column, names in _COLUMNS.items() for name in names}
# What `registration export` writes and nobody can set: passed over.
_RESULTS = (
    *("course.title", "registrationcompletion", "registrationsuccess", "score.scaled"),
    *("totalsecondstracked", "createddate", "lastaccessdate", "instance", "updated"),
    *("activitydetails", "globalobjectives", "shareddata"),
)
# The namespace of IDs that are made of a course and a learner: the same in every run.
_NAMESPACE = uuid.UUID("6f0c1d3e-8f5b-5a0e-9c44-2d1b7a8f3c10")
_SHOWN = 10


class Row(NamedTuple):
    """A row: what to create, where it stands, and as it was written, for a file of failures."""

    new: NewRegistration
    line: int
    written: Mapping[str, Any]

    def __str__(self) -> str:
        """Return what names it: its registration's ID."""
        return self.new.id


class Rows(NamedTuple):
    """The rows of a file, and how it is written."""

    rows: Sequence[Row]
    columns: Sequence[str]
    is_json: bool


def read(name: str, text: str | None, course_id: str | None) -> Rows:
    """Read and check every row of a file, before any is used.

    Args:
        name: the file, or what it is called in messages.
        text: what it holds, where it was read already.
        course_id: the course of rows that name none.

    Raises:
        UsageError: it cannot be read, or rows are not what they must be; the message names lines.
    """
    text = read_text(name) if text is None else text
    is_json = text.lstrip()[:1] == "{"
    written = list(_json_lines(text)) if is_json else list(_table(text))
    rows: list[Row] = []
    mistakes: list[str] = []
    seen: dict[str, int] = {}
    for line, record in written:
        try:
            cells = record if is_json else {key: unguarded(text) for key, text in record.items()}
            new = _registration(cells, course_id)
        except ValueError as error:
            mistakes.append(f"line {line}: {error}")
            continue
        if new.id in seen:
            mistakes.append(
                f"line {line}: registration {new.id!r} stands in line {seen[new.id]} too"
            )
        seen.setdefault(new.id, line)
        rows.append(Row(new, line, record))
    if mistakes:
        more = len(mistakes) - _SHOWN
        shown = "; ".join(mistakes[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
        raise UsageError(f"{name}: {shown}", code="bad_rows", hint="nothing was sent")
    columns = list(dict.fromkeys(key for _, record in written for key in record))
    return Rows(rows, columns, is_json)


def write_failed(path: Path, rows: Rows, failed: Sequence[Row]) -> None:
    """Write the rows that failed as they were, for another run.

    Raises:
        UsageError: the file cannot be written.
    """
    from scormcloud_cli.api.files import whole_file

    with whole_file(path) as file:
        text = io.StringIO(newline="")
        if rows.is_json:
            text.writelines(json.dumps(row.written, ensure_ascii=False) + "\n" for row in failed)
        else:
            writer = csv.DictWriter(text, rows.columns, extrasaction="ignore")
            writer.writeheader()
            writer.writerows(dict(row.written) for row in failed)
        file.write(text.getvalue().encode())


def _json_lines(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise UsageError(f"line {number} is not JSON: {error}", code="bad_rows") from None
        if not isinstance(record, dict):
            raise UsageError(f"line {number} is no JSON object", code="bad_rows")
        yield number, _flat(record)


def _flat(record: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{name}.")
        else:
            flat[prefix + name] = value
    return flat


def _table(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    head = text.partition("\n")[0]
    # Spreadsheets in much of Europe write semicolons.
    mark = next((mark for mark in (",", ";", "\t") if mark in head), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    columns: list[str] = []
    try:
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = [cell.strip() for cell in cells]
                _check_columns(columns)
                continue
            if len(cells) > len(columns):
                raise UsageError(
                    f"line {reader.line_num} has {len(cells)} cells for {len(columns)} columns",
                    code="bad_rows",
                )
            yield reader.line_num, dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise UsageError(f"line {reader.line_num} is not CSV: {error}", code="bad_rows") from None


def _check_columns(columns: Sequence[str]) -> None:
    from scormcloud_cli.api.names import nearest

    for name in columns:
        if name.lower() not in _BY_NAME and name.lower() not in _RESULTS:
            close = nearest(name, list(_BY_NAME))
            raise UsageError(
                f"there is no column {name!r}",
                code="bad_rows",
                hint=f"did you mean {close}?"
                if close
                else "courseId, learnerId, id, firstName, lastName, email, courseVersion, tags",
            )


def _registration(record: Mapping[str, Any], course_id: str | None) -> NewRegistration:
    """Return what a row says.

    Raises:
        ValueError: it is not what it must be.
    """
    values: dict[str, str] = {}
    tags: tuple[str, ...] = ()
    for name, value in record.items():
        column = _BY_NAME.get(name.lower())
        if column is None:
            if name.lower() not in _RESULTS:
                raise ValueError(f"there is no field {name!r}")
        elif column == "tags":
            tags = tuple(map(str, value)) if isinstance(value, list) else _tags(str(value or ""))
        elif value is not None and str(value).strip():
            values[column] = str(value).strip()
    course = values.get("course_id") or course_id
    if not course:
        raise ValueError("courseId is missing")
    learner = values.get("learner_id")
    if not learner:
        raise ValueError("learnerId is missing")
    version = values.get("course_version")
    if version is not None and not version.isdigit():
        raise ValueError(f"courseVersion must be a whole number, not {version!r}")
    return NewRegistration(
        id=values.get("id") or str(uuid.uuid5(_NAMESPACE, f"{course}\n{learner}")),
        course_id=course,
        learner_id=learner,
        first_name=values.get("first_name"),
        last_name=values.get("last_name"),
        email=values.get("email"),
        course_version=int(version) if version is not None else None,
        tags=tags,
    )


def _tags(text: str) -> tuple[str, ...]:
    mark = ";" if ";" in text else ","
    return tuple(tag.strip() for tag in text.split(mark) if tag.strip())
