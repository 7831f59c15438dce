"""The ``tag`` commands, which courses and registrations share."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from scormcloud_cli.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.areas import Courses, Registrations

_VIEW = View("tag", columns=(Column("id", "ID"), Column("tags", "TAGS")), fields=("id", "tags"))


def tag_group(noun: str, area: Callable[[Session], "Courses | Registrations"]) -> click.Group:
    """Return the ``tag`` group of one kind of thing.

    Args:
        noun: ``course`` or ``registration``.
        area: gives the area of the service that keeps its tags.
    """

    def show(session: Session, owner: str) -> None:
        tags = area(session).tags(owner)
        session.output.one({"id": owner, "tags": sorted(tags)}, _VIEW)

    @click.group(cls=Group, name="tag", help=f"The tags of a {noun}.")
    def group() -> None:
        pass

    @group.command(
        "list",
        help=f"""List the tags of a {noun}.

        \b
        Examples:
          scloud {noun} tag list ID
          scloud {noun} tag list ID -o json | jq -r '.tags[]'
        """,
    )
    @click.argument("owner", metavar="ID")
    @pass_session
    def list_(session: Session, owner: str) -> None:
        show(session, owner)

    @group.command(
        "set",
        help=f"""Give a {noun} exactly these tags; without any, take all away.

        \b
        Examples:
          scloud {noun} tag set ID safety 2026
          scloud {noun} tag set ID
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("tags", metavar="[TAG]...", nargs=-1)
    @pass_session
    def set_(session: Session, owner: str, tags: tuple[str, ...]) -> None:
        area(session).set_tags(owner, tags)
        show(session, owner)

    @group.command(
        "add",
        help=f"""Give a {noun} more tags.

        \b
        Examples:
          scloud {noun} tag add ID safety
          scloud {noun} tag add ID safety 2026
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("tags", metavar="TAG...", nargs=-1, required=True)
    @pass_session
    def add(session: Session, owner: str, tags: tuple[str, ...]) -> None:
        area(session).add_tags(owner, tags)
        show(session, owner)

    @group.command(
        "remove",
        help=f"""Take tags from a {noun}; those it does not have are passed over.

        \b
        Examples:
          scloud {noun} tag remove ID old
          scloud {noun} tag remove ID old older
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("tags", metavar="TAG...", nargs=-1, required=True)
    @pass_session
    def remove(session: Session, owner: str, tags: tuple[str, ...]) -> None:
        area(session).remove_tags(owner, tags)
        show(session, owner)

    return group
