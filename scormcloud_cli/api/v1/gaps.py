"""What v1's answers cannot carry: the one place that lists where the APIs' outputs may differ.

A field listed here is absent from what ``--api v1`` prints; every other field is printed alike by
both APIs (docs/cli.md, One shape).
"""

from collections.abc import Callable, Mapping
from typing import NoReturn

from scormcloud_cli.api.errors import UnsupportedByApi

_BEYOND_RESULTS = ("registrationCompletionAmount", "dispatchId", "globalObjectives", "sharedData")

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
    "registration show": _BEYOND_RESULTS,
    "registration list": (*_BEYOND_RESULTS, "activityDetails", "tags"),
    "registration instances": (
        *(*_BEYOND_RESULTS, "activityDetails"),
        *("completedDate", "createdDate", "firstAccessDate", "lastAccessDate", "learner", "score"),
        *("registrationCompletion", "registrationSuccess", "tags", "totalSecondsTracked"),
        *("xapiRegistrationId", "course.title"),
    ),
    "registration history": ("instance", "launchHistoryId"),
}

# What v1 does not say of an activity, at any depth of ``activityDetails``; texts that are empty it
# does not tell from absent ones.
ACTIVITY_FIELDS_V1_LACKS = ("completionAmount", "objectiveCompletion", "scaledPassingScoreUsed")


def refuse(what: str, hint: str = "use --api v2") -> NoReturn:
    """Refuse what v1 cannot do.

    Args:
        what: a sentence that says so.
        hint: what can be done instead.

    Raises:
        UnsupportedByApi: always.
    """
    raise UnsupportedByApi(what, hint=hint)


def refusing(what: str, hint: str = "use --api v2") -> Callable[..., NoReturn]:
    """Return a method of an area that refuses what it is called for; arguments as for `refuse`."""

    def method(*_values: object, **_named: object) -> NoReturn:
        refuse(what, hint)

    return method
