"""The one exception of this library."""

from scormcloud_cli.packages.problems import Problem, shortened


class InvalidPackage(Exception):
    """The file is not a course package that can be read.

    Attributes:
        reason: one sentence on what is wrong, and what to do where that is not plain.
        code: a stable name for scripts: one of `problems.RULES`, an error there.
        file: the path inside the zip of the file at fault, where there is one.
        line: its line, counted from 1.
        column: its column, counted from 1.
    """

    def __init__(
        self,
        reason: str,
        code: str,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(reason, code, file, line, column)
        self.reason = shortened(reason)
        self.code = code
        self.file = file
        self.line = line
        self.column = column

    @property
    def problem(self) -> Problem:
        """The same as a problem among others."""
        return Problem(self.code, self.reason, self.file, self.line, self.column)

    def __str__(self) -> str:
        """Return the reason with its place: ``imsmanifest.xml, line 20, column 5: …``."""
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.reason}" if place else self.reason
