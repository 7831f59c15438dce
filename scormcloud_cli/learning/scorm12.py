"""The data model of SCORM 1.2 (SCORM 1.2 RTE, 3.4), which AICC's courses in a browser use too."""

from scormcloud_cli.learning.elements import Access, Element, Model, children_of, collections_of
from scormcloud_cli.learning.errors import CODES_12, TIMES_12, WORDS_12
from scormcloud_cli.learning.kinds import (
    IDENTIFIER,
    SPAN,
    TIME_OF_DAY,
    decimal,
    first_good,
    integer,
    text,
    words,
)
from scormcloud_cli.learning.responses import FEEDBACK

_RW, _R, _W = Access.READ_WRITE, Access.READ, Access.WRITE
_SHORT, _LONG = text(255, "CMIString255"), text(4096, "CMIString4096")
_SCORE = first_good("CMIDecimal, 0 to 100, or nothing", words(""), decimal(0, 100))
_STATUSES = ("passed", "completed", "failed", "incomplete", "browsed")
_TYPES = words(*FEEDBACK)

_ELEMENTS = (
    Element("cmi.core.student_id", _R, IDENTIFIER, ""),
    Element("cmi.core.student_name", _R, _SHORT, ""),
    Element("cmi.core.lesson_location", _RW, _SHORT, ""),
    Element("cmi.core.credit", _R, words("credit", "no-credit"), "credit"),
    Element("cmi.core.lesson_status", _RW, words(*_STATUSES), "not attempted"),
    Element("cmi.core.entry", _R, words("ab-initio", "resume", ""), "ab-initio"),
    Element("cmi.core.score.raw", _RW, _SCORE, ""),
    Element("cmi.core.score.max", _RW, _SCORE, ""),
    Element("cmi.core.score.min", _RW, _SCORE, ""),
    Element("cmi.core.total_time", _R, SPAN, "0000:00:00.00"),
    Element("cmi.core.lesson_mode", _R, words("browse", "normal", "review"), "normal"),
    Element("cmi.core.exit", _W, words("time-out", "suspend", "logout", ""), ""),
    Element("cmi.core.session_time", _W, SPAN, "0000:00:00.00"),
    Element("cmi.suspend_data", _RW, _LONG, ""),
    Element("cmi.launch_data", _R, _LONG, ""),
    Element("cmi.comments", _RW, _LONG, ""),
    Element("cmi.comments_from_lms", _R, _LONG, ""),
    Element("cmi.objectives.n.id", _RW, IDENTIFIER, ""),
    Element("cmi.objectives.n.score.raw", _RW, _SCORE, ""),
    Element("cmi.objectives.n.score.max", _RW, _SCORE, ""),
    Element("cmi.objectives.n.score.min", _RW, _SCORE, ""),
    Element("cmi.objectives.n.status", _RW, words(*_STATUSES, "not attempted"), "not attempted"),
    Element("cmi.student_data.mastery_score", _R, decimal(0, 100), ""),
    Element("cmi.student_data.max_time_allowed", _R, SPAN, ""),
    Element("cmi.student_data.time_limit_action", _R, _SHORT, ""),
    Element("cmi.student_preference.audio", _RW, integer(-1, 100), "0"),
    Element("cmi.student_preference.language", _RW, _SHORT, ""),
    Element("cmi.student_preference.speed", _RW, integer(-100, 100), "0"),
    Element("cmi.student_preference.text", _RW, integer(-1, 1), "0"),
    Element("cmi.interactions.n.id", _W, IDENTIFIER, ""),
    Element("cmi.interactions.n.objectives.n.id", _W, IDENTIFIER, ""),
    Element("cmi.interactions.n.time", _W, TIME_OF_DAY, ""),
    Element("cmi.interactions.n.type", _W, _TYPES, ""),
    Element("cmi.interactions.n.correct_responses.n.pattern", _W, _SHORT, "", by_type=FEEDBACK),
    Element("cmi.interactions.n.weighting", _W, decimal(), ""),
    Element("cmi.interactions.n.student_response", _W, _SHORT, "", by_type=FEEDBACK),
    Element(
        "cmi.interactions.n.result",
        _W,
        first_good(
            "correct, wrong, unanticipated, neutral or CMIDecimal",
            words("correct", "wrong", "unanticipated", "neutral"),
            decimal(),
        ),
        "",
    ),
    Element("cmi.interactions.n.latency", _W, SPAN, ""),
)
_BY_NAME = {element.name: element for element in _ELEMENTS}
_INTERACTION_LISTS = ("cmi.interactions.n.objectives", "cmi.interactions.n.correct_responses")

MODEL = Model(
    name="SCORM 1.2",
    core="cmi.core.",
    functions={
        "LMSInitialize": "initialize",
        "LMSFinish": "terminate",
        "LMSGetValue": "get",
        "LMSSetValue": "set",
        "LMSCommit": "commit",
        "LMSGetLastError": "last_error",
        "LMSGetErrorString": "error_string",
        "LMSGetDiagnostic": "diagnostic",
    },
    elements=_BY_NAME,
    children=children_of(_BY_NAME, _INTERACTION_LISTS),
    collections=collections_of(_BY_NAME),
    # What AICC's CMI001 has and SCORM 1.2 has not.
    elsewhere=(
        "cmi.evaluation",
        "cmi.paths",
        "cmi.student_demographics",
        "cmi.student_data.attempt_number",
        "cmi.student_data.tries",
    ),
    version="3.4",
    codes=CODES_12,
    times=TIMES_12,
    words=WORDS_12,
    limits_are_least=False,
)
