from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import JobFailed
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.streams import printable
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.packages import PROBLEM

if TYPE_CHECKING:
    from scormcloud_cli.packages.check import Checked


@click.command(cls=Command, prints=PROBLEM)
@click.argument("files", metavar="FILE|FOLDER...", nargs=-1, required=True)
@click.option("--strict", is_flag=True, help="Fail on warnings as on errors.")
@click.option(
    "--format",
    "annotations",
    type=click.Choice(["sarif", "github"]),
    help="For CI: a SARIF 2.1.0 document, or annotations of GitHub Actions.",
)
def check(session: Session, files: tuple[str, ...], strict: bool, annotations: str | None) -> None:
    """Say what is wrong with packages, and what to do about it.

    Each problem has a stable code and a severity: an error keeps the course from being imported or
    launched, a warning works in one place and not in another, a note is good to know. Exits 7 on
    errors, with --strict on warnings too. Media files (pdf, mp3, mp4) are checked by their content.

    \b
    Examples:
      scloud course check pkg.zip
      scloud course check build/*.zip --strict -o json | jq -r '.[] | "\\(.file): \\(.message)"'
      scloud course check pkg.zip --format sarif > problems.sarif
    """
    from scormcloud_cli.packages.problems import Severity

    every = [(file, _checked(session, file)) for file in files]
    if annotations == "sarif":
        from scormcloud_cli.terminal.annotations import sarif

        session.terminal.write(sarif(every) + "\n")
    elif annotations == "github":
        from scormcloud_cli.terminal.annotations import github

        session.terminal.write("".join(f"{line}\n" for line in github(every)))
    elif session.output.for_people:
        session.terminal.write("".join(f"{line}\n" for line in _for_people(session, every)))
    else:
        session.output.many(_records(every))
    worst = Severity.WARNING if strict else Severity.ERROR
    failed = [file for file, checks in every if checks.has(worst)]
    if failed:
        raise JobFailed(
            f"{len(failed)} of {len(every)} packages would fail: {', '.join(failed[:3])}"
            f"{', …' if len(failed) > 3 else ''}",
            code="package_problems",
        )


def _checked(session: Session, source: str) -> "Checked":
    from scormcloud_cli.packages import InvalidPackage, read_media
    from scormcloud_cli.packages.check import Checked
    from scormcloud_cli.packages.check import check as checked
    from scormcloud_cli.workflows import sources

    with sources.opened(source, session.progress) as file:
        if not sources.is_media(source):
            return checked(file)
    try:
        read_media(source)
    except InvalidPackage as fault:
        return Checked(None, (fault.problem,))
    return Checked(None, ())


# Red, yellow and cyan.
_STYLES = {"error": "31;1", "warning": "33", "note": "36"}


def _for_people(session: Session, every: "list[tuple[str, Checked]]") -> Iterator[str]:
    """Yield lines that tell of each problem where it is, what it is, and what to do."""
    terminal = session.terminal

    def painted(text: str, style: str) -> str:
        return terminal.paint(printable(text), style, terminal.stdout_is_terminal)

    for file, checks in every:
        yield painted(file, "1") + ("" if checks.problems else ": no problems")
        for problem in checks.problems:
            place = f"{problem.place}: " if problem.place else ""
            word = painted(f"{problem.severity}:", _STYLES[problem.severity])
            yield f"  {word} {printable(f'{place}{problem.message}')} [{problem.code}]"
            yield f"    {problem.advice}"


def _records(every: "list[tuple[str, Checked]]") -> Iterator[Record]:
    from scormcloud_cli.packages.inspection import problem_record

    for file, checks in every:
        for problem in checks.problems:
            yield {"file": file, **problem_record(problem)}
