"""The data model of SCORM 2004 (RTE 4.2; SN for ``adl.nav``), with what each edition has of it."""

import functools

from scormcloud_cli.learning.elements import Access, Element, Model, children_of, collections_of
from scormcloud_cli.learning.errors import CODES_2004, TIMES_2004, WORDS_2004
from scormcloud_cli.learning.kinds import (
    INTERVAL,
    LANGUAGE,
    MOMENT,
    first_good,
    form,
    localized,
    real,
    text,
    uri,
    words,
)
from scormcloud_cli.learning.responses import ONE_PATTERN, PATTERNS, RESPONSES, UNIQUE_PATTERNS

_RW, _R, _W = Access.READ_WRITE, Access.READ, Access.WRITE
_ID = uri(4000)
_SHORT, _TEXT, _LONG_TEXT = text(250), localized(250), localized(4000)
_COMPLETION = words("completed", "incomplete", "not attempted", "unknown")
_SUCCESS = words("passed", "failed", "unknown")
_KNOWN = words("true", "false", "unknown")
_RESULT = first_good(
    "correct, incorrect, unanticipated, neutral or real(10,7)",
    words("correct", "incorrect", "unanticipated", "neutral"),
    real(),
)
_WITH_ID = ("id",)
_WITH_TYPE = ("id", "type")

_ELEMENTS = (
    *(
        Element(f"cmi.comments_from_{whose}.n.{part}", access, kind)
        for whose, access in (("learner", _RW), ("lms", _R))
        for part, kind in (("comment", _LONG_TEXT), ("location", _SHORT), ("timestamp", MOMENT))
    ),
    Element("cmi.completion_status", _RW, _COMPLETION, "unknown"),
    Element("cmi.completion_threshold", _R, real(0, 1)),
    Element("cmi.credit", _R, words("credit", "no-credit"), "credit"),
    Element("cmi.entry", _R, words("ab-initio", "resume", ""), "ab-initio"),
    Element("cmi.exit", _W, words("time-out", "suspend", "logout", "normal", ""), ""),
    Element("cmi.interactions.n.id", _RW, _ID),
    Element("cmi.interactions.n.type", _RW, words(*RESPONSES), needs=_WITH_ID),
    Element("cmi.interactions.n.objectives.n.id", _RW, _ID, needs=_WITH_ID, unique=True),
    Element("cmi.interactions.n.timestamp", _RW, MOMENT, needs=_WITH_ID),
    Element(
        "cmi.interactions.n.correct_responses.n.pattern",
        _RW,
        text(4000),
        needs=_WITH_TYPE,
        by_type=PATTERNS,
    ),
    Element("cmi.interactions.n.weighting", _RW, real(), needs=_WITH_ID),
    Element(
        "cmi.interactions.n.learner_response", _RW, text(4000), needs=_WITH_TYPE, by_type=RESPONSES
    ),
    Element("cmi.interactions.n.result", _RW, _RESULT, needs=_WITH_ID),
    Element("cmi.interactions.n.latency", _RW, INTERVAL, needs=_WITH_ID),
    Element("cmi.interactions.n.description", _RW, _TEXT, needs=_WITH_ID),
    Element("cmi.launch_data", _R, text(4000)),
    Element("cmi.learner_id", _R, _ID),
    Element("cmi.learner_name", _R, _TEXT),
    Element("cmi.learner_preference.audio_level", _RW, real(0), "1"),
    Element("cmi.learner_preference.language", _RW, LANGUAGE, ""),
    Element("cmi.learner_preference.delivery_speed", _RW, real(0), "1"),
    Element("cmi.learner_preference.audio_captioning", _RW, words("-1", "0", "1"), "0"),
    Element("cmi.location", _RW, text(1000)),
    Element("cmi.max_time_allowed", _R, INTERVAL),
    Element("cmi.mode", _R, words("browse", "normal", "review"), "normal"),
    Element("cmi.objectives.n.id", _RW, _ID, unique=True, fixed=True),
    Element("cmi.objectives.n.score.scaled", _RW, real(-1, 1), needs=_WITH_ID),
    Element("cmi.objectives.n.score.raw", _RW, real(), needs=_WITH_ID),
    Element("cmi.objectives.n.score.min", _RW, real(), needs=_WITH_ID),
    Element("cmi.objectives.n.score.max", _RW, real(), needs=_WITH_ID),
    Element("cmi.objectives.n.success_status", _RW, _SUCCESS, "unknown", needs=_WITH_ID),
    Element("cmi.objectives.n.completion_status", _RW, _COMPLETION, "unknown", needs=_WITH_ID),
    Element("cmi.objectives.n.progress_measure", _RW, real(0, 1), needs=_WITH_ID),
    Element("cmi.objectives.n.description", _RW, _TEXT, needs=_WITH_ID),
    Element("cmi.progress_measure", _RW, real(0, 1)),
    Element("cmi.scaled_passing_score", _R, real(-1, 1)),
    Element("cmi.score.scaled", _RW, real(-1, 1)),
    Element("cmi.score.raw", _RW, real()),
    Element("cmi.score.min", _RW, real()),
    Element("cmi.score.max", _RW, real()),
    Element("cmi.session_time", _W, INTERVAL),
    Element("cmi.success_status", _RW, _SUCCESS, "unknown"),
    Element("cmi.suspend_data", _RW, text(64_000)),
    Element(
        "cmi.time_limit_action",
        _R,
        words("exit,message", "continue,message", "exit,no message", "continue,no message"),
        "continue,no message",
    ),
    Element("cmi.total_time", _R, INTERVAL, "PT0H0M0S"),
    Element("adl.nav.request_valid.continue", _R, _KNOWN, "unknown"),
    Element("adl.nav.request_valid.previous", _R, _KNOWN, "unknown"),
    Element("adl.nav.request_valid.choice.{target}", _R, _KNOWN, "unknown"),
    Element("adl.nav.request_valid.jump.{target}", _R, _KNOWN, "unknown"),
    Element("adl.data.n.id", _R, _ID),
    Element("adl.data.n.store", _RW, text(64_000), adds=False),
)

_REQUESTS = "continue|previous|exit|exitAll|abandon|abandonAll|suspendAll|_none_"


def _request(targets: str) -> Element:
    kind = form("navigation request", rf"{_REQUESTS}|\{{target=[^}}\s]+\}}(?:{targets})")
    return Element("adl.nav.request", _RW, kind, "_none_")


# What an edition does not have yet: names that begin so are known, and not there.
_MISSING = {
    2: ("adl.data", "adl.nav.request_valid.jump", "cmi.objectives.n.progress_measure"),
    3: ("adl.data", "adl.nav.request_valid.jump"),
    4: (),
}
# What an edition has in another way.
_OTHERWISE: dict[int, tuple[Element, ...]] = {
    2: (_request("choice"), Element("cmi.suspend_data", _RW, text(4000))),
    3: (_request("choice"),),
    4: (_request("choice|jump"),),
}

# What answers nothing to ``_children``.
_SILENT = (
    "adl.nav",
    "adl.nav.request_valid",
    "adl.nav.request_valid.choice",
    "adl.nav.request_valid.jump",
    "cmi.interactions.n.objectives",
    "cmi.interactions.n.correct_responses",
)
_NAMES = {2: "2nd", 3: "3rd", 4: "4th"}


@functools.cache
def model(edition: int) -> Model:
    """Return the data model of an edition: 2, 3 or 4."""
    missing = _MISSING[edition]
    elements = {
        element.name: element
        for element in (*_ELEMENTS, *_OTHERWISE[edition])
        if not (missing and element.name.startswith(missing))
    }
    return Model(
        name=f"SCORM 2004, {_NAMES[edition]} Edition",
        core="cmi.",
        functions={
            "Initialize": "initialize",
            "Terminate": "terminate",
            "GetValue": "get",
            "SetValue": "set",
            "Commit": "commit",
            "GetLastError": "last_error",
            "GetErrorString": "error_string",
            "GetDiagnostic": "diagnostic",
        },
        elements=elements,
        children=children_of(elements, _SILENT),
        collections=collections_of(elements),
        elsewhere=missing,
        version="1.0",
        codes=CODES_2004,
        times=TIMES_2004,
        words=WORDS_2004,
        limits_are_least=True,
        one_pattern=ONE_PATTERN,
        unique_patterns=UNIQUE_PATTERNS,
    )
