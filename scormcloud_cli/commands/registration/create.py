from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.api.errors import NetworkFailure
from scormcloud_cli.commands.shared import postback
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.terminal.views.registrations import REGISTRATION


@click.command(cls=Command, prints=REGISTRATION)
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
@postback.postback_options
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
    **postback_given: Any,
) -> None:
    """Register a learner for a course.

    \b
    Examples:
      scloud registration create --course golf --learner ann@example.org
      scloud registration create --course golf --learner ann --id golf-ann \\
          --first-name Ann --last-name Lee -o ids
    """
    import uuid

    new = api.NewRegistration(
        id=registration_id or str(uuid.uuid4()),
        course_id=course_id,
        course_version=course_version,
        learner_id=learner_id,
        first_name=first_name,
        last_name=last_name,
        email=email,
        tags=tags,
        postback=postback.read(session, **postback_given),
    )
    registrations = session.cloud().registrations
    try:
        registrations.create(new)
    except NetworkFailure as error:
        from scormcloud_cli.workflows.registering import landed

        if not error.may_have_landed or not landed(registrations, new):
            raise
        session.terminal.notice("the answer was lost, but the registration is there")
    session.output.one(registrations.get(new.id, api.Detail()).to_record())
