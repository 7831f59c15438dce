"""The ``config`` commands, which courses and registrations share."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import click

from scormcloud_cli.api.errors import NotFound, UsageFault, do_all
from scormcloud_cli.options import Group, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.areas import Courses, Registrations

_VIEW = View(
    "setting",
    columns=(
        Column("id", "SETTING", whole=True),
        Column("effectiveValue", "VALUE"),
        Column("effectiveValueSource", "SET BY"),
    ),
    fields=("id", "effectiveValue", "effectiveValueSource", "explicitValue", "metadata"),
)


def config_group(noun: str, area: Callable[[Session], "Courses | Registrations"]) -> click.Group:
    """Return the ``config`` group of one kind of thing.

    Args:
        noun: ``course`` or ``registration``.
        area: gives the area of the service that keeps its configuration.
    """

    @click.group(cls=Group, name="config", help=f"The configuration of a {noun}.")
    def group() -> None:
        pass

    def show(session: Session, owner: str, names: tuple[str, ...]) -> None:
        found = (each.to_record() for each in area(session).configuration(owner))
        if not names:
            session.output.many(found, _VIEW)
            return
        by_name = {each["id"]: each for each in found}
        if missing := [name for name in names if name not in by_name]:
            from scormcloud_cli.api.catalog import nearest

            close = nearest(missing[0], list(by_name))
            raise NotFound(
                f"this {noun} has no setting {', '.join(missing)}",
                code="setting_not_found",
                hint=f"did you mean {close}?" if close else f"scloud {noun} config get {owner}",
            )
        session.output.many((by_name[name] for name in names), _VIEW)

    @group.command(
        "get",
        help=f"""Show the settings of a {noun}: all of them, or those named.

        \b
        Examples:
          scloud {noun} config get ID
          scloud {noun} config get ID ApiRollupRegistrationPostBackUrl -o json
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("names", metavar="[SETTING]...", nargs=-1)
    @pass_session
    def get(session: Session, owner: str, names: tuple[str, ...]) -> None:
        show(session, owner, names)

    @group.command(
        "set",
        help=f"""Set settings of a {noun}, by v2's setting IDs, and show them.

        \b
        Examples:
          scloud {noun} config set ID ApiRollupRegistrationPostBackUrl=https://lms.example/hook
          scloud {noun} config set ID ApiRollupRegistrationPostBackUrl=https://lms.example/hook \\
              ApiRollupRegistrationFormat=full
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("settings", metavar="SETTING=VALUE...", nargs=-1, required=True)
    @pass_session
    def set_(session: Session, owner: str, settings: tuple[str, ...]) -> None:
        values: dict[str, str] = {}
        for each in settings:
            name, equals, value = each.partition("=")
            if not name or not equals:
                raise UsageFault(f"a setting is given as SETTING=VALUE, not {each!r}")
            values[name] = value
        area(session).configure(owner, values)
        show(session, owner, tuple(values))

    @group.command(
        "unset",
        help=f"""Let settings of a {noun} come from the level above again.

        \b
        Examples:
          scloud {noun} config unset ID ApiRollupRegistrationPostBackUrl
          scloud {noun} config unset ID ApiRollupRegistrationFormat --api v2
        """,
    )
    @click.argument("owner", metavar="ID")
    @click.argument("names", metavar="SETTING...", nargs=-1, required=True)
    @pass_session
    def unset(session: Session, owner: str, names: tuple[str, ...]) -> None:
        service = area(session)
        do_all(partial(service.unset, owner, name) for name in names)
        session.terminal.notice(f"unset {', '.join(names)}")

    return group
