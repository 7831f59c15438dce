"""Options that many commands share, and the command classes that carry the common ones.

Every command and group accepts the common options, so they may stand before the group or after
the verb. What they say is kept in the `Session`, not passed to the command.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import click

from scormcloud_cli.api import APIS
from scormcloud_cli.api.errors import CloudError, UsageFault
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import FORMATS
from scormcloud_cli.workflows.bulk import Targets

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


@functools.cache  # click keeps nothing in an option, so all commands can have the same ones
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
            help="To connect, and between bytes; ten times as long for the answer to an upload.  "
            "[default: 30]",
        ),
        _common(
            "--retries",
            type=click.IntRange(min=0),
            metavar="N",
            help="Tries after the first.  [default: 4]",
        ),
        _common("--color", type=click.Choice(["auto", "always", "never"]), help="Use colour."),
    ]


def at_once(function: Decorated) -> Decorated:
    """Add the options of a command that does several things at once, which the session keeps."""
    jobs = _own(
        "--jobs",
        type=click.IntRange(1, 128),
        metavar="N",
        help="Do so many at once.  [default: 8]",
    )
    rate = _own(
        "--rate",
        type=click.FloatRange(min=0, min_open=True),
        metavar="N",
        help="At most so many requests a second.",
    )
    return jobs(rate(function))


def many(function: Decorated) -> Decorated:
    """Add those options, and the ones for a run that is shared or gone on with."""
    shard = _own("--shard", metavar="I/N", help="Only the I-th part of N, for several machines.")
    journal = _own("--journal", metavar="FILE", help="Note in a file what is done, while it runs.")
    resume = _own("--resume", is_flag=True, help="Go on where a run with this journal ended.")
    return at_once(shard(journal(resume(function))))


def _own(name: str, **attributes: Any) -> Callable[[Decorated], Decorated]:
    return click.option(name, expose_value=False, callback=_keep_own, default=None, **attributes)


def _keep_own(context: click.Context, parameter: click.Parameter, value: object) -> None:
    """Hand an option to the session; apart from `_keep`, which marks the common ones."""
    _keep(context, parameter, value)


class _WithCommonOptions(click.Command):
    """Adds the common options to a command, and lists them apart in its help."""

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        attributes.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(*arguments, **attributes)
        self.params = [*self.params, *common_options()]

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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is named first.

        Raises:
            UsageFault: there is none of that name; its hint is the nearest there is.
        """
        name = args[0]
        if self.get_command(ctx, name) is None and not ctx.resilient_parsing and name[:1] != "-":
            from scormcloud_cli.api.catalog import nearest

            close = nearest(name, self.list_commands(ctx))
            raise UsageFault(
                f"no such command {name!r}",
                hint=f"did you mean: {ctx.command_path} {close}"
                if close
                else f"{ctx.command_path} --help",
            )
        return super().resolve_command(ctx, args)


class EnumOf(click.ParamType[str]):
    """One of the values that an operation of v2 takes for a parameter, as the catalogue has them.

    Args:
        operation: the operation's catalogue name.
        parameter: the parameter's name.
    """

    name = "choice"

    def __init__(self, operation: str, parameter: str) -> None:
        self._operation = operation
        self._parameter = parameter

    def values(self) -> tuple[str, ...]:
        """Return the values there are."""
        from scormcloud_cli.api import V2, catalog

        found = catalog.operation(V2, self._operation).parameter(self._parameter)
        return found.enum if found else ()

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:  # noqa: ARG002
        """Return the values for the help."""
        return "[" + "|".join(self.values()) + "]" if self.values() else "NAME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the value if it is one of them."""
        # Where the service does not document which there are, it judges them itself.
        if self.values() and value not in self.values():
            self.fail(f"{value!r} is not one of {', '.join(self.values())}.", param, ctx)
        return str(value)

    def shell_complete(
        self,
        ctx: click.Context,  # noqa: ARG002
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[Any]:
        """Return the values that begin as typed."""
        from click.shell_completion import CompletionItem

        return [CompletionItem(each) for each in self.values() if each.startswith(incomplete)]


class Moment(click.ParamType[str]):
    """A moment in ISO 8601; without a zone it is UTC."""

    name = "TIME"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the moment as the service takes it."""
        from datetime import datetime

        from scormcloud_cli.api.models import utc

        try:
            datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is not a time such as 2026-01-31 or 2026-01-31T12:00Z", param, ctx
            )
        return utc(str(value))


def list_options(operation: str, *, tags: bool = True) -> Callable[[Decorated], Decorated]:
    """Add the options that every list takes (cli.md, Commands).

    The command gets them as one mapping, ``filters``: the arguments of a `ListQuery`.

    Args:
        operation: the list operation of v2 whose fields and orders they offer.
        tags: whether its things have tags.
    """
    filters = filter_options(operation, tags=tags)
    order = click.option("--order-by", type=EnumOf(operation, "orderBy"), help="The order.")
    limit = click.option(
        "--limit", type=click.IntRange(min=0), metavar="N", help="At most so many."
    )
    return lambda function: filters(order(limit(function)))


def goes_on(function: Decorated) -> Decorated:
    """Add ``--more TOKEN``, and name it in the error of a list that breaks off.

    It stands above `list_options`, which gathers it.
    """

    @functools.wraps(function)
    def going_on(*arguments: Any, **given: Any) -> Any:
        with hinting("--more "):
            return function(*arguments, **given)

    option = click.option(
        "--more", metavar="TOKEN", help="Go on with a list that broke off: its error names TOKEN."
    )
    return cast(Decorated, option(going_on))


@contextmanager
def hinting(word: str) -> Iterator[None]:
    """Say how to go on in the error of a list that breaks off; `word` stands before its token."""
    try:
        yield
    except CloudError as error:
        if error.more is not None:
            import shlex

            step = f"what was printed stands; the rest comes with {word}{shlex.quote(error.more)}"
            error.hint = f"{error.hint}; {step}" if error.hint else step
        raise


def filter_options(operation: str, *, tags: bool = True) -> Callable[[Decorated], Decorated]:
    """Add the options that say which things are wanted, whatever is done to them.

    The command gets them as one mapping, ``filters``; arguments as for `list_options`.
    """
    options = [
        click.option("--filter", metavar="TEXT", help="Only what holds this text."),
        click.option(
            "--filter-by",
            type=EnumOf(operation, "filterBy"),
            help="The field that --filter looks in.  [default: the ID]",
        ),
        *([_TAG] if tags else []),
        click.option("--since", type=Moment(), help="Only from this time on (ISO 8601, UTC)."),
        click.option("--until", type=Moment(), help="Only up to this time."),
        click.option(
            "--datetime-filter",
            type=EnumOf(operation, "datetimeFilter"),
            help="The time that --since and --until look at.",
        ),
    ]

    def decorate(function: Decorated) -> Decorated:
        @functools.wraps(function)
        def gathered(*arguments: Any, **given: Any) -> Any:
            return function(
                *arguments,
                filters={name: given.pop(name) for name in _FILTERS if name in given},
                **given,
            )

        for option in reversed(options):
            gathered = option(gathered)
        return cast(Decorated, gathered)

    return decorate


_TAG = click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag, or another."
)
# What `filter_options` gathers, by the arguments of a `ListQuery`.
_FILTERS = (
    *("filter", "filter_by", "tags", "since", "until", "datetime_filter", "order_by"),
    *("limit", "more"),
)


def part_of(word: str) -> Callable[[Decorated], Decorated]:
    """Add ``--version N`` or ``--instance N``: only that part; the command gets ``number``.

    Args:
        word: ``version`` of a course, or ``instance`` of a registration.
    """
    return click.option(
        f"--{word}",
        "number",
        type=click.IntRange(min=0),
        metavar="N",
        help=f"This {word} of it.  [default: the newest]",
    )


def named(session: Session, noun: str, ids: tuple[str, ...]) -> Targets:
    """Return the things that a command was given the IDs of.

    Args:
        session: whose standard input is read, if ``-`` is among the IDs; then nobody can be asked
            anything any more.
        noun: what one is called, ``course``.
        ids: the arguments.
    """
    if "-" not in ids:
        return Targets(noun, ids, alone=len(ids) == 1)
    session.terminal.may_ask = False
    piped = [line.strip() for line in session.terminal.stdin if line.strip()]
    found: list[str] = []
    for each in ids:
        found += piped if each == "-" else [each]
    return Targets(noun, found, alone=False)
