"""What a course package is, as plain data: for JSON, and for comparing two packages.

Where v2 has a name for a fact, it is that name (v2.json, CourseSchema,
CourseActivitySchema, MetadataSchema); what is absent is left out.
"""

from typing import Any

from scormcloud_cli.packages.models import Activity, Resource, Sequencing
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
            keywords=list(package.keywords),
            typicalTime=package.typical_learning_time,
            duration=package.duration,
        ),
        courseLanguages=list(package.languages),
        descriptor=package.descriptor,
        organizations=[
            _known(identifier=each.identifier, title=each.title, default=each.is_default or None)
            for each in package.organizations
        ],
        rootActivity=_activity(package.root_activity),
        resources=[_resource(each) for each in package.resources],
        fileCount=len(package.files),
        size=sum(file.size for file in files),
        compressedSize=sum(file.compressed_size for file in files),
        files=[{"path": file.name, "size": file.size} for file in files],
        problems=[problem_record(each) for each in package.problems],
    )


def problem_record(problem: Problem) -> Record:
    """Return a problem as plain data."""
    return _known(
        code=problem.code,
        severity=str(problem.severity),
        message=problem.message,
        advice=problem.advice,
        path=problem.file,
        line=problem.line,
        column=problem.column,
    )


def _activity(activity: Activity) -> Record:
    return _known(
        itemIdentifier=activity.identifier,
        title=activity.title,
        description=activity.description,
        activityType=str(activity.kind),
        resourceIdentifier=activity.resource_identifier,
        href=activity.href,
        scaledPassingScore=activity.scaled_passing_score,
        maxTimeAllowed=activity.max_time_allowed,
        timeLimitAction=activity.time_limit_action,
        launchData=activity.launch_data,
        completionThreshold=activity.completion_threshold,
        completedByMeasure=activity.completed_by_measure or None,
        prerequisites=activity.prerequisites,
        visible=None if activity.visible else False,
        moveOn=activity.move_on,
        launchMethod=activity.launch_method,
        entitlementKey=activity.entitlement_key,
        sequencing=_sequencing(activity.sequencing) if activity.sequencing else None,
        children=[_activity(child) for child in activity.children],
    )


def _sequencing(sequencing: Sequencing) -> Record:
    return _known(
        choice=sequencing.choice,
        flow=sequencing.flow,
        forwardOnly=sequencing.forward_only,
        rules=list(sequencing.rules),
        objectives=sequencing.objectives or None,
        attemptLimit=sequencing.attempt_limit,
    )


def _resource(resource: Resource) -> Record:
    return _known(
        identifier=resource.identifier,
        type=resource.type,
        scormType=resource.scorm_type,
        href=resource.href,
        files=list(resource.files),
        dependencies=list(resource.dependencies),
    )


def _known(**facts: Any) -> Record:
    return {name: value for name, value in facts.items() if value not in (None, "", [], {})}
