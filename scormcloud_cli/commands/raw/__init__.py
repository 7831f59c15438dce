import click

from scormcloud_cli.commands.shared.command import Group


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
