"""The root command, and the one place where errors become exit codes."""

import sys
from types import FrameType
from typing import Any

import click

from scormcloud_cli import __version__
from scormcloud_cli.api import machine
from scormcloud_cli.api.errors import CloudError, InternalError, Planned, UsageError
from scormcloud_cli.commands.shared.command import Group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.output import FORMATS, JSON_FORMATS, as_json
from scormcloud_cli.terminal.streams import Terminal

# Set by the completion scripts when they ask for completions (click's own protocol).
_COMPLETING = "_SCLOUD_COMPLETE"

# The exit code where whoever read the output has seen enough (as a shell tells SIGPIPE).
OUTPUT_CLOSED = 141

_WITHOUT_PLURAL = ("auth", "backup", "completion", "listen", "ping", "raw", "restore", "xapi")


class _Root(Group):
    """Takes the plural of a group's name for the group."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a group, loaded if need be."""
        if command := super().get_command(ctx, cmd_name):
            return command
        singular = cmd_name.removesuffix("es" if cmd_name.endswith("ches") else "s")
        if singular + ("es" if singular.endswith("ch") else "s") != cmd_name:
            return None
        return None if singular in _WITHOUT_PLURAL else super().get_command(ctx, singular)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the group under the name it is listed by, whichever name was typed."""
        _, command, rest = super().resolve_command(ctx, args)
        return (command.name if command else None), command, rest


def _print_version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"scloud {__version__}")
        context.exit()


@click.command(cls=_Root, name="scloud", package="scormcloud_cli.commands")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def cli() -> None:
    """Manage SCORM Cloud content: courses, registrations and all the rest.

    \b
    Try it without an account:
      scloud -p local course import pkg.zip
      scloud -p local registration create --course pkg --learner ann@example.org
    With one:
      scloud auth login
    """


class _Terminated(BaseException):
    """The process was asked to end."""


def main(arguments: list[str] | None = None, terminal: Terminal | None = None) -> int:
    """Run scloud.

    Nothing of the process is changed: what belongs to the whole of it, such as what a signal does,
    is set where the process begins (`scormcloud_cli.__main__`).

    Args:
        arguments: the command line without the program's name; the process's own by default.
        terminal: where input comes from and output goes to, with the environment to run in; the
            process's own by default.

    Returns:
        the exit code (docs/cli.md, Errors).
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    session = Session(terminal or Terminal())
    try:
        session.terminal.check()
        try:
            code = _run(arguments, session)
            session.terminal.flush()
        finally:
            session.close()
    except CloudError as error:
        return _report(error, session, arguments)
    except click.exceptions.NoArgsIsHelpError as error:
        session.terminal.error_line(error.format_message())
        return error.exit_code
    except click.UsageError as error:
        return _report(_usage(error), session, arguments)
    except click.ClickException as error:
        return _report(UsageError(error.format_message()), session, arguments)
    except (KeyboardInterrupt, click.Abort) as interrupt:
        return _report(_ended("interrupted", 130, str(interrupt)), session, arguments)
    except _Terminated:
        return _report(_ended("terminated", 143), session, arguments)
    except BrokenPipeError:
        return OUTPUT_CLOSED
    except Exception as error:
        if session.terminal.debugging:
            import traceback

            session.terminal.debug(traceback.format_exc())
        fault = InternalError(
            f"a fault in scloud: {type(error).__name__}: {error}",
            hint="run it again with --debug and report what it prints",
        )
        return _report(machine.failure(error) or fault, session, arguments)
    return code


def _run(arguments: list[str], session: Session) -> int:
    """Run the command that the arguments name, or complete them; return the exit code."""
    if _COMPLETING in session.environ:
        cli.main(arguments, prog_name="scloud", complete_var=_COMPLETING, obj=session)
    try:
        # Not cli.main: it turns a closed pipe and Ctrl-C into endings of its own.
        with cli.make_context("scloud", arguments, obj=session) as context:
            cli.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except Planned as plan:
        _print_plan(plan, session)
    return 0


def _print_plan(plan: Planned, session: Session) -> None:
    """Print what would have been requested, and by whom: one object, or an array of several."""
    requests = [{**session.caller, **request} for request in plan.requests]
    document = requests[0] if len(requests) == 1 else requests
    session.terminal.write(as_json(document, indent=2) + "\n")


def terminate(_number: int, _frame: FrameType | None) -> None:
    """End the command that runs, as the handler of a signal."""
    raise _Terminated


def _ended(word: str, exit_code: int, hint: str = "") -> CloudError:
    error = CloudError(word, code=word, hint=hint or None)
    error.exit_code = exit_code
    return error


def _usage(error: click.UsageError) -> UsageError:
    hint = f"{error.ctx.command_path} --help" if error.ctx else "scloud --help"
    return UsageError(error.format_message(), hint=hint)


def _report(error: CloudError, session: Session, arguments: list[str]) -> int:
    """Print an error in the form that the output format asks for; return its exit code."""
    try:
        if _wants_json(session, arguments):
            session.terminal.error_line(as_json({"error": error.to_record()}))
        else:
            session.terminal.error(error.message, error.hint)
    except BrokenPipeError:
        pass  # nobody reads standard error; the exit code still tells
    return error.exit_code


def _wants_json(session: Session, arguments: list[str]) -> bool:
    chosen: Any = session.settings.output
    if chosen is None:  # perhaps the command line was refused before this option was read
        chosen = _output_option(arguments) or session.environ.get("SCLOUD_OUTPUT")
    if chosen in FORMATS and chosen != "auto":
        return chosen in JSON_FORMATS
    return not session.terminal.stdout_is_terminal


def _output_option(arguments: list[str]) -> str | None:
    chosen = None
    for index, word in enumerate(arguments):
        if word == "--":
            break
        if word in ("-o", "--output"):
            chosen = next(iter(arguments[index + 1 :]), None)
        elif word.startswith("--output="):
            chosen = word.partition("=")[2]
        elif word.startswith("-o") and len(word) > 2:
            chosen = word[2:]
    return chosen
