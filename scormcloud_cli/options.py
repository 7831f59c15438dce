"""Options that many commands share, and the command classes that carry the common ones.

Every command and group accepts the common options, so they may stand before the group or after
the verb. What they say is kept in the `Session`, not passed to the command.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from scormcloud_cli.api.catalog import APIS
from scormcloud_cli.output import FORMATS
from scormcloud_cli.session import Session

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

pass_session = click.make_pass_decorator(Session)


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Hand a common option to the session, if it was given."""
    if value is not None and parameter.name is not None:
        context.ensure_object(Session).set(parameter.name, value)


def _common(*names: str, **attributes: Any) -> click.Option:
    # Eager, so that an error in a later option is already printed as the output option asks.
    return click.Option(
        names, expose_value=False, is_eager=True, callback=_keep, default=None, **attributes
    )


def common_options() -> list[click.Option]:
    """Return the options that every command accepts (cli.md, Shape)."""
    return [
        _common("-p", "--profile", metavar="NAME", help="Account to use; 'local' needs none."),
        _common("--api", type=click.Choice(APIS), help="API to speak.  [default: the profile's]"),
        _common("-o", "--output", type=click.Choice(FORMATS), help="How to print the result."),
        _common("--fields", metavar="A,B.C", help="Only these fields, by JSON name."),
        _common("-q", "--quiet", is_flag=True, help="Say less on standard error."),
        _common("-v", "--verbose", is_flag=True, help="Say more on standard error."),
        _common("--debug", is_flag=True, help="Show requests and answers, secrets masked."),
        _common("--no-input", is_flag=True, help="Never ask; fail and say what would answer."),
        _common("-y", "--yes", is_flag=True, help="Answer yes to confirmations."),
        _common("--dry-run", is_flag=True, help="Print the request of a write, make none."),
        _common(
            "--timeout",
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="To connect, and between bytes.  [default: 30]",
        ),
        _common(
            "--retries",
            type=click.IntRange(min=0),
            metavar="N",
            help="Tries after the first.  [default: 4]",
        ),
        _common("--color", type=click.Choice(["auto", "always", "never"]), help="Use colour."),
    ]


class _WithCommonOptions(click.Command):
    """Adds the common options to a command, and lists them apart in its help."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        attributes.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*arguments, **attributes)
        self._own = list(self.params)
        self.params = self._own + list(common_options())

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the common ones."""
        common = [each for each in self.get_params(ctx) if each.callback is _keep]
        own = [each for each in self.get_params(ctx) if each.callback is not _keep]
        for title, parameters in (("Options", own), ("Common options", common)):
            rows = [row for each in parameters if (row := each.get_help_record(ctx))]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_WithCommonOptions):
    """A command of scloud."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, once the session has read the environment."""
        ctx.ensure_object(Session).start()
        return super().invoke(ctx)


class Group(_WithCommonOptions, click.Group):
    """A group of commands of scloud."""

    command_class = Command
    group_class = type
