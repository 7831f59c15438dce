"""The ``tag`` commands, which all kinds of things with tags share."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared import many
from scormcloud_cli.commands.shared.command import Group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import View
from scormcloud_cli.terminal.views.shared import RESULTS, TAGS
from scormcloud_cli.workflows.options import RunOptions

if TYPE_CHECKING:
    from scormcloud_cli.api.tags import Tags


def tag_group(kind: View, tags_of: "Callable[[api.Cloud], Tags]") -> click.Group:
    """Return the ``tag`` group of one kind of thing.

    Args:
        kind: how such things are called.
        tags_of: gives the tags of such things.
    """
    noun, one, plural = kind.noun, kind.one, kind.plural

    def change(session: Session, owner: str, step: "Callable[[Tags], None]") -> None:
        tags = tags_of(session.cloud())
        step(tags)
        session.output.one({"id": owner, "tags": sorted(tags.get(owner))})

    @click.group(cls=Group, help=f"The tags of {one}.")
    def tag() -> None:
        pass

    @tag.command(
        "list",
        prints=TAGS,
        help=f"""List the tags of {one}.

        \b
        Examples:
          scloud {noun} tag list ID
          scloud {noun} tag list ID -o json | jq -r '.tags[]'
        """,
    )
    @click.argument("owner", metavar="ID")
    def list_(session: Session, owner: str) -> None:
        session.output.one({"id": owner, "tags": sorted(tags_of(session.cloud()).get(owner))})

    @tag.command(
        "set",
        prints=TAGS,
        help=f"""Replace the tags of {one}.

        Without any tag all are removed.

        \b
        Examples:
          scloud {noun} tag set ID safety 2026
          scloud {noun} tag set ID
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("words", metavar="[TAG]...", nargs=-1)
    def set_(session: Session, owner: str, words: tuple[str, ...]) -> None:
        change(session, owner, lambda tags: tags.set(owner, words))

    @tag.command(
        "add",
        prints=TAGS,
        help=f"""Add tags to {one}.

        \b
        Examples:
          scloud {noun} tag add ID safety
          scloud {noun} tag add ID safety 2026
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("words", metavar="TAG...", nargs=-1, required=True)
    def add(session: Session, owner: str, words: tuple[str, ...]) -> None:
        change(session, owner, lambda tags: tags.add(owner, words))

    @tag.command(
        "remove",
        prints=TAGS,
        help=f"""Remove tags from {one}.

        Tags that it does not have are ignored.

        \b
        Examples:
          scloud {noun} tag remove ID old
          scloud {noun} tag remove ID old older
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("words", metavar="TAG...", nargs=-1, required=True)
    def remove(session: Session, owner: str, words: tuple[str, ...]) -> None:
        change(session, owner, lambda tags: tags.remove(owner, words))

    @tag.command(
        "add-many",
        prints=RESULTS,
        help=f"""Add the same tags to several {plural}.

        '-' reads IDs from standard input.

        \b
        Examples:
          scloud {noun} tag add-many ID1 ID2 --tag safety --tag 2026
          cat ids.txt | scloud {noun} tag add-many - --tag safety
        """,
    )
    @click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
    @click.option("--tag", "words", metavar="TAG", multiple=True, required=True, help="This tag.")
    @many.options
    def add_many(
        session: Session, ids: tuple[str, ...], words: tuple[str, ...], run: RunOptions
    ) -> None:
        tags = tags_of(session.cloud(rate=run.rate))
        targets = many.named(session, kind, ids)
        many.set_status(session, targets, lambda owner: tags.add(owner, words), "tagged", run)

    return tag
