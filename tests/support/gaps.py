"""What v1's answers cannot carry: the one place that lists where the APIs' outputs may differ.

A field listed here is absent from what ``--api v1`` prints; every other field is printed alike by
both APIs (docs/cli.md, One shape).
"""

from collections.abc import Mapping, Sequence
from typing import Any

_BEYOND_RESULTS = (
    *("registrationCompletionAmount", "dispatchId", "globalObjectives", "sharedData"),
    "suspendedActivityId",
)

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
    "invitation show": (*("courseTitle", "updated", "registrationCap", "expirationDate"),),
    "invitation invited": ("updated",),
    "xapi credential list": ("info",),
    "registration show": _BEYOND_RESULTS,
    "registration list": (*_BEYOND_RESULTS, "activityDetails", "tags"),
    "registration list --children": (*_BEYOND_RESULTS, "tags"),
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
_ACTIVITY_FIELDS_V1_LACKS = (
    *("completionAmount", "objectiveCompletion", "scaledPassingScoreUsed", "timestampUtc"),
)
_OBJECTIVE_FIELDS_V1_LACKS = ("scoreRaw", "scoreMin", "scoreMax", "progressMeasure")


def what_v1_says(record: Mapping[str, Any], lacking: Sequence[str]) -> dict[str, Any]:
    """Return a record of v2 without what v1 cannot carry.

    Args:
        record: what v2 says of a thing.
        lacking: the fields of such things that v1 lacks, of `FIELDS_V1_LACKS`.
    """
    kept = {name: value for name, value in record.items() if name not in lacking}
    if "activityDetails" in kept:
        kept["activityDetails"] = _activity_over_v1(kept["activityDetails"])
    return kept


def _activity_over_v1(part: Any) -> Any:
    """Return a part of an activity without what v1 does not say: no gaps, and no empty texts."""
    if isinstance(part, list):
        return [_activity_over_v1(item) for item in part]
    if not isinstance(part, Mapping):
        return part
    lacking = set(_ACTIVITY_FIELDS_V1_LACKS)
    if part.get("scaledPassingScoreUsed") is False:
        lacking.add("scaledPassingScore")
    if "objectiveSuccess" in part:
        lacking.update(_OBJECTIVE_FIELDS_V1_LACKS)
    return {
        name: _activity_over_v1(value)
        for name, value in part.items()
        if name not in lacking and (value != "" or name == "id")
    }
