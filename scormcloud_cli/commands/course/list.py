from collections.abc import Mapping
from typing import Any

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.command import Command, Session
from scormcloud_cli.commands.shared.lists import list_options, resumable
from scormcloud_cli.terminal.views.courses import COURSE


@click.command(cls=Command, prints=COURSE)
@resumable
@list_options("GetCourses")
@click.option("--metadata", is_flag=True, help="With each course's metadata (v2).")
@click.option("--registration-count", is_flag=True, help="With the number of registrations.")
def list_(
    session: Session, filters: Mapping[str, Any], metadata: bool, registration_count: bool
) -> None:
    """List courses, the newest first.

    \b
    Examples:
      scloud course list
      scloud course list --tag safety --since 2026-01-01 -o json | jq -r '.[].id'
      scloud course list --filter golf --filter-by title -o csv
      scloud course list --tag old -o ids | scloud course delete - --yes
    """
    query = api.CourseQuery(**filters, metadata=metadata, registration_count=registration_count)
    courses = session.cloud().courses.list(query)
    session.output.many(course.to_record() for course in courses)
