"""Operations as users name them on the command line."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api import APIS, V1, V2
from scormcloud_cli.api.catalog import Operation, UnknownOperation, operation, operations
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.api.names import nearest
from scormcloud_cli.session import Session

if TYPE_CHECKING:
    from scormcloud_cli.api.cloud import Cloud


def find(name: str, api: str | None) -> Operation:
    """Return the operation of that name, of whichever API has it.

    Args:
        name: its catalogue name, ``GetCourses`` or ``rustici.course.exists``.
        api: the API that ``--api`` asks for; None when it was not given.

    Raises:
        UsageError: neither API has it, or only the one that was not asked for.
    """
    for known_api in APIS:
        try:
            call = operation(known_api, name)
        except UnknownOperation:
            continue
        if api is not None and api != known_api:
            raise UsageError(
                f"{name} is an operation of {known_api}, but --api says {api}",
                hint="leave out --api: the name says which API it is",
            )
        return call
    close = nearest(name, [*operations(V2), *operations(V1)])
    raise UsageError(
        f"neither API has an operation {name!r}",
        hint=f"did you mean {close}? see: scloud raw describe {close}" if close else _ALL,
    )


_ALL = "see them all: scloud raw list"


class OperationName(click.ParamType[Operation]):
    """The name of an operation of either API; the command gets the operation."""

    name = "NAME"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,
    ) -> Operation:
        """Return the operation of that name."""
        session = ctx.find_object(Session) if ctx else None
        # The environment's SCLOUD_API is a preference, which a name of the other API overrules.
        return find(str(value), session.settings.api if session else None)

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002
        incomplete: str,
    ) -> list[Any]:
        """Return the names that begin as typed."""
        from click.shell_completion import CompletionItem

        session = ctx.find_object(Session)
        return [
            CompletionItem(call.name, help=call.summary)
            for call in every(session.settings.api if session else None)
            if call.name.startswith(incomplete)
        ]


def every(api: str | None) -> Iterator[Operation]:
    """Yield every operation of one API, or of both, v2's first."""
    for known_api in (api,) if api else (V2, V1):
        yield from operations(known_api).values()


def cloud_for(session: Session, call: Operation, *, management: bool = False) -> "Cloud":
    """Return the service, with the credentials that an operation takes.

    Args:
        session: whose profile and options say which service.
        call: the operation.
        management: use the management application's credentials where it takes either.

    Raises:
        AuthenticationFailed: it needs credentials and there are none.
    """
    if call.permission == "none":
        return session.anonymous_cloud()
    return session.cloud(management=management or call.permission == "management")
