"""What v1's answers cannot carry: the one place that lists where the APIs' outputs may differ.

A field listed here is absent from what ``--api v1`` prints; every other field is printed alike by
both APIs (docs/cli.md, One shape).
"""

from collections.abc import Mapping

FIELDS_V1_LACKS: Mapping[str, tuple[str, ...]] = {
    "course show": ("activityId", "dispatched", "rootActivity"),
    "course list": ("activityId", "dispatched", "rootActivity", "version", "updated"),
    "course versions": (
        "activityId",
        "courseLearningStandard",
        "created",
        "dispatched",
        "rootActivity",
        "tags",
        "title",
        "xapiActivityId",
    ),
    "app list": ("updateDate", "allowDelete"),
    "app show": ("updateDate",),
    "app credential list": ("updated",),
    "destination list": ("email", "launchAuth", "lti13Data"),
    "destination show": ("email", "launchAuth", "lti13Data", "dispatchCount"),
    "dispatch list": ("destinationName", "courseTitle", "registrationResetDate", "email"),
    "dispatch show": ("destinationName", "courseTitle", "registrationResetDate", "email"),
    "invitation list": ("updated",),
    "invitation show": (
        *("courseTitle", "updated", "registrationCap", "registrationCount"),
        *("launchedRegistrationCount", "expirationDate"),
    ),
    "invitation invited": ("updated",),
    "xapi credential list": ("info",),
    "registration show": ("registrationCompletionAmount", "dispatchId"),
    "registration list": ("registrationCompletionAmount", "dispatchId", "tags"),
    "registration instances": (
        *("completedDate", "createdDate", "firstAccessDate", "lastAccessDate", "learner", "score"),
        *("registrationCompletion", "registrationSuccess", "tags", "totalSecondsTracked"),
        *("xapiRegistrationId", "course.title"),
    ),
    "registration history": ("instance", "launchHistoryId"),
}
