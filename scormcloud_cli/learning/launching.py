"""Launching an activity: what content finds when it makes its first call."""

import datetime as dt
from collections.abc import Mapping

from scormcloud_cli.learning import objectives, scorm12
from scormcloud_cli.learning.courses import Course, Learner, model_of
from scormcloud_cli.learning.sessions import Session, Sitting
from scormcloud_cli.learning.settings import VENDOR, Leniency, Settings
from scormcloud_cli.learning.tracking import Tracking
from scormcloud_cli.packages import Activity, LearningStandard


def open_session(
    course: Course,
    activity: Activity,
    *,
    learner: Learner,
    now: dt.datetime,
    settings: Settings | None = None,
    tracking: Tracking | None = None,
    complete: bool = False,
    browse: bool = False,
    shared_data: Mapping[str, str] | None = None,
    shared_objectives: Mapping[str, objectives.Known] | None = None,
    leniency: frozenset[Leniency] = VENDOR,
) -> Session:
    """Launch an activity.

    Args:
        course: the course that it is part of.
        activity: what is launched.
        learner: who launches it.
        now: when.
        settings: the course's settings; the service's own where they are not given.
        tracking: what earlier sittings have left behind; it is changed in place.
        complete: whether the registration is complete already; it is then launched for review,
            without credit, unless PlayerLaunchCompletedRegsAsNoCredit says otherwise.
        browse: whether it is only looked at, as in a preview: without credit.
        shared_data: SCORM 2004 4th Edition: what is in the shared stores, by ID.
        shared_objectives: SCORM 2004: what is known of the objectives that activities share, by ID
            (`objectives.shared`).
        leniency: what is taken beyond the books.

    Raises:
        KeyError: the standard has no run-time API: cmi5 and xAPI.
    """
    settings = settings or Settings()
    tracking = tracking or Tracking()
    launched_in = mode(settings, complete=complete, browse=browse)
    credit = launched_in == "normal"
    sitting = Sitting(mode=launched_in, credit=credit, began=now.timestamp())
    model = model_of(course.standard)
    is_2004 = model is not scorm12.MODEL
    resumed = tracking.suspended or (is_2004 and tracking.exit == "logout")
    entry = "resume" if resumed else ""
    if tracking.attempts == 0 or _starts_afresh(tracking, settings):
        tracking.runtime, tracking.status_set, entry = {}, False, "ab-initio"
    if not resumed:
        tracking.attempts += 1
    tracking.suspended, tracking.exit = False, ""
    session = Session(course, activity, settings, tracking, sitting, leniency)
    values = (
        _values_2004(course, activity, learner, shared_data or {})
        if is_2004
        else _values_12(activity, learner)
    )
    for name, value in (values | _read_objectives(activity, shared_objectives or {})).items():
        session.runtime_data.put(name, value)
    session.runtime_data.put(f"{model.core}credit", "credit" if sitting.credit else "no-credit")
    session.runtime_data.put("cmi.mode" if is_2004 else "cmi.core.lesson_mode", launched_in)
    session.runtime_data.put(f"{model.core}entry", entry)
    session.runtime_data.put(f"{model.core}exit", None)
    return session


def mode(settings: Settings, *, complete: bool, browse: bool) -> str:
    """Return the mode of a launch; only one in mode ``normal`` is for credit.

    Args:
        settings: the course's settings.
        complete: whether the registration is complete already.
        browse: whether the course is only looked at.
    """
    review = complete and settings.launch_completed_regs_as_no_credit
    return "browse" if browse else "review" if review else "normal"


def _starts_afresh(tracking: Tracking, settings: Settings) -> bool:
    """Say whether run-time data of earlier sittings is cleared: PlayerResetRunTimeData [I]."""
    if settings.reset_run_time_data == "WHEN_EXIT_IS_NOT_SUSPEND":
        return tracking.exit != "suspend"
    return (
        settings.reset_run_time_data == "ON_EACH_NEW_SEQUENCING_ATTEMPT" and not tracking.suspended
    )


def _values_12(activity: Activity, learner: Learner) -> dict[str, str | None]:
    return {
        "cmi.core.student_id": learner.id,
        "cmi.core.student_name": learner.name,
        "cmi.launch_data": activity.launch_data,
        "cmi.student_data.mastery_score": _text(activity.scaled_passing_score, 100),
        "cmi.student_data.max_time_allowed": activity.max_time_allowed,
        "cmi.student_data.time_limit_action": activity.time_limit_action,
    }


def _values_2004(
    course: Course, activity: Activity, learner: Learner, shared_data: Mapping[str, str]
) -> dict[str, str | None]:
    units = course.units
    place = units.index(activity) if activity in units else 0
    threshold = activity.completion_threshold if activity.completed_by_measure else None
    values = {
        "cmi.learner_id": learner.id,
        "cmi.learner_name": learner.name,
        "cmi.launch_data": activity.launch_data,
        "cmi.scaled_passing_score": _text(activity.scaled_passing_score),
        "cmi.completion_threshold": _text(threshold),
        "cmi.max_time_allowed": activity.max_time_allowed,
        "cmi.time_limit_action": activity.time_limit_action,
        "adl.nav.request": None,
        "adl.nav.request_valid.continue": str(place + 1 < len(units)).lower(),
        "adl.nav.request_valid.previous": str(place > 0).lower(),
    }
    if course.standard is LearningStandard.SCORM20044THEDITION:
        for index, store in enumerate(activity.shared_data):
            values[f"adl.data.{index}.id"] = store
            values[f"adl.data.{index}.store"] = shared_data.get(store)
    return values


def _read_objectives(
    activity: Activity, shared: Mapping[str, objectives.Known]
) -> dict[str, str | None]:
    """Return the objectives of an activity, with what they read of shared ones (RTE 4.2.17)."""
    values: dict[str, str | None] = {}
    named = (objective for objective in objectives.of(activity) if objective.identifier)
    for index, objective in enumerate(named):
        entry = f"cmi.objectives.{index}"
        values[f"{entry}.id"] = objective.identifier
        for part, value in objectives.read(objective, shared).items():
            values[f"{entry}.{objectives.ELEMENTS[part]}"] = (
                value.lower() if isinstance(value, str) else _text(value)
            )
    return values


def _text(number: float | None, times: int = 1) -> str | None:
    return None if number is None else f"{number * times:.7g}"
