"""The ``config`` commands, which applications, courses and registrations share."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import NotFound, UsageError, do_all
from scormcloud_cli.commands.shared.command import Group
from scormcloud_cli.commands.shared.lists import Decorated
from scormcloud_cli.commands.shared.types import part_of
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import View
from scormcloud_cli.terminal.views.shared import SETTING

if TYPE_CHECKING:
    from scormcloud_cli.api.configuration import Configuration

# What a setting's owner is named with.
_OWNER = click.argument("owner", metavar="ID")


def config_group(
    group: str,
    kind: View,
    configuration_of: "Callable[[api.Cloud, int | None], Configuration]",
    *,
    part: str | None = None,
    owner_option: Callable[[Any], Any] = _OWNER,
    example: str = "ID ",
) -> click.Group:
    """Return the ``config`` group of one kind of thing.

    Args:
        group: the group of commands that it stands in: ``course``, ``registration``, ``app``.
        kind: how such things are called.
        configuration_of: gives the configuration of such things, or of a part of them.
        part: the option that says of which part: ``version``, ``instance``.
        owner_option: the argument or option ``owner`` that says which of them.
        example: how the examples say that, with a space after it.
    """
    one = kind.one

    def options(function: Decorated) -> Decorated:
        decorated: Decorated = owner_option(part_of(part)(function) if part else function)
        return decorated

    @click.group(cls=Group, help=f"The configuration of {one}.")
    def config() -> None:
        pass

    def show(
        session: Session, configuration: "Configuration", owner: str, names: tuple[str, ...]
    ) -> None:
        # Passwords are among them; a script that needs one has it from whoever set it.
        from scormcloud_cli.api.masking import mask_setting

        settings = (mask_setting(setting.to_record()) for setting in configuration.get(owner))
        if not names:
            session.output.many(settings)
            return
        by_name = {setting["id"]: setting for setting in settings}
        if missing := [name for name in names if name not in by_name]:
            from scormcloud_cli.api.names import nearest

            close = nearest(missing[0], list(by_name))
            raise NotFound(
                f"{one} has no setting {', '.join(missing)}",
                code="setting_not_found",
                hint=f"did you mean {close}?"
                if close
                else f"scloud {group} config get {owner}".strip(),
            )
        session.output.many(by_name[name] for name in names)

    @config.command(
        "get",
        prints=SETTING,
        help=f"""Show the settings of {one}: all of them, or those named.

        \b
        Examples:
          scloud {group} config get {example}
          scloud {group} config get {example}ApiRollupRegistrationPostBackUrl -o json
        """,
    )
    @options
    @click.argument("names", metavar="[SETTING]...", nargs=-1)
    def get(
        session: Session, owner: str, names: tuple[str, ...], number: int | None = None
    ) -> None:
        show(session, configuration_of(session.cloud(), number), owner, names)

    @config.command(
        "set",
        prints=SETTING,
        help=f"""Set settings of {one}, by v2's setting IDs, and show them.

        \b
        Examples:
          scloud {group} config set {example}ApiRollupRegistrationFormat=full
          scloud {group} config set {example}ApiRollupRegistrationFormat=full \\
              ApiRollupRegistrationPostBackUrl=https://lms.example/hook
        """,
    )
    @options
    @click.argument("settings", metavar="SETTING=VALUE...", nargs=-1, required=True)
    def set_(
        session: Session, owner: str, settings: tuple[str, ...], number: int | None = None
    ) -> None:
        values: dict[str, str] = {}
        for setting in settings:
            name, equals, value = setting.partition("=")
            if not name or not equals:
                raise UsageError(f"a setting is given as SETTING=VALUE, not {setting!r}")
            values[name] = value
        from scormcloud_cli.api.configuration import check_settings

        check_settings(values)
        configuration = configuration_of(session.cloud(), number)
        configuration.set(owner, values)
        show(session, configuration, owner, tuple(values))

    @config.command(
        "unset",
        help=f"""Remove settings of {one}, so that the level above applies.

        \b
        Examples:
          scloud {group} config unset {example}ApiRollupRegistrationPostBackUrl
          scloud {group} config unset {example}ApiRollupRegistrationFormat --api v2
        """,
    )
    @options
    @click.argument("names", metavar="SETTING...", nargs=-1, required=True)
    def unset(
        session: Session, owner: str, names: tuple[str, ...], number: int | None = None
    ) -> None:
        from scormcloud_cli.api.configuration import known_setting

        for name in names:
            known_setting(name)
        configuration = configuration_of(session.cloud(), number)
        do_all(partial(configuration.unset, owner, name) for name in names)
        session.terminal.notice(f"unset {', '.join(names)}")

    return config
