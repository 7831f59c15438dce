"""The ``tag`` commands, which all kinds of things with tags share."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from scormcloud_cli import bulk
from scormcloud_cli.options import Group, many, named, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.tags import Tags

_VIEW = View("tag", columns=(Column("id", "ID"), Column("tags", "TAGS")), fields=("id", "tags"))


def tag_group(noun: str, tags_of: Callable[[Session], "Tags"], article: str = "a") -> click.Group:
    """Return the ``tag`` group of one kind of thing.

    Args:
        noun: what it is called: ``course``, ``registration``, ….
        tags_of: gives the tags of such things.
        article: ``a`` or ``an``, as the word wants it.
    """

    def show(session: Session, owner: str) -> None:
        tags = tags_of(session).get(owner)
        session.output.one({"id": owner, "tags": sorted(tags)}, _VIEW)

    @click.group(cls=Group, name="tag", help=f"The tags of {article} {noun}.")
    def group() -> None:
        pass

    @group.command(
        "list",
        help=f"""List the tags of {article} {noun}.

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
        help=f"""Give {article} {noun} exactly these tags; without any, take all away.

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
        tags_of(session).set(owner, tags)
        show(session, owner)

    @group.command(
        "add",
        help=f"""Give {article} {noun} more tags.

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
        tags_of(session).add(owner, tags)
        show(session, owner)

    @group.command(
        "remove",
        help=f"""Take tags from {article} {noun}; those it does not have are passed over.

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
        tags_of(session).remove(owner, tags)
        show(session, owner)

    @group.command(
        "add-many",
        help=f"""Give more than one {noun} the same tags; '-' reads IDs from standard input.

        \b
        Examples:
          scloud {noun} tag add-many ID1 ID2 --tag safety --tag 2026
          cat ids.txt | scloud {noun} tag add-many - --tag safety
        """,
    )
    @click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
    @click.option("--tag", "tags", metavar="TAG", multiple=True, required=True, help="This tag.")
    @many
    @pass_session
    def add_many(session: Session, ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
        kind = tags_of(session)
        targets = named(session, noun, ids)
        bulk.each(session, targets, lambda owner: kind.add(owner, tags), "tagged")

    return group
