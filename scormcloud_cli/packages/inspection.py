"""What a course package is, as plain data: for JSON, and for comparing two packages.

Names are v2's where it has one (v2.json, CourseSchema, CourseActivitySchema, MetadataSchema).
What a package does not have is left out.
"""

from functools import cache
from typing import Any

from scormcloud_cli.packages.models import Activity
from scormcloud_cli.packages.package import Package
from scormcloud_cli.packages.problems import Problem

Record = dict[str, Any]


def inspect(package: Package) -> Record:
    """Return everything that is known of a package."""
    files = package.files.values()
    return _known(
        courseLearningStandard=str(package.standard),
        identifier=package.identifier,
        title=package.title,
        metadata=_known(
            title=package.title,
            titleLanguage=package.title_language,
            description=package.description,
            descriptionLanguage=package.description_language,
            keywords=package.keywords,
            typicalTime=package.typical_learning_time,
            duration=package.duration,
        ),
        courseLanguages=package.languages,
        descriptor=package.descriptor,
        organizations=[
            _known(**_same(way, "identifier title"), default=way.is_default or None)
            for way in package.organizations
        ],
        rootActivity=_activity(package.root_activity),
        resources=[
            _known(**_same(resource, "identifier type scorm_type href files dependencies"))
            for resource in package.resources
        ],
        fileCount=len(package.files),
        size=sum(file.size for file in files),
        compressedSize=sum(file.compressed_size for file in files),
        files=[{"path": file.name, "size": file.size} for file in files],
        problems=[problem_record(problem) for problem in package.problems],
    )


def problem_record(problem: Problem) -> Record:
    """Return a problem as plain data."""
    return _known(
        code=problem.code,
        severity=str(problem.severity),
        count=problem.count if problem.count > 1 else None,
        message=problem.message,
        advice=problem.advice,
        path=problem.file,
        line=problem.line,
        column=problem.column,
    )


def _activity(activity: Activity) -> Record:
    sequencing = activity.sequencing
    return _known(
        itemIdentifier=activity.identifier,
        **_same(activity, "title description"),
        activityType=str(activity.kind),
        **_same(activity, "resource_identifier href scaled_passing_score max_time_allowed"),
        **_same(activity, "time_limit_action launch_data completion_threshold"),
        completedByMeasure=activity.completed_by_measure or None,
        prerequisites=activity.prerequisites,
        visible=None if activity.visible else False,
        **_same(activity, "move_on launch_method entitlement_key"),
        sequencing=sequencing
        and _known(
            **_same(sequencing, "choice flow forward_only rules"),
            objectives=len(sequencing.objectives) or None,
            attemptLimit=sequencing.attempt_limit,
        ),
        children=[_activity(child) for child in activity.children],
    )


def _same(part: object, names: str) -> Record:
    """Return the attributes *names* of a part of a package, by the same names in camelCase."""
    return {key: getattr(part, name) for name, key in _in_camel_case(names)}


@cache
def _in_camel_case(names: str) -> tuple[tuple[str, str], ...]:
    words = ((name, name.title().replace("_", "")) for name in names.split())
    return tuple((name, word[0].lower() + word[1:]) for name, word in words)


def _known(**facts: Any) -> Record:
    facts = {n: list(v) if isinstance(v, tuple) else v for n, v in facts.items()}
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
