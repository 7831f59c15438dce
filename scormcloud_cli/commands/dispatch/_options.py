"""The options that say what a dispatch is to be, and which dispatches are meant."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, cast

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.shared import many, postback
from scormcloud_cli.commands.shared.lists import Decorated, filter_options
from scormcloud_cli.commands.shared.types import Moment
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.views.dispatches import DISPATCH


def change_options(function: Decorated) -> Decorated:
    """Add the options that say what a dispatch is to be; `read_change` reads them."""
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--cap",
            "registration_cap",
            type=click.IntRange(min=0),
            metavar="N",
            help="At most so many learners; 0 for any number.",
        ),
        click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC)."),
        click.option(
            "--instanced/--not-instanced",
            default=None,
            help="What begins anew in the other system is a new instance, or goes on.",
        ),
        click.option(
            "--open/--closed",
            "open_",
            default=None,
            help="Learners it does not know yet may launch it, or not.",
        ),
        click.option("--email", metavar="ADDRESS", help="The address of a contact for it."),
        click.option("--notes", metavar="TEXT", help="Anything worth remembering."),
        postback.postback_options,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def read_change(
    session: Session,
    *,
    registration_cap: int | None,
    expires: str | None,
    instanced: bool | None,
    open_: bool | None,
    email: str | None,
    notes: str | None,
    **postback_options: Any,
) -> "api.DispatchChange":
    """Return what the options of `change_options` ask for."""
    return api.DispatchChange(
        registration_cap=registration_cap,
        expiration_date=expires,
        instanced=instanced,
        allow_new_registrations=open_,
        email=email,
        notes=notes,
        postback=postback.read(session, **postback_options),
    )


def query_options(function: Decorated) -> Decorated:
    """Add the options that say which dispatches; the command gets a ``query``."""

    @functools.wraps(function)
    def with_query(
        *arguments: Any,
        destination_id: str | None,
        course_id: str | None,
        enabled: bool | None,
        filters: Mapping[str, Any],
        **given: Any,
    ) -> Any:
        query = api.DispatchQuery(
            destination_id=destination_id, course_id=course_id, enabled=enabled, **filters
        )
        return function(*arguments, query=query, **given)

    for option in (
        click.option("--enabled/--disabled", default=None, help="Only those that are, or are not."),
        click.option("--course", "course_id", metavar="ID", help="Only those of this course."),
        click.option("--destination", "destination_id", metavar="ID", help="Only those to it."),
    ):
        with_query = option(with_query)
    return cast(Decorated, with_query)


def target_options(function: Decorated) -> Decorated:
    """Add the IDs and the filters that say which dispatches are meant.

    The command gets ``targets``.
    """

    @click.argument("ids", metavar="[ID...|-]", nargs=-1)
    @filter_options("GetDispatches")
    @query_options
    @functools.wraps(function)
    def with_targets(
        session: Session, /, ids: tuple[str, ...], query: "api.DispatchQuery", **given: Any
    ) -> Any:
        filtered = query != type(query)()
        if bool(ids) == filtered:
            raise UsageError(
                "dispatches are named by their IDs or by filters, one of the two",
                hint="give IDs, '-' to read them, or filters such as --destination ID",
            )
        targets = many.named(session, DISPATCH, ids)
        if filtered:
            matching = [dispatch.id for dispatch in session.cloud().dispatches.list(query)]
            targets = many.Targets(DISPATCH, matching, alone=False)
        return function(session, targets=targets, **given)

    return cast(Decorated, with_targets)
