"""Results of registrations over v2 (docs/service/runtime.md, Results)."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scormcloud_cli.emulator import results
from scormcloud_cli.emulator.postbacks import SAMPLE, SAMPLE_ACTIVITY, Content
from scormcloud_cli.emulator.store import given

# What a postback's format stands for, as parameters.
_FORMATS: Mapping[str, Sequence[str]] = {
    "course": (),
    "activity": ("includeChildResults",),
    "full": ("includeChildResults", "includeInteractionsAndObjectives", "includeRuntime"),
}


def shown(
    instance: Mapping[str, Any],
    root: Mapping[str, Any] | None,
    tags: Sequence[str],
    query: Mapping[str, Any],
) -> dict[str, Any]:
    """Return v2's RegistrationSchema of one instance of a registration.

    Args:
        instance: a row of `registrations.get`.
        root: the course's root activity; None where the version was deleted.
        tags: the registration's tags.
        query: what is asked for, as parameters.
    """
    states = results.reported(instance, root)
    activity = root and results.details(
        root,
        states,
        children=bool(query.get("includeChildResults")),
        interactions=bool(query.get("includeInteractionsAndObjectives")),
        runtime=bool(query.get("includeRuntime")),
    )
    amount = activity["completionAmount"]["scaled"] if activity else 0.0
    # In the order of the service.
    return given(
        id=instance["id"],
        instance=instance["instance"],
        xapiRegistrationId=instance["xapi_id"],
        dispatchId=instance["dispatch_id"],
        updated=instance["updated"],
        registrationCompletion=instance["completion"],
        registrationSuccess=instance["success"],
        score=results.scaled(instance["score"]),
        totalSecondsTracked=float(int(instance["seconds"])),
        firstAccessDate=instance["first_access"],
        lastAccessDate=instance["last_access"],
        completedDate=instance["completed"],
        createdDate=instance["created"],
        course={
            "id": instance["course_id"],
            "title": instance["course_title"],
            "version": instance["version"],
        },
        learner=given(
            id=instance["learner_id"],
            email=instance["email"],
            firstName=instance["first_name"],
            lastName=instance["last_name"],
        ),
        tags=tags,
        **results.together(root, states),
        activityDetails=activity,
        registrationCompletionAmount=1.0 if instance["completion"] == "COMPLETED" else amount,
    )


def sample(form: str) -> Content:
    """Return a result for trying a postback out: ``course``, ``activity`` or ``full``."""
    return posted(SAMPLE, SAMPLE_ACTIVITY, [], form)


def posted(
    instance: Mapping[str, Any], root: Mapping[str, Any] | None, tags: Sequence[str], form: str
) -> Content:
    """Return a result, given as `shown` takes it, to post in one of the three formats."""
    record = shown(instance, root, tags, dict.fromkeys(_FORMATS[form], True))
    return Content("application/json", json.dumps(record), "userName")
