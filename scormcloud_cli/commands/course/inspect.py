import click

from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.view import Record
from scormcloud_cli.terminal.views.packages import PACKAGE

# Shown as trees and lists of their own on a terminal, or too long for one.
_APART = ("rootActivity", "organizations", "resources", "files", "problems")


@click.command(cls=Command, prints=PACKAGE)
@click.argument("source", metavar="FILE|FOLDER")
def inspect(session: Session, source: str) -> None:
    """Show what a package holds.

    Its standard, activities, metadata, resources and files.

    Nothing is uploaded and nothing is unpacked: the zip's directory and the course's descriptor are
    read. On a terminal it is a summary with the tree of activities; elsewhere all of it in JSON.

    \b
    Examples:
      scloud course inspect pkg.zip
      scloud course inspect pkg.zip -o json | jq -r '.rootActivity.children[].href'
      scloud course inspect pkg.zip --fields courseLearningStandard,title -o json
    """
    record = _record(session, source)
    summary = {name: value for name, value in record.items() if name not in _APART}
    if not session.output.for_people:
        session.output.one(record)
        return
    from scormcloud_cli.terminal.table import print_tree

    session.output.one(summary)
    if "rootActivity" in record:
        print_tree(session.terminal, record["rootActivity"], "children", _label)
    for problem in record.get("problems", ()):
        session.terminal.warn(f"{problem['code']}: {problem['message']}")


def _record(session: Session, source: str) -> Record:
    from scormcloud_cli.packages import InvalidPackage, read_media
    from scormcloud_cli.packages.inspection import inspect as inspected
    from scormcloud_cli.workflows import sources

    with sources.opened(source, session.progress) as file:
        if not sources.is_media(source):
            return inspected(sources.read(source, file))
    try:
        media = read_media(source)
    except InvalidPackage as fault:
        raise sources.refused(source, fault) from None
    # What the service makes of media has no learning standard (docs/service/v2.md, Import jobs).
    return {
        "courseLearningStandard": "UNKNOWN",
        "title": media.title,
        "contentType": media.content_type,
        "fileCount": 1,
        "size": media.size,
    }


def _label(activity: Record) -> str:
    """Return an activity in a line: its title, what it opens, what it takes to pass."""
    parts = [str(activity.get("title") or activity.get("itemIdentifier") or "?")]
    if "href" in activity:
        parts.append(f"→ {activity['href']}")
    for name, words in (
        ("scaledPassingScore", "passing score"),
        ("maxTimeAllowed", "time limit"),
        ("prerequisites", "after"),
        ("moveOn", "moves on"),
    ):
        if name in activity:
            parts.append(f"({words} {activity[name]})")
    return " ".join(parts)
