"""The one exception of this library."""

from scormcloud_cli.packages.problems import Problem, shortened


class InvalidPackage(Exception):
    """The file is not a course package that can be read.

    Attributes:
        problem: what is wrong, an error, as a problem among others.
        reason: its message.
        code: its code, one of `problems.RULES`.
        file: the path in the zip of the file that has the problem, if it is in one.
        line: its line, counted from 1.
        column: its column, counted from 1.
        noted: the problems that had been noted in the package before it was refused.
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
        self.problem = Problem(code, shortened(reason), file, line, column)
        self.reason, self.code = self.problem.message, code
        self.file, self.line, self.column = file, line, column
        self.noted: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        """Return the reason with its place: ``imsmanifest.xml, line 20, column 5: …``."""
        place = [self.file] if self.file else []
        if self.line is not None:
            place.append(f"line {self.line}")
        if self.column is not None:
            place.append(f"column {self.column}")
        return f"{', '.join(place)}: {self.reason}" if place else self.reason
