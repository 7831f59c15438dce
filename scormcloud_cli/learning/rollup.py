"""What comes of a course: from the tracking of its activities to the result of a registration."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from scormcloud_cli.learning import objectives
from scormcloud_cli.learning.courses import Course
from scormcloud_cli.learning.results import Result
from scormcloud_cli.learning.settings import Settings
from scormcloud_cli.learning.tracking import (
    COMPLETED,
    FAILED,
    INCOMPLETE,
    PASSED,
    UNKNOWN,
    Tracking,
)
from scormcloud_cli.packages import Activity, LearningStandard
from scormcloud_cli.packages.models import Sequencing

_BY_SEQUENCING = (
    LearningStandard.SCORM20042NDEDITION,
    LearningStandard.SCORM20043RDEDITION,
    LearningStandard.SCORM20044THEDITION,
)
_NOTHING = Tracking()


def rollup(course: Course, tracking: Mapping[str, Tracking], settings: Settings) -> Result:
    """Return the result of a course, which is that of the registration.

    Args:
        course: the course.
        tracking: what is known of its activities, by identifier; others were never launched.
        settings: the course's settings.
    """
    if course.standard in _BY_SEQUENCING:
        of_folder = partial(_by_sequencing, settings=settings)
        result = _tree(course.root, tracking, of_folder)
        shared = objectives.shared(result, tracking)
        if not any(shared.values()):
            return result
        return _tree(course.root, tracking, of_folder, partial(_with_shared, shared=shared))
    root = _tree(course.root, tracking, _plain)
    return _by_modes(root, settings)


def _tree(
    activity: Activity,
    tracking: Mapping[str, Tracking],
    of_folder: Callable[[Result], Result],
    finished: Callable[[Result], Result] = lambda result: result,
) -> Result:
    own = tracking.get(activity.identifier, _NOTHING)
    children = tuple(_tree(child, tracking, of_folder, finished) for child in activity.children)
    amount = own.amount if own.amount is not None else _progress(children)
    result = Result(
        activity=activity,
        attempts=max([own.attempts, *(child.attempts for child in children)]),
        completion=own.completion,
        success=own.success,
        score=own.score,
        amount=1.0 if own.completion == COMPLETED else amount or 0.0,
        seconds=round(own.seconds + sum(child.seconds for child in children), 2),
        suspended=own.suspended or any(child.suspended for child in children),
        children=children,
    )
    is_unit = not children or activity.launch is not None
    return finished(result if is_unit else _whole(of_folder(result)))


def _progress(children: Sequence[Result]) -> float | None:
    """Return how much of what is in a folder is complete, by weight (RB.1.1 b)."""
    total = sum(child.activity.progress_weight for child in children)
    done = sum(child.activity.progress_weight * child.amount for child in children)
    return round(done / total, 7) if total else None


def _whole(result: Result) -> Result:
    return replace(result, amount=1.0) if result.completion == COMPLETED else result


def _with_shared(result: Result, shared: Mapping[str, objectives.Known]) -> Result:
    """Return a result with what its primary objective reads of shared ones."""
    primary = next((one for one in objectives.of(result.activity) if one.primary), None)
    known = objectives.read(primary, shared) if primary is not None else {}
    changes = {part: known[part] for part in ("success", "score", "completion") if part in known}
    return _whole(replace(result, **changes))


# --- SCORM 2004: the default rules of rollup (SN, RB.1.1 to RB.1.3) ----------------------------


def _by_sequencing(folder: Result, settings: Settings) -> Result:
    """Return the result of a folder by the default rules of SCORM 2004.

    Rules that a package writes of its own are not followed yet (see `ignored_sequencing`).
    """
    tracked = [child for child in folder.children if _sequencing(child).tracked]
    score = _weighted(tracked)
    passing = folder.activity.scaled_passing_score
    if passing is None:
        of = [child for child in tracked if _sequencing(child).rolls_up_success]
        success = _status(of, "success", (PASSED, "satisfied"), (FAILED, "not_satisfied"), settings)
    else:
        success = UNKNOWN if score is None else PASSED if score >= passing else FAILED
    threshold = folder.activity.completion_threshold
    if threshold is None or not folder.activity.completed_by_measure:
        of = [child for child in tracked if _sequencing(child).rolls_up_completion]
        completion = _status(
            of, "completion", (COMPLETED, "completed"), (INCOMPLETE, "incomplete"), settings
        )
    elif not any(child.attempts for child in tracked):
        completion = UNKNOWN
    else:
        completion = COMPLETED if folder.amount >= threshold else INCOMPLETE
    return replace(folder, completion=completion, success=success, score=score)


def _sequencing(child: Result) -> Sequencing:
    return child.activity.sequencing or Sequencing()


def _status(
    children: Sequence[Result],
    attribute: str,
    yes: tuple[str, str],
    no: tuple[str, str],
    settings: Settings,
) -> str:
    """Return yes where all children that count have it, no where it is known of all that count.

    The rules are those of the 4th Edition (RB.1.2 b, RB.1.3 b) for all editions [I]: ADL's own
    run-times of earlier ones took what was only attempted for not satisfied.

    Args:
        children: what is in the folder.
        attribute: what is asked for: ``success`` or ``completion``.
        yes: the better status, and the consideration that says which children count for it.
        no: the same of the worse one.
        settings: the course's settings.
    """
    for_yes, for_no = (
        {getattr(child, attribute) for child in children if _counts(child, consideration)}
        for _, consideration in (yes, no)
    )
    if for_yes <= {yes[0]} and (for_yes or not settings.rollup_empty_set_to_unknown):
        return yes[0]
    return no[0] if for_no and UNKNOWN not in for_no else UNKNOWN


def _counts(child: Result, consideration: str) -> bool:
    """Say whether a child counts for a status of the folder (RB.1.4.2).

    Nothing is skipped yet, so ``ifNotSkipped`` is always.
    """
    match getattr(_sequencing(child), f"required_for_{consideration}"):
        case "ifNotSuspended":
            return child.attempts > 0 and not child.suspended
        case "ifAttempted":
            return child.attempts > 0
        case _:
            return True


def _weighted(children: Sequence[Result]) -> float | None:
    """Return the mean score by weight; an activity without a score counts as 0 (RB.1.1)."""
    weights = [_sequencing(child).measure_weight for child in children]
    if not sum(weights) or all(child.score is None for child in children):
        return None
    scores = [child.score or 0.0 for child in children]
    total = sum(weight * score for weight, score in zip(weights, scores, strict=True))
    return round(total / sum(weights), 7)


# --- SCORM 1.2, AICC and the others: the modes of the settings ---------------------------------


def _plain(folder: Result) -> Result:
    """Return the result of a folder that has no rules: of all that is in it."""
    units = folder.units
    return replace(
        folder,
        completion=_completion(units, complete=_complete(units)),
        success=_success(units),
        score=_mean([unit.score for unit in units if unit.score is not None]),
    )


def _by_modes(root: Result, settings: Settings) -> Result:
    """Return the result of a course by PlayerStatusRollupModeValue and …ScoreRollupModeValue."""
    units = root.units
    score = _score(units, settings)
    if settings.first_sco_is_pretest and units[0].success == PASSED:
        rest = [replace(unit, completion=COMPLETED) for unit in units[1:]]
        units = [units[0], *rest]
    mode = settings.status_rollup_mode_value
    # A course of one unit has that unit's status [I]: the service sets the mode so on import.
    if mode == "STATUS_PROVIDED_BY_COURSE" or (len(units) == 1 and mode in _OF_ONE_AS_PROVIDED):
        completion, success = units[0].completion, units[0].success
    else:
        reached = score is not None and score >= settings.status_rollup_mode_threshold_score
        met = _RULES[mode](units, reached)
        completion, success = _completion(units, complete=met), _success(units)
        if settings.apply_rollup_status_to_success:
            success = PASSED if met else FAILED if success == FAILED else UNKNOWN
    return _whole(replace(root, completion=completion, success=success, score=score))


def _complete(units: Iterable[Result]) -> bool:
    return all(unit.completion == COMPLETED for unit in units)


def _complete_and_not_failed(units: Sequence[Result]) -> bool:
    return _complete(units) and all(unit.success != FAILED for unit in units)


_RULES: Mapping[str, Callable[[Sequence[Result], bool], bool]] = {
    "COMPLETE_WHEN_ALL_UNITS_COMPLETE": lambda units, _: _complete(units),
    "COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED": (
        lambda units, _: _complete_and_not_failed(units)
    ),
    "COMPLETE_WHEN_THRESHOLD_SCORE_IS_MET": lambda _, reached: reached,
    "COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_THRESHOLD_SCORE_IS_MET": (
        lambda units, reached: reached and _complete_and_not_failed(units)
    ),
    "COMPLETE_WHEN_ALL_UNITS_ARE_PASSED": (
        lambda units, _: all(unit.success == PASSED for unit in units)
    ),
}
_OF_ONE_AS_PROVIDED = frozenset({"COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED"})


def _completion(units: Iterable[Result], *, complete: bool) -> str:
    if complete:
        return COMPLETED
    return INCOMPLETE if any(unit.attempts for unit in units) else UNKNOWN


def _success(units: Sequence[Result]) -> str:
    if any(unit.success == FAILED for unit in units):
        return FAILED
    return PASSED if units and all(unit.success == PASSED for unit in units) else UNKNOWN


def _score(units: Sequence[Result], settings: Settings) -> float | None:
    scores = [unit.score for unit in units if unit.score is not None]
    match settings.score_rollup_mode_value:
        case "SCORE_PROVIDED_BY_COURSE":
            return units[0].score
        case "LAST_SCO_SCORE":
            return units[-1].score
        case "AVERAGE_SCORE_OF_ALL_UNITS":
            return _mean(scores, len(units))
        case "FIXED_AVERAGE":
            return _mean(scores, settings.score_rollup_mode_number_of_scoring_objects)
        case "AVERAGE_SCORE_OF_ALL_UNITS_WITH_NONZERO_SCORES":
            return _mean([score for score in scores if score])
        case _:
            return _mean(scores)


def _mean(numbers: Sequence[float], count: int | None = None) -> float | None:
    divisor = len(numbers) if count is None else count
    return round(sum(numbers) / divisor, 7) if numbers and divisor else None


def ignored_sequencing(course: Course) -> list[str]:
    """Return what of a package's sequencing is not followed yet, a sentence an activity."""
    sentences = []
    for activity in course.root.walk():
        sequencing = activity.sequencing
        if sequencing is not None:
            parts = [f"the rule {rule!r}" for rule in sequencing.rules]
            if sequencing.attempt_limit is not None:
                parts.append(f"the limit of {sequencing.attempt_limit} attempts")
            if sequencing.rollup_rules:
                parts.append(f"{sequencing.rollup_rules} rollup rules")
            if parts:
                sentences.append(f"{activity.identifier}: {', '.join(parts)}: not followed.")
    return sentences
