"""What the values of options may be, beyond what Click knows."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scormcloud_cli.workflows.options import Shard


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

        parameter = catalog.operation(V2, self._operation).parameter(self._parameter)
        return parameter.enum if parameter else ()

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

        return [CompletionItem(value) for value in self.values() if value.startswith(incomplete)]


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


class ShardType(click.ParamType["Shard"]):
    """One machine's part of the work: ``2/5`` is the second of five."""

    name = "I/N"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> "Shard":
        """Return the shard."""
        from scormcloud_cli.workflows.options import Shard

        number, _, count = str(value).partition("/")
        fits = number.isdecimal() and count.isdecimal() and 0 < int(number) <= int(count)
        if not fits:
            self.fail(f"{value!r} is not I/N, such as 2/5", param, ctx)
        return Shard(int(number), int(count))


wait_timeout_option = click.option(
    "--wait-timeout",
    type=click.FloatRange(min=0),
    default=600.0,
    metavar="SECONDS",
    help="How long to wait.  [default: 600]",
)


def part_of(word: str) -> Callable[[Any], Any]:
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
