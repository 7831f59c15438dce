"""``scloud registration``: everything about registrations."""

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import click

from scormcloud_cli.api.errors import NetworkFailure, UsageFault
from scormcloud_cli.commands.registration_import import import_
from scormcloud_cli.commands.shared import postback as postbacks
from scormcloud_cli.commands.shared.config import config_group
from scormcloud_cli.commands.shared.options import (
    Decorated,
    Group,
    goes_on,
    list_options,
    many,
    named,
    part_of,
    pass_session,
)
from scormcloud_cli.commands.shared.statements import statements_command
from scormcloud_cli.commands.shared.tag import tag_group
from scormcloud_cli.session import Session
from scormcloud_cli.terminal.view import Column, View
from scormcloud_cli.workflows import bulk
from scormcloud_cli.workflows.bulk import Targets

if TYPE_CHECKING:
    from scormcloud_cli.api.registrations import RegistrationQuery, Registrations


def _view() -> View:
    from scormcloud_cli.api.registrations import Registration

    return View(
        "registration",
        columns=(
            Column("id", "ID", whole=True),
            Column("course.id", "COURSE"),
            Column("learner.id", "LEARNER"),
            Column("registrationCompletion", "COMPLETION"),
            Column("registrationSuccess", "SUCCESS"),
            Column("score.scaled", "SCORE"),
            Column("totalSecondsTracked", "SECONDS"),
            Column("createdDate", "CREATED"),
            Column("lastAccessDate", "LAST ACCESS"),
        ),
        fields=Registration.field_names(),
    )


def _registrations(session: Session) -> "Registrations":
    return session.cloud().registrations


@click.group(cls=Group)
def registration() -> None:
    """Registrations: create, launch, follow, reset, delete."""


registration.add_command(import_)
registration.add_command(
    statements_command(
        "registration",
        "instance",
        lambda session, owner, span, instance: _registrations(session).statements(
            owner, span, instance=instance
        ),
    )
)
registration.add_command(tag_group("registration", lambda session: _registrations(session).tags))
registration.add_command(
    config_group(
        "registration",
        lambda session, instance: _registrations(session).configuration(instance),
        part="instance",
    )
)


@registration.command()
@click.option("--course", "course_id", required=True, metavar="ID", help="The course to take.")
@click.option("--course-version", type=click.IntRange(min=0), metavar="N", help="Its version.")
@click.option("--learner", "learner_id", required=True, metavar="ID", help="Who takes it.")
@click.option(
    "--id", "registration_id", metavar="ID", help="The registration's ID.  [default: a UUID]"
)
@click.option("--first-name", metavar="NAME", help="The learner's first name.")
@click.option("--last-name", metavar="NAME", help="The learner's last name.")
@click.option("--email", metavar="ADDRESS", help="The learner's e-mail address.")
@click.option("--tag", "tags", multiple=True, metavar="TAG", help="Give the registration this tag.")
@postbacks.postback_options
@pass_session
def create(
    session: Session,
    /,
    course_id: str,
    course_version: int | None,
    learner_id: str,
    registration_id: str | None,
    first_name: str | None,
    last_name: str | None,
    email: str | None,
    tags: tuple[str, ...],
    **postback: Any,
) -> None:
    """Register a learner for a course.

    \b
    Examples:
      scloud registration create --course golf --learner ann@example.org
      scloud registration create --course golf --learner ann --id golf-ann \\
          --first-name Ann --last-name Lee -o ids
    """
    import uuid

    from scormcloud_cli.api.registrations import Detail, NewRegistration

    new = NewRegistration(
        id=registration_id or str(uuid.uuid4()),
        course_id=course_id,
        course_version=course_version,
        learner_id=learner_id,
        first_name=first_name,
        last_name=last_name,
        email=email,
        tags=tags,
        postback=postbacks.read(session, **postback),
    )
    registrations = _registrations(session)
    try:
        registrations.create(new)
    except NetworkFailure as error:
        from scormcloud_cli.workflows.registering import landed

        if not error.may_have_landed or not landed(registrations, new):
            raise
        session.terminal.notice("the answer was lost, but the registration is there")
    session.output.one(registrations.get(new.id, Detail()).to_record(), _view())


def _wanted(function: Decorated) -> Decorated:
    """Add the options that say which registrations; the command gets ``query``."""

    @click.option("--course", "course_id", metavar="ID", help="Only those of this course.")
    @click.option("--learner", "learner_id", metavar="ID", help="Only those of this learner.")
    @list_options("GetRegistrations")
    @click.option("--children", is_flag=True, help="With the result of each activity.")
    @click.option("--interactions", is_flag=True, help="With interactions and objectives.")
    @click.option("--runtime", is_flag=True, help="With runtime data.")
    @functools.wraps(function)
    def gathered(
        *arguments: Any,
        course_id: str | None,
        learner_id: str | None,
        filters: Mapping[str, Any],
        children: bool,
        interactions: bool,
        runtime: bool,
        **given: Any,
    ) -> Any:
        from scormcloud_cli.api.registrations import Detail, RegistrationQuery

        query = RegistrationQuery(
            course_id=course_id,
            learner_id=learner_id,
            **filters,
            detail=Detail(children=children, interactions=interactions, runtime=runtime),
        )
        return function(*arguments, query=query, **given)

    return cast(Decorated, gathered)


@registration.command("list")
@goes_on
@_wanted
@pass_session
def list_(session: Session, /, query: "RegistrationQuery") -> None:
    """List registrations with their results, the newest first.

    \b
    Examples:
      scloud registration list --course golf
      scloud registration list --learner ann@example.org -o json | jq '.[].score.scaled'
      scloud registration list --since 2026-01-01 --datetime-filter updated -o csv
    """
    found = _registrations(session).list(query)
    session.output.many((each.to_record() for each in found), _view())


_EXPORT_FORMATS = {".csv": "csv", ".tsv": "tsv", ".json": "json", ".jsonl": "jsonl"}


@registration.command()
@_wanted
@click.option(
    "-O",
    "target",
    required=True,
    metavar="FILE",
    help="Where to; its ending says how: .csv, .tsv, .json or .jsonl.",
)
@pass_session
def export(session: Session, /, query: "RegistrationQuery", target: str) -> None:
    """Save registrations with their results in a file, which appears when it is whole.

    \b
    Examples:
      scloud registration export --course golf -O results.csv
      scloud registration export --since 2026-01-01 --children -O results.jsonl
    """
    from pathlib import Path

    from scormcloud_cli.commands.shared import list_files as exporting

    path = Path(target)
    wanted = session.output.format if session.settings.output else None
    kind = wanted or _EXPORT_FORMATS.get(path.suffix.lower())
    if kind is None or kind not in _EXPORT_FORMATS.values():
        raise UsageFault(
            f"{target} does not say how it is to be written",
            hint="end it with .csv, .tsv, .json or .jsonl, or give -o",
        )
    found = _registrations(session).list(query)
    count = exporting.save(session, path, kind, (each.to_record() for each in found), _view())
    session.terminal.notice(f"{count} registrations saved in {target}")


@registration.command()
@click.argument("registration_id", metavar="ID")
@click.option("--children", is_flag=True, help="With the result of each activity.")
@click.option("--interactions", is_flag=True, help="With interactions and objectives.")
@click.option("--runtime", is_flag=True, help="With runtime data.")
@part_of("instance")
@pass_session
def show(
    session: Session,
    registration_id: str,
    children: bool,
    interactions: bool,
    runtime: bool,
    number: int | None,
) -> None:
    """Show a registration and its result.

    \b
    Examples:
      scloud registration show golf-ann
      scloud registration show golf-ann --children --runtime -o json
    """
    from scormcloud_cli.api.registrations import Detail

    detail = Detail(children=children, interactions=interactions, runtime=runtime)
    found = _registrations(session).get(registration_id, detail, number)
    session.output.one(found.to_record(), _view())


@registration.command()
@click.argument("registration_id", metavar="ID")
@click.pass_context
def exists(context: click.Context, registration_id: str) -> None:
    """Say whether there is a registration: prints true or false, and exits 0 or 3.

    \b
    Examples:
      scloud registration exists golf-ann
      scloud registration exists golf-ann --api v1
    """
    session = context.ensure_object(Session)
    found = _registrations(session).exists(registration_id)
    session.output.value(found, "true" if found else "false")
    context.exit(0 if found else 3)


@registration.command()
@click.argument("ids", metavar="ID...|-", nargs=-1, required=True)
@click.option("--instance", type=click.IntRange(min=0), metavar="N", help="This instance only.")
@many
@pass_session
def delete(session: Session, ids: tuple[str, ...], instance: int | None) -> None:
    """Delete registrations and their results; '-' reads IDs from standard input.

    \b
    Examples:
      scloud registration delete golf-ann
      scloud registration delete golf-ann --instance 0 --yes
      scloud registration list --course golf -o ids | scloud registration delete - --yes
    """
    registrations = _registrations(session)
    what = "{}" if instance is None else f"instance {instance} of {{}}"
    bulk.delete(
        session,
        named(session, "registration", ids),
        lambda registration_id: registrations.delete(registration_id, instance),
        question=f"Delete {what} with all results?",
    )


@registration.command()
@click.argument("registration_id", metavar="ID")
@click.option(
    "--redirect",
    default="closer",
    metavar="URL",
    help="Where the learner goes on exit: a URL, closer or blank.  [default: closer]",
)
@click.option(
    "--expires",
    type=click.IntRange(10, 300),
    metavar="SECONDS",
    help="How long the link lives, 10 to 300 (v2).  [default: 120]",
)
@click.option("--open", "open_", is_flag=True, help="Open it in the browser.")
@pass_session
def launch(
    session: Session, registration_id: str, redirect: str, expires: int | None, open_: bool
) -> None:
    """Print the link that launches the course for its learner.

    Whoever has the link acts as the learner until it expires.

    \b
    Examples:
      scloud registration launch golf-ann
      scloud registration launch golf-ann --redirect https://lms.example/done --open
    """
    from scormcloud_cli.commands.shared.links import show_link

    link = _registrations(session).launch(registration_id, redirect=redirect, expires=expires)
    show_link(session, link, open_)


def _history_view() -> View:
    from scormcloud_cli.api.registrations import Launch

    return View(
        "launch",
        columns=(
            Column("id", "ID", whole=True),
            Column("launchTime", "LAUNCHED"),
            Column("exitTime", "ENDED"),
            Column("completionStatus", "COMPLETION"),
            Column("successStatus", "SUCCESS"),
            Column("score.scaled", "SCORE"),
            Column("totalSecondsTracked", "SECONDS"),
        ),
        fields=Launch.field_names(),
    )


@registration.command()
@click.argument("registration_id", metavar="ID")
@part_of("instance")
@pass_session
def history(session: Session, registration_id: str, number: int | None) -> None:
    """List the launches of a registration.

    \b
    Examples:
      scloud registration history golf-ann
      scloud registration history golf-ann -o json | jq '.[-1].exitTime'
    """
    found = _registrations(session).history(registration_id, number)
    session.output.many((each.to_record() for each in found), _history_view())


@registration.command()
@click.argument("registration_id", metavar="ID")
@pass_session
def instances(session: Session, registration_id: str) -> None:
    """List the instances of a registration, the oldest first.

    \b
    Examples:
      scloud registration instances golf-ann
      scloud registration instances golf-ann -o json | jq '.[-1].instance'
    """
    found = _registrations(session).instances(registration_id)
    view = _view()._replace(
        columns=(
            Column("instance", "INSTANCE"),
            Column("course.version", "VERSION"),
            Column("registrationCompletion", "COMPLETION"),
            Column("registrationSuccess", "SUCCESS"),
            Column("updated", "UPDATED"),
        ),
        id_field="instance",
    )
    session.output.many((each.to_record() for each in found), view)


@registration.command("new-instance")
@click.argument("registration_id", metavar="ID")
@pass_session
def new_instance(session: Session, registration_id: str) -> None:
    """Begin a registration anew on the newest version of its course; results so far are kept.

    \b
    Examples:
      scloud registration new-instance golf-ann
      scloud registration new-instance golf-ann -o json | jq .instance
    """
    from scormcloud_cli.api.registrations import Detail

    registrations = _registrations(session)
    registrations.new_instance(registration_id)
    session.output.one(registrations.get(registration_id, Detail()).to_record(), _view())


@registration.command()
@click.argument("registration_id", metavar="ID")
@pass_session
def reset(session: Session, registration_id: str) -> None:
    """Throw the results of a registration away, and keep the registration.

    \b
    Examples:
      scloud registration reset golf-ann
      scloud registration reset golf-ann --yes --api v1
    """
    from scormcloud_cli.api.registrations import Detail

    registrations = _registrations(session)
    if not session.dry_run:
        session.terminal.confirm(f"Throw away all results of registration {registration_id}?")
    registrations.reset(registration_id)
    session.output.one(registrations.get(registration_id, Detail()).to_record(), _view())


@registration.command("reset-global-data")
@click.argument("registration_id", metavar="ID")
@pass_session
def reset_global_data(session: Session, registration_id: str) -> None:
    """Throw away the global objectives of a registration, which its learner's courses share.

    \b
    Examples:
      scloud registration reset-global-data golf-ann
      scloud registration reset-global-data golf-ann --yes --api v1
    """
    bulk.each(
        session,
        Targets("registration", [registration_id], alone=True),
        _registrations(session).reset_global_data,
        "global data reset",
        question="Throw away all global objectives of {}?",
    )


@registration.command("test-postback")
@postbacks.postback_options
@pass_session
def test_postback(session: Session, /, **given: Any) -> None:
    """Have the service post a sample result, and say whether it was taken.

    \b
    Examples:
      scloud registration test-postback --postback-url https://lms.example/hook
      pass hook | scloud registration test-postback --postback-url https://lms.example/hook \\
          --postback-auth httpbasic --postback-user cloud --postback-password-stdin
    """
    postback = postbacks.read(session, **given)
    if postback is None:
        raise UsageFault("there is nothing to test", hint="give --postback-url")
    _registrations(session).test_postback(postback)
    session.output.one({"url": postback.url, "status": "accepted"}, _POSTBACK)


_POSTBACK = View(
    "postback",
    columns=(Column("url", "URL", whole=True), Column("status", "STATUS")),
    fields=("url", "status"),
    id_field="url",
)
