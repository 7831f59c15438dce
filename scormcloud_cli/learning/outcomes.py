"""What comes of the run-time data of an activity: completion, success, score and amount."""

from collections.abc import Mapping
from typing import NamedTuple

from scormcloud_cli.learning.settings import Settings
from scormcloud_cli.learning.tracking import (
    COMPLETED,
    FAILED,
    INCOMPLETE,
    PASSED,
    UNKNOWN,
    Tracking,
)
from scormcloud_cli.packages import Activity
from scormcloud_cli.packages.models import Sequencing

Runtime = Mapping[str, str]

# The status of SCORM 1.2 and AICC as the two that results have. A failed activity is complete
# unless PlayerCompletionStatOfFailedSuccessStat says otherwise [V].
_COMPLETION_12 = {
    "passed": COMPLETED,
    "completed": COMPLETED,
    "failed": COMPLETED,
    "incomplete": INCOMPLETE,
    "browsed": INCOMPLETE,
}
_SUCCESS = {"passed": PASSED, "failed": FAILED}
_COMPLETION_2004 = {"completed": COMPLETED, "incomplete": INCOMPLETE}


class Outcome(NamedTuple):
    """What content has reported; see `Tracking`."""

    completion: str
    success: str
    score: float | None
    amount: float | None


def of_12(runtime: Runtime, settings: Settings) -> Outcome:
    """Return what SCORM 1.2 content has reported."""
    status = runtime.get("cmi.core.lesson_status", "")
    completion = _COMPLETION_12.get(status, UNKNOWN)
    if status == "failed" and settings.completion_stat_of_failed_success_stat == "incomplete":
        completion = INCOMPLETE
    score = _normalized(runtime, "cmi.core.score")
    return Outcome(completion, _SUCCESS.get(status, UNKNOWN), score, None)


def of_2004(runtime: Runtime, settings: Settings) -> Outcome:
    """Return what SCORM 2004 content has reported."""
    score = _number(runtime, "cmi.score.scaled")
    if score is None and settings.scale_raw_score:
        score = _normalized(runtime, "cmi.score")
    return Outcome(
        _COMPLETION_2004.get(completion_status(runtime), UNKNOWN),
        _SUCCESS.get(success_status(runtime), UNKNOWN),
        score,
        _number(runtime, "cmi.progress_measure"),
    )


def completion_status(runtime: Runtime) -> str:
    """Return what ``cmi.completion_status`` is: the threshold decides it where there is one."""
    threshold = _number(runtime, "cmi.completion_threshold")
    measure = _number(runtime, "cmi.progress_measure")
    if threshold is None or measure is None:
        return runtime.get("cmi.completion_status", "unknown")
    return "completed" if measure >= threshold else "incomplete"


def success_status(runtime: Runtime) -> str:
    """Return what ``cmi.success_status`` is: the passing score decides it where there is one.

    Then it is unknown as long as there is no scaled score, whatever content has set.
    """
    passing = _number(runtime, "cmi.scaled_passing_score")
    if passing is None:
        return runtime.get("cmi.success_status", "unknown")
    score = _number(runtime, "cmi.score.scaled")
    if score is None:
        return "unknown"
    return "passed" if score >= passing else "failed"


def record(tracking: Tracking, outcome: Outcome, settings: Settings) -> None:
    """Take over what content has reported.

    What is not known takes nothing away. What was complete stays so, unless
    PlayerAllowCompleteStatusChange lets it change.
    """
    if tracking.completion != COMPLETED or settings.allow_complete_status_change:
        tracking.completion = _known(outcome.completion) or tracking.completion
    tracking.success = _known(outcome.success) or tracking.success
    tracking.score = tracking.score if outcome.score is None else outcome.score
    tracking.amount = tracking.amount if outcome.amount is None else outcome.amount


def status_at_end_12(
    tracking: Tracking, activity: Activity, settings: Settings, *, mode: str, finished: bool
) -> str | None:
    """Return the status that the run-time gives an activity of SCORM 1.2; None for its own.

    The mastery score counts where content never set a status, or PlayerScoreOverridesStatus says
    so [V]. Content that finishes and set none is complete, or browsed where it was only browsed
    (SCORM 1.2 RTE, 3.4.4).

    Args:
        tracking: what is known of the activity.
        activity: the activity, with its mastery score.
        settings: the course's settings.
        mode: ``normal``, ``browse`` or ``review``.
        finished: whether content has called LMSFinish.
    """
    if mode == "browse" and not tracking.status_set:
        return "browsed"
    raw = _number(tracking.runtime, "cmi.core.score.raw")
    mastery = activity.scaled_passing_score
    may_judge = settings.score_overrides_status or not tracking.status_set
    if mastery is not None and raw is not None and may_judge:
        # The mastery score was divided by 100 when the package was read.
        return "passed" if raw >= round(mastery * 100, 7) else "failed"
    return "completed" if finished and not tracking.status_set else None


def at_end_2004(activity: Activity, outcome: Outcome) -> Outcome:
    """Return the outcome of an attempt that has ended and is not suspended.

    What content left unknown counts as completed and satisfied, unless the package says that
    content sets it (SN, End Attempt Process), or a threshold decides it.
    """
    sequencing = activity.sequencing or Sequencing()
    completion, success = outcome.completion, outcome.success
    if not sequencing.tracked:
        return outcome
    is_open = completion == UNKNOWN and not sequencing.completion_set_by_content
    if is_open and not activity.completed_by_measure:
        completion = COMPLETED
    is_open = success == UNKNOWN and not sequencing.objective_set_by_content
    if is_open and activity.scaled_passing_score is None:
        success = PASSED
    return outcome._replace(completion=completion, success=success)


def _known(status: str) -> str | None:
    return None if status == UNKNOWN else status


def _number(runtime: Runtime, name: str) -> float | None:
    value = runtime.get(name)
    return float(value) if value else None


def _normalized(runtime: Runtime, score: str) -> float | None:
    """Return a raw score from 0 to 1: between its limits if they hold it, else of 100 [V]."""
    raw = _number(runtime, f"{score}.raw")
    low, high = _number(runtime, f"{score}.min"), _number(runtime, f"{score}.max")
    if raw is None:
        return None
    if low is not None and high is not None and low <= raw <= high:
        return 1.0 if low == high else round((raw - low) / (high - low), 7)
    return round(raw / 100, 7) if 0 <= raw <= 100 else None
