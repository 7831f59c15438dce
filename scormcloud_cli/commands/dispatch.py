"""``scloud dispatch``: courses, lent to destinations."""

import functools
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

import click

from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands.shared import downloads
from scormcloud_cli.commands.shared import postback as postbacks
from scormcloud_cli.commands.shared.options import (
    Decorated,
    Group,
    Moment,
    filter_options,
    goes_on,
    list_options,
    many,
    named,
    pass_session,
)
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, Record, View
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.bulk import Targets

if TYPE_CHECKING:
    from scormcloud_cli.api.dispatches import DispatchChange, Dispatches, DispatchQuery

_VIEW = View(
    "dispatch",
    columns=(
        Column("id", "ID", whole=True),
        Column("destinationId", "DESTINATION"),
        Column("courseId", "COURSE"),
        Column("enabled", "ENABLED"),
        Column("registrationCount", "REGISTRATIONS"),
        Column("registrationCap", "CAP"),
        Column("expirationDate", "EXPIRES"),
        Column("tags", "TAGS"),
        Column("created", "CREATED"),
    ),
    fields=(
        *("id", "destinationId", "destinationName", "courseId", "courseTitle", "created"),
        *("updated", "allowNewRegistrations", "enabled", "instanced", "registrationCap"),
        *("registrationCount", "registrationResetDate", "expirationDate", "tags", "email"),
        *("notes", "status", "error"),
    ),
)
_LTI = View(
    "LTI launch",
    columns=(Column("url", "URL", whole=True), Column("consumerKey", "KEY", whole=True)),
    fields=("url", "consumerKey", "sharedSecret", "targetLinkUri"),
    id_field="url",
)


def _dispatches(session: Session) -> "Dispatches":
    return session.cloud().dispatches


def _change_options(function: Decorated) -> Decorated:
    """Add the options that say what a dispatch is to be; `_change` reads them."""
    options: list[Callable[[Any], Any]] = [
        click.option(
            "--cap",
            "registration_cap",
            type=click.IntRange(min=0),
            metavar="N",
            help="So many learners at most; 0 for any number.",
        ),
        click.option("--expires", type=Moment(), help="When it ends (ISO 8601, UTC)."),
        click.option(
            "--instanced/--not-instanced",
            default=None,
            help="Launches after the course changed begin new instances, or not.",
        ),
        click.option(
            "--open/--closed",
            "open_",
            default=None,
            help="Learners it does not know yet may launch it, or not.",
        ),
        click.option("--email", metavar="ADDRESS", help="Whom to write to about it."),
        click.option("--notes", metavar="TEXT", help="Anything worth remembering."),
        postbacks.postback_options,
    ]
    for option in reversed(options):
        function = option(function)
    return function


def _change(
    session: Session,
    *,
    registration_cap: int | None,
    expires: str | None,
    instanced: bool | None,
    open_: bool | None,
    email: str | None,
    notes: str | None,
    **postback: Any,
) -> "DispatchChange":
    """Return what the options of `_change_options` ask for."""
    from scormcloud_cli.api.dispatches import DispatchChange

    return DispatchChange(
        registration_cap=registration_cap,
        expiration_date=expires,
        instanced=instanced,
        allow_new_registrations=open_,
        email=email,
        notes=notes,
        postback=postbacks.read(session, **postback),
    )


def _filters(function: Decorated) -> Decorated:
    """Add the options that say which dispatches; the command gets a ``query``."""

    @functools.wraps(function)
    def gathered(
        *arguments: Any,
        destination_id: str | None,
        course_id: str | None,
        enabled: bool | None,
        filters: Mapping[str, Any],
        **given: Any,
    ) -> Any:
        from scormcloud_cli.api.dispatches import DispatchQuery

        query = DispatchQuery(
            destination_id=destination_id, course_id=course_id, enabled=enabled, **filters
        )
        return function(*arguments, query=query, **given)

    for option in (
        click.option("--enabled/--disabled", default=None, help="Only those that are, or are not."),
        click.option("--course", "course_id", metavar="ID", help="Only those of this course."),
        click.option("--destination", "destination_id", metavar="ID", help="Only those to it."),
    ):
        gathered = option(gathered)
    return cast(Decorated, gathered)


def _targets(function: Decorated) -> Decorated:
    """Let a command be told which dispatches, by their IDs or by the filters of the list.

    The command gets ``targets``.
    """

    @click.argument("ids", metavar="[ID...|-]", nargs=-1)
    @filter_options("GetDispatches")
    @_filters
    @functools.wraps(function)
    def gathered(ids: tuple[str, ...], query: "DispatchQuery", **given: Any) -> Any:
        session = click.get_current_context().ensure_object(Session)
        filtered = query != type(query)()
        if bool(ids) == filtered:
            raise UsageFault(
                "dispatches are named by their IDs or by filters, one of the two",
                hint="give IDs, '-' to read them, or filters such as --destination ID",
            )
        targets = named(session, "dispatch", ids)
        if filtered:
            matching = [each.id for each in _dispatches(session).list(query)]
            targets = Targets("dispatch", matching, alone=False)
        return function(targets=targets, **given)

    return cast(Decorated, gathered)


@click.group(cls=Group)
def dispatch() -> None:
    """Dispatches: courses, lent to destinations.

    What is done to dispatches takes their IDs, or the filters of the list for all that match.
    """


dispatch.add_command(tag_group("dispatch", lambda session: _dispatches(session).tags))


@dispatch.command()
@click.option("--destination", "destination_id", required=True, metavar="ID", help="Where it goes.")
@click.option("--course", "course_id", required=True, metavar="ID", help="What is lent.")
@click.option("--id", "dispatch_id", metavar="ID", help="Its ID.  [default: a UUID]")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give it this tag.")
@_change_options
@pass_session
def create(
    session: Session,
    /,
    destination_id: str,
    course_id: str,
    dispatch_id: str | None,
    tags: tuple[str, ...],
    **wishes: Any,
) -> None:
    """Lend a course to a destination.

    \b
    Examples:
      scloud dispatch create --destination acme --course golf --id golf-at-acme
      scloud dispatch create --destination acme --course golf --cap 50 --expires 2027-01-01 -o ids
    """
    dispatches = _dispatches(session)
    change = _change(session, **wishes)
    made = dispatches.create(dispatch_id, destination_id, course_id, change, tags)
    session.output.one(dispatches.get(made).to_record(), _VIEW)


@dispatch.command("list")
@goes_on
@list_options("GetDispatches")
@_filters
@pass_session
def list_(session: Session, /, query: "DispatchQuery") -> None:
    """List dispatches.

    \b
    Examples:
      scloud dispatch list --destination acme
      scloud dispatch list --course golf --disabled -o ids
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    found = _dispatches(session).list(query)
    session.output.many((each.to_record() for each in found), _VIEW)


@dispatch.command()
@click.argument("dispatch_id", metavar="ID")
@pass_session
def show(session: Session, dispatch_id: str) -> None:
    """Show a dispatch.

    \b
    Examples:
      scloud dispatch show golf-at-acme
      scloud dispatch show golf-at-acme -o json | jq .registrationCount
    """
    session.output.one(_dispatches(session).get(dispatch_id).to_record(), _VIEW)


@dispatch.command()
@_targets
@_change_options
@many
@pass_session
def update(session: Session, /, targets: Targets, **wishes: Any) -> None:
    """Change dispatches. More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch update golf-at-acme --cap 100
      scloud dispatch update --course golf --expires 2027-01-01 --yes
    """
    from scormcloud_cli.api.dispatches import DispatchChange

    change = _change(session, **wishes)
    if change == DispatchChange():
        raise UsageFault("there is nothing to change", hint="scloud dispatch update --help")
    if not targets.alone:
        bulk.confirm(session, targets, "Change {}?")
    dispatches = _dispatches(session)

    def update_one(dispatch_id: str) -> Record:
        dispatches.update(dispatch_id, change)
        return dispatches.get(dispatch_id).to_record()

    bulk.run(session, targets.ids, update_one, _VIEW, alone=targets.alone)


@dispatch.command()
@_targets
@many
@pass_session
def delete(session: Session, /, targets: Targets) -> None:
    """Delete dispatches. It asks first, and says how many.

    \b
    Examples:
      scloud dispatch delete golf-at-acme
      scloud dispatch delete --destination acme --yes
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    bulk.delete(session, targets, _dispatches(session).delete)


@dispatch.command()
@_targets
@many
@pass_session
def enable(session: Session, /, targets: Targets) -> None:
    """Let dispatches be launched. More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch enable golf-at-acme
      scloud dispatch enable --destination acme --disabled --yes
    """
    _switch(session, targets, True)


@dispatch.command()
@_targets
@many
@pass_session
def disable(session: Session, /, targets: Targets) -> None:
    """Let dispatches be launched no more. More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch disable golf-at-acme
      scloud dispatch disable --course golf --yes
    """
    _switch(session, targets, False)


def _switch(session: Session, targets: Targets, enabled: bool) -> None:
    from scormcloud_cli.api.dispatches import DispatchChange

    dispatches = _dispatches(session)
    word = "enable" if enabled else "disable"
    bulk.each(
        session,
        targets,
        lambda each: dispatches.update(each, DispatchChange(enabled=enabled)),
        word + "d",
        question=None if targets.alone else word.capitalize() + " {}?",
    )


@dispatch.command("reset-count")
@_targets
@many
@pass_session
def reset_count(session: Session, /, targets: Targets) -> None:
    """Set the registration counts of dispatches back to nought.

    \b
    Examples:
      scloud dispatch reset-count golf-at-acme --yes
      scloud dispatch reset-count --destination acme --yes
    """
    bulk.each(
        session,
        targets,
        _dispatches(session).reset_registration_count,
        "reset",
        question="Set back the registration count of {}?",
    )


@dispatch.command("hash-user-info")
@click.argument("dispatch_id", metavar="ID")
@click.argument("state", type=click.Choice(["on", "off"]), required=False)
@pass_session
def hash_user_info(session: Session, dispatch_id: str, state: str | None) -> None:
    """Have a dispatch hide who learns, or show it; without a word, tell which (v2).

    \b
    Examples:
      scloud dispatch hash-user-info golf-at-acme on
      scloud dispatch hash-user-info golf-at-acme -o json | jq -r .status
    """
    dispatches = _dispatches(session)
    if state is None:
        state = "on" if dispatches.hashes_user_info(dispatch_id) else "off"
    else:
        dispatches.hash_user_info(dispatch_id, state == "on")
    session.output.one({"id": dispatch_id, "status": f"hashing {state}"}, bulk.DONE)


@dispatch.command("remove-postback")
@click.argument("dispatch_id", metavar="ID")
@pass_session
def remove_postback(session: Session, dispatch_id: str) -> None:
    """Post the results of a dispatch nowhere any more (v2).

    \b
    Examples:
      scloud dispatch remove-postback golf-at-acme
      scloud dispatch remove-postback golf-at-acme --dry-run
    """
    _dispatches(session).remove_postback(dispatch_id)
    session.output.one({"id": dispatch_id, "status": "without postback"}, bulk.DONE)


@dispatch.command()
@click.argument("dispatch_id", metavar="ID")
@pass_session
def lti(session: Session, dispatch_id: str) -> None:
    """Show what a platform needs to launch a dispatch over LTI 1.1 and 1.3 (v2).

    \b
    Examples:
      scloud dispatch lti golf-at-acme
      scloud dispatch lti golf-at-acme -o json | jq -r .targetLinkUri
    """
    session.output.one(_dispatches(session).lti(dispatch_id), _LTI)


@dispatch.command()
@_targets
@click.option(
    "-O",
    "target",
    metavar="FILE",
    help="Where to; '-' is standard output; of several, the folder.  [default: ID.zip]",
)
@many
@pass_session
def download(session: Session, /, targets: Targets, target: str | None) -> None:
    """Download the packages of dispatches, for the LMS that they are lent to.

    \b
    Examples:
      scloud dispatch download golf-at-acme
      scloud dispatch download golf-at-acme -O - | sha256sum
      scloud dispatch download --course golf -O packages
    """
    dispatches = _dispatches(session)
    downloads.save_each(
        session,
        targets,
        target,
        lambda dispatch_id: functools.partial(dispatches.download, dispatch_id),
    )
