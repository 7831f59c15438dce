"""``scloud raw``: every operation of both APIs, by its name; a file a verb."""

import click

from scormcloud_cli.commands.raw.call import call
from scormcloud_cli.commands.raw.describe import describe
from scormcloud_cli.commands.raw.list import list_
from scormcloud_cli.commands.raw.request import request
from scormcloud_cli.commands.raw.sign import sign
from scormcloud_cli.commands.shared.options import Group


@click.group(cls=Group)
def raw() -> None:
    """Call any operation of either API by its name.

    \b
    Examples:
      scloud raw list dispatch
      scloud raw describe CreateRegistration
      scloud raw call GetCourses filter=golf filterBy=title --all
      scloud raw call rustici.course.exists courseid=golf
    """


for command in (list_, describe, call, request, sign):
    raw.add_command(command)
