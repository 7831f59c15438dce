"""AICC: the course files ``.crs``, ``.au``, ``.des``, ``.cst`` and ``.pre`` of CMI001."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from scormcloud_cli.packages.errors import InvalidPackage
from scormcloud_cli.packages.folder import PackageFolder
from scormcloud_cli.packages.models import Activity, ActivityKind, Description, LearningStandard
from scormcloud_cli.packages.problems import quoted

DESCRIPTOR_SUFFIX = ".crs"

# A thousand units have a tenth of a megabyte.
_FILE_LIMIT = 4 * 1024 * 1024
_ROW_LIMIT = 20_000
_CELL_LIMIT = 300_000
_DEPTH_LIMIT = 100
_SECTIONS = ("course", "course_description")

Row = dict[str, str]


def read(folder: PackageFolder, name: str) -> Description:
    """Read the course whose ``.crs`` file is *name*, and its other files of the same name.

    Names of files and columns and identifiers are compared without case. Without a structure
    (``.cst``) the units are in the order of the ``.au`` file.

    Raises:
        InvalidPackage: the files cannot be read, or no unit can be launched.
    """
    return _Course(folder, name).describe()


class _Course:
    def __init__(self, folder: PackageFolder, name: str) -> None:
        self._folder = folder
        self._name = name
        self._sections = _sections(self._text(name))
        self._titles = _by_identifier(self._rows("des", "titles are not known"), "system_id")
        self._prerequisites = _by_identifier(self._rows("pre"), "structure_element")
        self._units = _by_identifier(self._rows("au", "units are not known"), "system_id")
        self._members = self._structure()
        self._placed: set[str] = set()

    def describe(self) -> Description:
        course = self._sections["course"].values
        identifier = course.get("course_id") or None
        title = course.get("course_title") or identifier or PurePosixPath(self._name).stem
        about = self._sections["course_description"].text
        root = Activity(
            identifier=identifier or "",
            title=title,
            kind=ActivityKind.AGGREGATION,
            children=self._children("root", 0),
        )
        self._note_unplaced()
        if all(activity.launch is None for activity in root.walk()):
            reason = "No assignable unit of the .au and .cst files can be launched."
            raise InvalidPackage(reason, "nothing_to_launch", self._folder.path(self._name))
        return Description(
            standard=LearningStandard.AICC,
            identifier=identifier,
            title=title,
            description=about or None,
            root_activity=root,
        )

    def _rows(self, suffix: str, consequence: str = "") -> list[Row]:
        """Return the rows of a table as cells by the name of their column in lower case."""
        header, *rows = self._table(suffix, consequence) or [[]]
        columns = [name.lower() for name in header]
        return [dict(zip(columns, row, strict=False)) for row in rows]

    def _table(self, suffix: str, consequence: str) -> list[list[str]] | None:
        """Return the rows of the file with a suffix, or None if there is no such file.

        Then a problem with this consequence is added, unless there is no consequence.
        """
        stem = PurePosixPath(self._name).stem
        others = (name for name in self._folder.names() if name.lower().endswith(f".{suffix}"))
        name = self._folder.find(f"{stem}.{suffix}") or next(others, None)
        if name is not None:
            return list(_cells(self._text(name), self._folder.path(name)))
        if consequence:
            message = f"The course has no .{suffix} file, so its {consequence}."
            self._folder.note("missing_table", message)
        return None

    def _text(self, name: str) -> str:
        return _decoded(self._folder.read(name, _FILE_LIMIT))

    def _note_unplaced(self) -> None:
        for identifier, unit in self._units.items():
            if identifier not in self._placed:
                name = quoted(unit["system_id"])
                message = f"The structure places the unit {name} nowhere, so nobody gets to see it."
                self._folder.note("unplaced_unit", message)

    def _structure(self) -> dict[str, list[str]]:
        table = self._table("cst", "units are in the order of the .au file")
        if table is None:
            return {"root": list(self._units)}
        members: dict[str, list[str]] = {}
        for block, *row in table[1:]:
            members.setdefault(block.lower(), []).extend(cell.lower() for cell in row if cell)
        if not members.get("root"):
            message = "The .cst file has no ROOT, so its units are in the order of the .au file."
            self._folder.note("bad_structure", message)
            return {"root": list(self._units)}
        return members

    def _children(self, block: str, depth: int) -> tuple[Activity, ...]:
        # A member is placed once: a structure with loops or repetitions could grow without end.
        children = []
        for member in self._members.get(block, []):
            if member in self._placed or depth >= _DEPTH_LIMIT:
                message = f"{quoted(member.upper())} is in the structure more than once."
                self._folder.note("bad_structure", message)
                continue
            self._placed.add(member)
            if member in self._units:
                children.append(self._unit(self._units[member]))
            elif member in self._members:
                children.append(self._block(member, depth))
            elif member not in self._titles:
                message = f"The structure names {quoted(member.upper())}, which does not exist."
                self._folder.note("dangling_reference", message)
        return tuple(children)

    def _block(self, identifier: str, depth: int) -> Activity:
        row = self._titles.get(identifier, {})
        name = row.get("system_id") or identifier.upper()
        return Activity(
            identifier=name,
            title=row.get("title") or name,
            description=row.get("description") or None,
            kind=ActivityKind.AGGREGATION,
            prerequisites=self._prerequisite(identifier),
            children=self._children(identifier, depth + 1),
        )

    def _unit(self, unit: Row) -> Activity:
        identifier = unit["system_id"]
        owner = f"unit {quoted(identifier)}"
        href = unit.get("file_name") or None
        if href is None:
            self._folder.note("no_href", f"The {owner} has no File_Name to launch.")
        parameters = unit.get("web_launch", "")
        launch = self._folder.launch(href, owner, None, parameters=parameters)
        row = self._titles.get(identifier.lower(), {})
        return Activity(
            identifier=identifier,
            title=row.get("title") or identifier,
            description=row.get("description") or None,
            kind=launch.kind,
            launch=launch.path,
            parameters=launch.parameters,
            scaled_passing_score=self._passing_score(unit, owner),
            max_time_allowed=unit.get("max_time_allowed") or None,
            time_limit_action=unit.get("time_limit_action") or None,
            launch_data=unit.get("core_vendor") or None,
            prerequisites=self._prerequisite(identifier.lower()),
        )

    def _passing_score(self, unit: Row, owner: str) -> float | None:
        """Return Mastery_Score divided by Max_Score, by 100 where that is not given."""
        mastery = unit.get("mastery_score")
        if not mastery:
            return None
        highest = self._folder.number(unit.get("max_score"), f"Max_Score of {owner}", 0, 1e9) or 100
        score = self._folder.number(mastery, f"Mastery_Score of {owner}", 0, highest)
        return None if score is None else score / highest

    def _prerequisite(self, identifier: str) -> str | None:
        return self._prerequisites.get(identifier, {}).get("prerequisite") or None


@dataclass(slots=True)
class _Section:
    """A section of an INI file: the values by name in lower case, and all its lines."""

    values: Row = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def _sections(text: str) -> dict[str, _Section]:
    """Read a ``.crs`` file; configparser would refuse the free text of its description."""
    sections = {name: _Section() for name in _SECTIONS}
    section = _Section()
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            section = sections.get(line[1:-1].strip().lower(), _Section())
        elif not line.startswith(";"):
            section.lines.append(line)
            name, equals, value = line.partition("=")
            if equals:
                section.values.setdefault(name.strip().lower(), value.strip().strip('"'))
    return sections


def _cells(text: str, file: str) -> Iterator[list[str]]:
    """Yield the rows of a table that are not blank, the header first."""
    rows = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True)
    count = cells = 0
    try:
        for row in rows:
            if not any(cell.strip() for cell in row):
                continue
            count += 1
            cells += len(row)
            if count > _ROW_LIMIT or cells > _CELL_LIMIT:
                reason = f"It has more than {_ROW_LIMIT} rows or {_CELL_LIMIT} cells."
                raise InvalidPackage(reason, "too_complex", file, rows.line_num)
            yield [cell.strip() for cell in row]
    except csv.Error as error:
        reason = f"The table cannot be read: {error}."
        raise InvalidPackage(reason, "malformed_aicc", file, rows.line_num) from error


def _by_identifier(rows: list[Row], column: str) -> dict[str, Row]:
    return {row[column].lower(): row for row in rows if row.get(column)}


def _decoded(content: bytes) -> str:
    """Decode a file that does not declare its encoding: Unicode if it is valid, else cp1252."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
