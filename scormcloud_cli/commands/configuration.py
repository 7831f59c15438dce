"""The ``config`` commands, which applications, courses and registrations share."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api.errors import NotFound, UsageFault, do_all
from scormcloud_cli.options import Decorated, Group, part_of, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, View

if TYPE_CHECKING:
    from scormcloud_cli.api.configuration import Configuration

_VIEW = View(
    "setting",
    columns=(
        Column("id", "SETTING", whole=True),
        Column("effectiveValue", "VALUE"),
        Column("effectiveValueSource", "SET BY"),
    ),
    fields=("id", "effectiveValue", "effectiveValueSource", "explicitValue", "metadata"),
)


# What a setting's owner is named with.
_OWNER = click.argument("owner", metavar="ID")


def config_group(
    noun: str,
    configuration_of: Callable[[Session, int | None], "Configuration"],
    *,
    part: str | None = None,
    owner_option: Callable[[Any], Any] = _OWNER,
    called: str | None = None,
    example: str = "ID ",
) -> click.Group:
    """Return the ``config`` group of one kind of thing.

    Args:
        noun: the group's own word: ``course``, ``registration``, ``app``.
        configuration_of: gives the configuration of such things, or of a part of them.
        part: the option that says of which part: ``version``, ``instance``.
        owner_option: the argument or option ``owner`` that says which of them.
        called: what one is called, with its article; ``a`` and the word if None.
        example: how the examples say that, with a space after it.
    """
    called = called or f"a {noun}"

    def options(function: Decorated) -> Decorated:
        decorated: Decorated = owner_option(part_of(part)(function) if part else function)
        return decorated

    @click.group(cls=Group, name="config", help=f"The configuration of {called}.")
    def group() -> None:
        pass

    def show(session: Session, owner: str, number: int | None, names: tuple[str, ...]) -> None:
        found = (each.to_record() for each in configuration_of(session, number).get(owner))
        if not names:
            session.output.many(found, _VIEW)
            return
        by_name = {each["id"]: each for each in found}
        if missing := [name for name in names if name not in by_name]:
            from scormcloud_cli.api.catalog import nearest

            close = nearest(missing[0], list(by_name))
            raise NotFound(
                f"{called} has no setting {', '.join(missing)}",
                code="setting_not_found",
                hint=f"did you mean {close}?"
                if close
                else f"scloud {noun} config get {owner}".strip(),
            )
        session.output.many((by_name[name] for name in names), _VIEW)

    @group.command(
        "get",
        help=f"""Show the settings of {called}: all of them, or those named.

        \b
        Examples:
          scloud {noun} config get {example}
          scloud {noun} config get {example}ApiRollupRegistrationPostBackUrl -o json
        """,
    )
    @options
    @click.argument("names", metavar="[SETTING]...", nargs=-1)
    @pass_session
    def get(
        session: Session, owner: str, names: tuple[str, ...], number: int | None = None
    ) -> None:
        show(session, owner, number, names)

    @group.command(
        "set",
        help=f"""Set settings of {called}, by v2's setting IDs, and show them.

        \b
        Examples:
          scloud {noun} config set {example}ApiRollupRegistrationFormat=full
          scloud {noun} config set {example}ApiRollupRegistrationFormat=full \\
              ApiRollupRegistrationPostBackUrl=https://lms.example/hook
        """,
    )
    @options
    @click.argument("settings", metavar="SETTING=VALUE...", nargs=-1, required=True)
    @pass_session
    def set_(
        session: Session, owner: str, settings: tuple[str, ...], number: int | None = None
    ) -> None:
        values: dict[str, str] = {}
        for each in settings:
            name, equals, value = each.partition("=")
            if not name or not equals:
                raise UsageFault(f"a setting is given as SETTING=VALUE, not {each!r}")
            values[name] = value
        configuration_of(session, number).set(owner, values)
        show(session, owner, number, tuple(values))

    @group.command(
        "unset",
        help=f"""Let settings of {called} come from the level above again.

        \b
        Examples:
          scloud {noun} config unset {example}ApiRollupRegistrationPostBackUrl
          scloud {noun} config unset {example}ApiRollupRegistrationFormat --api v2
        """,
    )
    @options
    @click.argument("names", metavar="SETTING...", nargs=-1, required=True)
    @pass_session
    def unset(
        session: Session, owner: str, names: tuple[str, ...], number: int | None = None
    ) -> None:
        configuration = configuration_of(session, number)
        do_all(partial(configuration.unset, owner, name) for name in names)
        session.terminal.notice(f"unset {', '.join(names)}")

    return group
