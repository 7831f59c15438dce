"""The options that say which registrations are meant, and how much of their results."""

import functools
from collections.abc import Mapping
from typing import Any, cast

import click

from scormcloud_cli import api
from scormcloud_cli.commands.shared.lists import Decorated, list_options
from scormcloud_cli.session import Session


def detail_options(function: Decorated) -> Decorated:
    """Add the options that ask for more than the result; the command gets ``detail``."""

    @click.option("--children", is_flag=True, help="With the result of each activity.")
    @click.option("--interactions", is_flag=True, help="With interactions and objectives.")
    @click.option("--runtime", is_flag=True, help="With runtime data.")
    @functools.wraps(function)
    def with_detail(
        session: Session,
        *arguments: Any,
        children: bool,
        interactions: bool,
        runtime: bool,
        **given: Any,
    ) -> Any:
        if children or interactions or runtime:
            session.output.also("activityDetails")
        if interactions:
            session.output.also("globalObjectives", "sharedData")
        detail = api.Detail(children=children, interactions=interactions, runtime=runtime)
        return function(session, *arguments, detail=detail, **given)

    return cast(Decorated, with_detail)


def query_options(function: Decorated) -> Decorated:
    """Add the options that say which registrations are meant; the command gets ``query``."""

    @click.option("--course", "course_id", metavar="ID", help="Only those of this course.")
    @click.option("--learner", "learner_id", metavar="ID", help="Only those of this learner.")
    @list_options("GetRegistrations")
    @detail_options
    @functools.wraps(function)
    def with_query(
        *arguments: Any,
        course_id: str | None,
        learner_id: str | None,
        filters: Mapping[str, Any],
        detail: Any,
        **given: Any,
    ) -> Any:
        query = api.RegistrationQuery(
            course_id=course_id, learner_id=learner_id, detail=detail, **filters
        )
        return function(*arguments, query=query, **given)

    return cast(Decorated, with_query)
