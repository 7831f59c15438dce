from typing import TYPE_CHECKING, Any

import click

from scormcloud_cli.api import V1, V2
from scormcloud_cli.api.catalog import Operation
from scormcloud_cli.api.errors import UsageError
from scormcloud_cli.commands.raw import _answers as answers
from scormcloud_cli.commands.raw._arguments import Given, read, refuse_misfits
from scormcloud_cli.commands.raw._operations import OperationName, cloud_for
from scormcloud_cli.commands.raw._words import Word, WordType
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.downloads import Target, target_option
from scormcloud_cli.commands.shared.json_input import read_json
from scormcloud_cli.commands.shared.lists import hint_to_resume
from scormcloud_cli.terminal.views.raw import ANSWER

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from scormcloud_cli.api.cloud import Cloud
    from scormcloud_cli.api.messages import Upload


@click.command(cls=Command, prints=ANSWER)
@click.argument("call", metavar="NAME", type=OperationName())
@click.argument("words", metavar="[KEY=VALUE]...", nargs=-1, type=WordType())
@click.option("--body", metavar="JSON|@FILE|-", help="The whole JSON body.")
@click.option("--all", "all_", is_flag=True, help="Follow the pages of a list to its end.")
@target_option("Where a file goes; '-' is standard output.")
@click.option("--xml", is_flag=True, help="Print v1's answer as it came.")
@click.option("--unchecked", is_flag=True, help="Send what the catalogue does not know as well.")
@click.option("--management", is_flag=True, help="With the management application's credentials.")
def call(
    session: Session,
    call: Operation,
    words: tuple[Word, ...],
    body: str | None,
    all_: bool,
    target: Target,
    xml: bool,
    unchecked: bool,
    management: bool,
) -> None:
    """Call an operation and print its answer.

    \b
    What the operation is told (scloud raw describe NAME shows what it takes):
      KEY=VALUE   a text; in a JSON body it becomes the number, boolean or
                  list that the operation takes there
      KEY:=JSON   any JSON
      KEY@FILE    the file to upload, or the text of a file ('-': standard input)
    A KEY that takes a list may stand several times.

    What is wrong with them is said before anything is sent. --unchecked leaves that to the
    service, and sends keys that the catalogue does not know in the query.

    Answers are JSON, on a terminal too. --all prints the items of all pages as one list; without
    it a page is printed as it came. XML becomes JSON so: an element with nothing but text is a
    string; any other is an object of its attributes and children; children of one name are an
    array, and so are the items of v1's lists, be there one or none; text beside attributes stands
    under "text"; an attribute that has the name of a child gets an @. A redirect is not followed,
    {"url"} says where it points.

    \b
    Examples:
      scloud raw call GetCourses filter=golf filterBy=title --all
      scloud raw call CreateRegistration registrationId=r1 courseId=golf learner:='{"id": "ann"}'
      scloud raw call CreateUploadAndImportCourseJob courseId=golf file@golf.zip
      scloud raw call GetCourseZip courseId=golf -O golf.zip
      scloud raw call rustici.course.getCourseList --xml
    """
    given = read(call, words, session.terminal)
    from scormcloud_cli.commands.raw import _transfers as transfers

    document = None if body is None else read_json(body, "--body", session.terminal)
    refuse_misfits(call, given, document, unchecked=unchecked)
    _refuse_options(session, call, given, all_=all_, target=target, xml=xml)
    view = answers.view(call, session.output.format, all_=all_)
    output = answers.output(session, view)
    cloud = cloud_for(session, call, management=management)
    if call.answer == "file":
        transfers.download(session, cloud, call, given, target)
    elif call.answer == "redirect":
        output.one({"url": cloud.v1.location(call.name, given.values)})
    elif all_:
        with hint_to_resume("more="):
            output.many(cloud.v2.items(call.name, answers.items_property(call), given.values))
    else:
        with _upload(session, call, given.upload) as upload:
            if xml:
                answers.show_text(
                    session.terminal, cloud.v1.call_text(call.name, given.values, upload=upload)
                )
                return
            answer = _answer(cloud, call, given, document, upload)
        answers.show(output, answer)


def _upload(
    session: Session, call: Operation, name: str | None
) -> "AbstractContextManager[Upload | None]":
    from contextlib import nullcontext

    from scormcloud_cli.commands.shared import uploads

    if name is None or call.file_field is None:
        return nullcontext()
    return uploads.opened(session, name, call.file_field)


def _refuse_options(
    session: Session, call: Operation, given: Given, *, all_: bool, target: Target, xml: bool
) -> None:
    hint = f"scloud raw describe {call.name}"
    if all_ and not call.paged:
        raise UsageError(f"--all: {call.name} does not answer in pages", hint=hint)
    if xml and (call.api != V1 or call.answer != "xml"):
        raise UsageError(f"--xml: {call.name} does not answer in XML", hint=hint)
    if target.path is not None and call.answer != "file":
        raise UsageError(
            f"-O: {call.name} does not answer with a file",
            hint="its answer goes to standard output: add > FILE",
        )
    if target.path is None and call.answer == "file" and session.terminal.stdout_is_terminal:
        raise UsageError(
            f"{call.name} answers with a file, which is nothing for a terminal",
            hint="add -O FILE, or '-O -' to print it all the same",
        )
    if call.api == V1 and "json" in (given.values.get("dataformat"), given.values.get("format")):
        raise UsageError(
            "the service's own JSON is not read here: XML is, and is printed as JSON",
            hint=f"leave it out, or get a link to it: scloud raw sign {call.name}",
        )


def _answer(
    cloud: "Cloud", call: Operation, given: Given, document: Any, upload: "Upload | None"
) -> Any:
    if call.api == V2:
        if document is None and call.body is not None:
            document = {
                parameter.name: given.values[parameter.name]
                for parameter in call.parameters
                if parameter.location == "body" and parameter.name in given.values
            }
        return cloud.v2.answer(call.name, given.values, body=document, upload=upload)
    from scormcloud_cli.api.v1.xml import to_json

    return to_json(cloud.v1.call(call.name, given.values, upload=upload))
