"""Calls that content of each standard may make: elements with values good and bad, and others."""

from scormcloud_cli.packages import LearningStandard
from tests.unit.learning import elements
from tests.unit.learning.launches import AICC, FOURTH, SCORM12, SECOND, THIRD

Step = tuple[str, ...]


def _steps(standard: LearningStandard) -> list[Step]:
    """Return calls that mostly make sense: elements of the model with values good and bad."""
    is_2004 = "2004" in standard
    rows = elements.SCORM2004 if is_2004 else elements.SCORM12
    written = [
        ("SetValue", row.name.replace(".0.", f".{index}."), value)
        for row in rows
        for value in (*row.good, *row.bad, "x")
        for index in range(3 if ".0." in row.name else 1)
        if len(value) < 300
    ]
    read = [("GetValue", row.name) for row in rows]
    other: list[Step] = [
        ("Initialize", ""),
        ("Terminate" if is_2004 else "Finish", ""),
        ("Commit", ""),
        ("GetLastError",),
        ("GetDiagnostic", ""),
        ("Nonsense",),
    ]
    return [*written, *read, *other * 10]


STEPS = {standard: _steps(standard) for standard in (SCORM12, AICC, SECOND, THIRD, FOURTH)}
