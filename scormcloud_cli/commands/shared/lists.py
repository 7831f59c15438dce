"""The options of commands that list things, or that are told by a list's filters which things."""

import functools
import shlex
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import click

from scormcloud_cli.api.errors import CloudError
from scormcloud_cli.commands.shared.types import EnumOf, Moment

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def list_options(operation: str, *, tags: bool = True) -> Callable[[Decorated], Decorated]:
    """Add the options that every list takes.

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


def filter_options(operation: str, *, tags: bool = True) -> Callable[[Decorated], Decorated]:
    """Add the options that select things, whatever is done to them.

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
        def with_filters(*arguments: Any, **given: Any) -> Any:
            filters = {name: given.pop(name) for name in _FILTERS if name in given}
            return function(*arguments, filters=filters, **given)

        for option in reversed(options):
            with_filters = option(with_filters)
        return cast(Decorated, with_filters)

    return decorate


def resumable(function: Decorated) -> Decorated:
    """Add ``--more TOKEN``, and name it in the error of a list that breaks off.

    It stands above `list_options`, which gathers it.
    """

    @functools.wraps(function)
    def with_hint(*arguments: Any, **given: Any) -> Any:
        with hint_to_resume("--more "):
            return function(*arguments, **given)

    option = click.option(
        "--more", metavar="TOKEN", help="Go on with a list that broke off: its error names TOKEN."
    )
    return cast(Decorated, option(with_hint))


@contextmanager
def hint_to_resume(option: str) -> Iterator[None]:
    """Add to the error of a list that breaks off how to go on.

    Args:
        option: what stands before the token on the command line, ``--more`` and a space.
    """
    try:
        yield
    except CloudError as error:
        if error.more is not None:
            step = f"what was printed stands; the rest comes with {option}{shlex.quote(error.more)}"
            error.hint = f"{error.hint}; {step}" if error.hint else step
        raise


_TAG = click.option(
    "--tag", "tags", multiple=True, metavar="TAG", help="Only with this tag, or another."
)
# What `filter_options` gathers, by the arguments of a `ListQuery`.
_FILTERS = (
    *("filter", "filter_by", "tags", "since", "until", "datetime_filter", "order_by"),
    *("limit", "more"),
)
