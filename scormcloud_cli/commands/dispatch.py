"""``scloud dispatch``: courses, lent to destinations."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli import bulk
from scormcloud_cli.api.errors import UsageFault
from scormcloud_cli.commands import downloads, postbacks
from scormcloud_cli.commands.tags import tag_group
from scormcloud_cli.options import Decorated, Group, Moment, expand_ids, list_options, pass_session
from scormcloud_cli.session import Session
from scormcloud_cli.views import Column, Record, View

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
_RESULT = _VIEW._replace(columns=(Column("id", "ID", whole=True), Column("status", "STATUS")))
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


def _change(session: Session, **given: Any) -> "DispatchChange":
    """Return what the options of `_change_options` ask for."""
    from scormcloud_cli.api.dispatches import DispatchChange

    return DispatchChange(
        registration_cap=given["registration_cap"],
        expiration_date=given["expires"],
        instanced=given["instanced"],
        allow_new_registrations=given["open_"],
        email=given["email"],
        notes=given["notes"],
        postback=postbacks.read(
            session,
            given["postback_url"],
            given["postback_auth"],
            given["postback_user"],
            given["postback_password_stdin"],
            given["postback_format"],
        ),
    )


def _query_options(function: Decorated) -> Decorated:
    """Add the options that say which dispatches; `_query` reads them."""
    options: list[Callable[[Any], Any]] = [
        click.option("--destination", "destination_id", metavar="ID", help="Only those to it."),
        click.option("--course", "course_id", metavar="ID", help="Only those of this course."),
        click.option(
            "--enabled/--disabled", default=None, help="Only those that can be launched, or cannot."
        ),
        list_options("GetDispatches"),
    ]
    for option in reversed(options):
        function = option(function)
    return function


def _query(**given: Any) -> "DispatchQuery":
    """Return what the options of `_query_options` ask for."""
    from scormcloud_cli.api.dispatches import DispatchQuery

    return DispatchQuery(
        destination_id=given["destination_id"],
        course_id=given["course_id"],
        enabled=given["enabled"],
        filter=given["filter_"],
        filter_by=given["filter_by"],
        tags=given["tags"],
        since=given["since"],
        until=given["until"],
        datetime_filter=given["datetime_filter"],
        order_by=given["order_by"],
    )


@click.group(cls=Group)
def dispatch() -> None:
    """Dispatches: courses, lent to destinations.

    What is done to all dispatches that match a filter is the list's IDs, piped:
    scloud dispatch list --course golf -o ids | scloud dispatch disable -
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
@_query_options
@pass_session
def list_(session: Session, /, limit: int | None, **given: Any) -> None:
    """List dispatches.

    \b
    Examples:
      scloud dispatch list --destination acme
      scloud dispatch list --course golf --disabled -o ids
      scloud dispatch list --tag old -o ids | scloud dispatch delete - --yes
    """
    found = islice(_dispatches(session).list(_query(**given)), limit)
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


def _each(
    session: Session, ids: Iterable[str], alone: bool, action: Callable[[str], None], word: str
) -> None:
    """Do something to each dispatch, and say of each that it was done."""

    def one(dispatch_id: str) -> Record:
        action(dispatch_id)
        return {"id": dispatch_id, "status": word}

    bulk.run(ids, one, session.output, _RESULT, alone=alone)


def _confirm(session: Session, verb: str, ids: list[str], alone: bool) -> None:
    if not session.dry_run:
        what = f"dispatch {ids[0]}" if alone else f"{len(ids)} dispatches"
        session.terminal.confirm(f"{verb} {what}?")


_IDS = click.argument("ids", metavar="ID...|-", nargs=-1, required=True)


@dispatch.command()
@_IDS
@_change_options
@pass_session
def update(session: Session, /, ids: tuple[str, ...], **wishes: Any) -> None:
    """Change dispatches. More than one asks first, and says how many.

    \b
    Examples:
      scloud dispatch update golf-at-acme --cap 100
      scloud dispatch list --course golf -o ids | scloud dispatch update - --closed --yes
    """
    from scormcloud_cli.api.dispatches import DispatchChange

    change = _change(session, **wishes)
    if change == DispatchChange():
        raise UsageFault("there is nothing to change", hint="scloud dispatch update --help")
    all_ids, alone = expand_ids(session, ids)
    if not alone:
        _confirm(session, "Change", all_ids, alone)
    dispatches = _dispatches(session)

    def update_one(dispatch_id: str) -> Record:
        dispatches.update(dispatch_id, change)
        return dispatches.get(dispatch_id).to_record()

    bulk.run(all_ids, update_one, session.output, _VIEW, alone=alone)


@dispatch.command()
@_IDS
@pass_session
def delete(session: Session, ids: tuple[str, ...]) -> None:
    """Delete dispatches.

    \b
    Examples:
      scloud dispatch delete golf-at-acme
      scloud dispatch list --destination acme -o ids | scloud dispatch delete - --yes
    """
    all_ids, alone = expand_ids(session, ids)
    _confirm(session, "Delete", all_ids, alone)
    _each(session, all_ids, alone, _dispatches(session).delete, "deleted")


@dispatch.command()
@_IDS
@pass_session
def enable(session: Session, ids: tuple[str, ...]) -> None:
    """Let dispatches be launched.

    \b
    Examples:
      scloud dispatch enable golf-at-acme
      scloud dispatch list --disabled -o ids | scloud dispatch enable -
    """
    _switch(session, ids, True)


@dispatch.command()
@_IDS
@pass_session
def disable(session: Session, ids: tuple[str, ...]) -> None:
    """Let dispatches be launched no more.

    \b
    Examples:
      scloud dispatch disable golf-at-acme
      scloud dispatch list --course golf -o ids | scloud dispatch disable -
    """
    _switch(session, ids, False)


def _switch(session: Session, ids: tuple[str, ...], enabled: bool) -> None:
    from scormcloud_cli.api.dispatches import DispatchChange

    all_ids, alone = expand_ids(session, ids)
    dispatches = _dispatches(session)
    change = DispatchChange(enabled=enabled)
    word = "enabled" if enabled else "disabled"
    _each(session, all_ids, alone, lambda each: dispatches.update(each, change), word)


@dispatch.command("reset-count")
@_IDS
@pass_session
def reset_count(session: Session, ids: tuple[str, ...]) -> None:
    """Set the registration counts of dispatches back to nought.

    \b
    Examples:
      scloud dispatch reset-count golf-at-acme --yes
      scloud dispatch list --destination acme -o ids | scloud dispatch reset-count - --yes
    """
    all_ids, alone = expand_ids(session, ids)
    _confirm(session, "Set back the registration count of", all_ids, alone)
    _each(session, all_ids, alone, _dispatches(session).reset_registration_count, "reset")


@dispatch.command("hash-user-info")
@click.argument("dispatch_id", metavar="ID")
@click.argument("state", type=click.Choice(["on", "off"]))
@pass_session
def hash_user_info(session: Session, dispatch_id: str, state: str) -> None:
    """Have a dispatch hide who learns, or show it (v2).

    \b
    Examples:
      scloud dispatch hash-user-info golf-at-acme on
      scloud dispatch hash-user-info golf-at-acme off
    """
    _dispatches(session).hash_user_info(dispatch_id, state == "on")
    session.output.one({"id": dispatch_id, "status": f"hashing {state}"}, _RESULT)


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
    session.output.one({"id": dispatch_id, "status": "without postback"}, _RESULT)


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
@click.argument("dispatch_id", metavar="ID")
@click.option("-O", "target", metavar="FILE", help="Where to; '-' is standard output.  [ID.zip]")
@pass_session
def download(session: Session, dispatch_id: str, target: str | None) -> None:
    """Download the package of a dispatch, for the LMS that it is lent to.

    \b
    Examples:
      scloud dispatch download golf-at-acme
      scloud dispatch download golf-at-acme -O - | unzip -l /dev/stdin
    """
    dispatches = _dispatches(session)
    downloads.save(
        session,
        dispatch_id,
        target,
        lambda sink, progress: dispatches.download(dispatch_id, sink, progress),
    )
