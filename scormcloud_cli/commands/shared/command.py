"""The command classes: they carry the common options, and find commands by the names of files.

A group is a package, and each module in it is a command or a group of the same name: `scloud
course import` is ``course/import_.py``, which holds ``import_``. A module is loaded when its
command is run or its help is listed, so what a command needs is paid for by that command alone.
"""

import functools
import importlib
from keyword import iskeyword
from typing import Any

import click

from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.session import Session, common_options, keep_option
from scormcloud_cli.terminal.view import View

__all__ = ["Command", "Group", "Session"]  # what every command is made of

# click keeps nothing in an option, so all commands can have the same ones.
_common = functools.cache(common_options)


class _WithCommonOptions(click.Command):
    """Adds the common options to a command, and lists them apart in its help."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        attributes.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*arguments, **attributes)
        self.params = [*self.params, *_common()]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own options, then the common ones."""
        parameters = self.get_params(ctx)
        common = [option for option in parameters if option.callback is keep_option]
        own = [option for option in parameters if option.callback is not keep_option]
        for title, options in (("Options", own), ("Common options", common)):
            rows = [row for option in options if (row := option.get_help_record(ctx))]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(ctx, formatter)


class Command(_WithCommonOptions):
    """A command of scloud.

    Its function gets the session, then its own arguments and options, and may return an exit code.

    Args:
        prints: how its results are shown, which decides what ``--fields`` may name; None for a
            command that prints nothing with fields.
    """

    def __init__(self, *arguments: Any, prints: View | None = None, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.prints = prints

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line; ``--fields`` alone needs no arguments.

        Raises:
            click.UsageError: it is not as the command wants it.
        """
        try:
            return super().parse_args(ctx, args)
        except click.MissingParameter:
            if not ctx.ensure_object(Session).lists_fields:
                raise
            return []

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, once the session has read the environment and judged ``--fields``."""
        session = ctx.ensure_object(Session)
        session.start(self.prints)
        if session.lists_fields:
            session.output.names(session.output.view.field_names)
            return None
        if self.callback and (exit_code := ctx.invoke(self.callback, session, **ctx.params)):
            ctx.exit(exit_code)
        return None


class Group(_WithCommonOptions, click.Group):
    """A group of commands: those added to it, and those of its package.

    Args:
        package: the package; the one that the group's function stands in if None.
    """

    command_class = Command
    group_class = type

    def __init__(self, *arguments: Any, package: str | None = None, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self._package = package or (self.callback.__module__ if self.callback else __name__)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands, in order."""
        import pkgutil

        path = getattr(importlib.import_module(self._package), "__path__", ())
        modules = [module.name for module in pkgutil.iter_modules(path)]
        names = [module.rstrip("_").replace("_", "-") for module in modules if _is_command(module)]
        return sorted({*super().list_commands(ctx), *names})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, loaded if need be; None where there is none of that name."""
        if command := super().get_command(ctx, cmd_name):
            return command
        plain = cmd_name.replace("-", "_")
        name = f"{self._package}.{plain}_" if iskeyword(plain) else f"{self._package}.{plain}"
        if "_" in cmd_name or not plain.isidentifier() or not _is_command(plain):
            return None
        try:
            module = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name not in (name, self._package):
                raise
            return None
        hides = iskeyword(plain) or plain in ("list", "set", "exec")
        loaded: click.Command = getattr(module, plain + "_" if hides else plain)
        loaded.name = cmd_name
        return loaded

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named first.

        Raises:
            UsageError: there is none of that name; its hint is the nearest there is.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and name[:1] != "-":
            from scormcloud_cli.api.names import nearest

            close = nearest(name, self.list_commands(ctx))
            raise UsageError(
                f"no such command {name!r}",
                hint=f"did you mean: {ctx.command_path} {close}"
                if close
                else f"{ctx.command_path} --help",
            )
        return super().resolve_command(ctx, args)


def _is_command(module: str) -> bool:
    """Tell whether a module of a group's package holds a command, by its name."""
    return module != "shared" and not module.startswith("_")
