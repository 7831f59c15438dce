"""Problems of packages in the forms that CI systems show beside the code."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from scormcloud_cli import __version__
from scormcloud_cli.packages.check import Checked
from scormcloud_cli.packages.problems import RULES, Problem, Severity

Checks = Sequence[tuple[str, Checked]]

# SARIF and GitHub Actions have the same three degrees under names of their own.
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def sarif(files: Checks) -> str:
    """Return the problems as a SARIF document (OASIS, SARIF 2.1.0)."""
    codes = sorted({problem.code for _, checked in files for problem in checked.problems})
    driver = {
        "name": "scloud course check",
        "version": __version__,
        "rules": [
            {
                "id": code,
                "shortDescription": {"text": RULES[code].summary},
                "help": {"text": RULES[code].advice},
                "defaultConfiguration": {"level": _LEVELS[RULES[code].severity]},
            }
            for code in codes
        ],
    }
    results = [
        {
            "ruleId": problem.code,
            "ruleIndex": codes.index(problem.code),
            "level": _LEVELS[problem.severity],
            "message": {"text": f"{problem.message} {problem.advice}"},
            "locations": [_location(source, problem)],
        }
        for source, checked in files
        for problem in checked.problems
    ]
    document = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def github(files: Checks) -> Iterator[str]:
    """Yield the problems as commands of GitHub Actions, which show as annotations."""
    for source, checked in files:
        for problem in checked.problems:
            file, line, column = _place(source, problem)
            facts = {"file": file, "line": line, "col": column, "title": problem.code}
            properties = ",".join(
                f"{name}={_escaped(str(value), ':,')}"
                for name, value in facts.items()
                if value is not None
            )
            where = f"{problem.place}: " if file == source and problem.place else ""
            message = _escaped(f"{where}{problem.message} {problem.advice}")
            yield f"::{_COMMANDS[problem.severity]} {properties}::{message}"


def _place(source: str, problem: Problem) -> tuple[str, int | None, int | None]:
    """Return the file of the checkout that a problem is in, and where in it.

    What is inside a zip is no file of the checkout: there it is the zip that is named.
    """
    if problem.file and Path(source).is_dir():
        return (Path(source) / problem.file).as_posix(), problem.line, problem.column
    return source, None, None


def _location(source: str, problem: Problem) -> dict[str, Any]:
    file, line, column = _place(source, problem)
    physical: dict[str, Any] = {"artifactLocation": {"uri": Path(file).as_posix()}}
    if line is not None:
        physical["region"] = {"startLine": line, **({"startColumn": column} if column else {})}
    location: dict[str, Any] = {"physicalLocation": physical}
    if problem.place:
        location["logicalLocations"] = [{"fullyQualifiedName": problem.place}]
    return location


def _escaped(text: str, also: str = "") -> str:
    """Return a text as a workflow command takes it."""
    for character in "%\r\n" + also:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
