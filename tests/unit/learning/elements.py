"""What the books say of each element of both data models, written down independently of the code.

A row: the name; what content may do (r, w or rw); what it reads before anything was written, or the
code of the error; good values; bad values, each with the code of its error.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

_NONE: Mapping[str, int] = MappingProxyType({})


class Row(NamedTuple):
    name: str
    access: str
    default: str | int
    good: tuple[str, ...] = ()
    bad: Mapping[str, int] = _NONE


def _12(name: str, access: str, default: str | int, *good: str, bad: tuple[str, ...] = ()) -> Row:
    return Row(f"cmi.{name}", access, default, good, dict.fromkeys(bad, 405))


def _2004(
    name: str,
    access: str,
    default: str | int,
    *good: str,
    type_: tuple[str, ...] = (),
    range_: tuple[str, ...] = (),
) -> Row:
    bad = {**dict.fromkeys(type_, 406), **dict.fromkeys(range_, 407)}
    return Row(name, access, default, good, bad)


_TEXT_255, _TEXT_4096 = "x" * 255, "x" * 4096
_SCORES_12 = ("0", "100", "77.5", "")
_NO_SCORES_12 = ("-1", "100.1", "ten", "1,5", "1e1")
_NO_IDENTIFIERS_12 = ("", "a b", "x" * 256)
_SPANS = ("00:00:00", "0012:34:56.78", "99:59:59.9")
_NO_SPANS = ("", "1:00:00", "00:00", "00:00:00.123", "PT1S")
_STATUSES = ("passed", "completed", "failed", "incomplete", "browsed")

SCORM12 = (
    _12("_version", "r", "3.4"),
    _12(
        "core._children",
        "r",
        "student_id,student_name,lesson_location,credit,lesson_status,entry,score,total_time,"
        "lesson_mode,exit,session_time",
    ),
    _12("core.student_id", "r", "anna"),
    _12("core.student_name", "r", "Li, Anna"),
    _12("core.lesson_location", "rw", "", "page 3", _TEXT_255, "", bad=("x" * 256,)),
    _12("core.credit", "r", "credit"),
    _12(
        "core.lesson_status",
        "rw",
        "not attempted",
        *_STATUSES,
        bad=("not attempted", "Passed", "", "unknown"),
    ),
    _12("core.entry", "r", "ab-initio"),
    _12("core.score._children", "r", "raw,max,min"),
    _12("core.score.raw", "rw", "", *_SCORES_12, bad=_NO_SCORES_12),
    _12("core.score.max", "rw", "", *_SCORES_12, bad=_NO_SCORES_12),
    _12("core.score.min", "rw", "", *_SCORES_12, bad=_NO_SCORES_12),
    _12("core.total_time", "r", "0000:00:00.00"),
    _12("core.lesson_mode", "r", "normal"),
    _12("core.exit", "w", 404, "time-out", "suspend", "logout", "", bad=("normal", "Suspend")),
    _12("core.session_time", "w", 404, *_SPANS, bad=_NO_SPANS),
    _12("suspend_data", "rw", "", "", "a=1;ü", _TEXT_4096, bad=("x" * 4097,)),
    _12("launch_data", "r", "level=2"),
    _12("comments", "rw", "", "fine", _TEXT_4096, bad=("x" * 4097,)),
    _12("comments_from_lms", "r", ""),
    _12("objectives._children", "r", "id,score,status"),
    _12("objectives._count", "r", "0"),
    _12("objectives.0.id", "rw", 201, "o-1", "x" * 255, bad=_NO_IDENTIFIERS_12),
    _12("objectives.0.score._children", "r", 201),
    _12("objectives.0.score.raw", "rw", 201, *_SCORES_12, bad=_NO_SCORES_12),
    _12("objectives.0.score.max", "rw", 201, *_SCORES_12, bad=_NO_SCORES_12),
    _12("objectives.0.score.min", "rw", 201, *_SCORES_12, bad=_NO_SCORES_12),
    _12("objectives.0.status", "rw", 201, *_STATUSES, "not attempted", bad=("done", "")),
    _12("student_data._children", "r", "mastery_score,max_time_allowed,time_limit_action"),
    _12("student_data.mastery_score", "r", "80"),
    _12("student_data.max_time_allowed", "r", "00:30:00"),
    _12("student_data.time_limit_action", "r", "exit,message"),
    _12("student_preference._children", "r", "audio,language,speed,text"),
    _12("student_preference.audio", "rw", "0", "-1", "100", bad=("-2", "101", "1.5", "")),
    _12("student_preference.language", "rw", "", "Deutsch", _TEXT_255, bad=("x" * 256,)),
    _12("student_preference.speed", "rw", "0", "-100", "100", bad=("-101", "101", "fast")),
    _12("student_preference.text", "rw", "0", "-1", "1", bad=("-2", "2", "on")),
    _12(
        "interactions._children",
        "r",
        "id,objectives,time,type,correct_responses,weighting,student_response,result,latency",
    ),
    _12("interactions._count", "r", "0"),
    _12("interactions.0.id", "w", 404, "q-1", "x" * 255, bad=_NO_IDENTIFIERS_12),
    _12("interactions.0.objectives._count", "r", 201),
    _12("interactions.0.objectives.0.id", "w", 404, "o-1", bad=_NO_IDENTIFIERS_12),
    _12("interactions.0.time", "w", 404, "23:59:59", "00:00:00.99", bad=("24:00:00", "1:00:00")),
    _12(
        "interactions.0.type",
        "w",
        404,
        "true-false",
        "choice",
        "fill-in",
        "matching",
        "performance",
        "likert",
        "sequencing",
        "numeric",
        bad=("long-fill-in", "other", ""),
    ),
    _12("interactions.0.correct_responses._count", "r", 201),
    _12("interactions.0.correct_responses.0.pattern", "w", 404, "a", bad=("x" * 256,)),
    _12("interactions.0.weighting", "w", 404, "1", "-2.5", bad=("", "heavy")),
    _12("interactions.0.student_response", "w", 404, "a", _TEXT_255, bad=("x" * 256,)),
    _12(
        "interactions.0.result",
        "w",
        404,
        "correct",
        "wrong",
        "unanticipated",
        "neutral",
        "0.5",
        bad=("incorrect", ""),
    ),
    _12("interactions.0.latency", "w", 404, *_SPANS, bad=_NO_SPANS),
)

_REALS = ("0", "-12.5", ".5", "1e2", "100")
_NO_REALS = ("", "ten", "1,5", "1 ", "Infinity", "NaN", "0x1")
_MOMENTS = (
    "2026",
    "2026-03",
    "2026-02-28",
    "2026-03-01T12",
    "2026-03-01T12:30",
    "2026-03-01T12:30:45",
    "2026-03-01T12:30:45.5Z",
    "2026-03-01T12:30:45.25+02:00",
    "2026-03-01T12:30:45-05",
)
_NO_MOMENTS = (
    "",
    "26",
    "1969",
    "2039",
    "2026-13",
    "2026-02-30",
    "2026-03-01 12:30",
    "2026-03-01T24",
    "2026-03-01T12:60",
    "2026-03-01T12Z",
    "2026-03-01T12:30:45.123",
    "2026-03-01T12:30:45+25:00",
)
_INTERVALS = ("PT0S", "P1Y2M3DT4H5M6.78S", "PT90M", "P3D", "PT0.5S")
_NO_INTERVALS = ("", "P", "PT", "P1DT", "T1S", "PT1.234S", "PT-1S", "P1S", "00:01:00")
_URIS = ("a", "urn:adl:objective-1", "http://example.org/o?1#x", "obj_1.2", "x" * 4000)
_NO_URIS = ("", " ", "a b", "urn:", "urn:x:", "a%zz", "{a}", "x" * 4001)
_TEXTS = ("", "Hello", "{lang=de}Hallo", "{lang=en-GB}", "{not a delimiter} text")
_NO_TEXTS = ("{lang=}x", "{lang=german language}x")
_COMPLETION = ("completed", "incomplete", "not attempted", "unknown")
_SUCCESS = ("passed", "failed", "unknown")


def _score(of: str, default: int) -> tuple[Row, ...]:
    return (
        _2004(
            f"{of}.scaled",
            "rw",
            default,
            "-1",
            "1",
            "0.85",
            type_=_NO_REALS,
            range_=("1.01", "-1.5"),
        ),
        *(
            _2004(f"{of}.{part}", "rw", default, *_REALS, type_=_NO_REALS)
            for part in ("raw", "min", "max")
        ),
    )


def _comments(whose: str, access: str) -> tuple[Row, ...]:
    name = f"cmi.comments_from_{whose}"
    writable = access == "rw"
    texts = (*_TEXTS, "x" * 4000, "{lang=de}" + "x" * 4000)
    return (
        _2004(f"{name}._children", "r", "comment,location,timestamp"),
        _2004(f"{name}._count", "r", "0"),
        _2004(
            f"{name}.0.comment",
            access,
            301,
            *(texts if writable else ()),
            type_=(*_NO_TEXTS, "x" * 4001) if writable else (),
        ),
        _2004(
            f"{name}.0.location",
            access,
            301,
            *(("page 1", "x" * 250) if writable else ()),
            type_=("x" * 251,) if writable else (),
        ),
        _2004(
            f"{name}.0.timestamp",
            access,
            301,
            *(_MOMENTS if writable else ()),
            type_=_NO_MOMENTS if writable else (),
        ),
    )


SCORM2004 = (
    _2004("cmi._version", "r", "1.0"),
    *_comments("learner", "rw"),
    *_comments("lms", "r"),
    _2004("cmi.completion_status", "rw", "unknown", *_COMPLETION, type_=("passed", "")),
    _2004("cmi.completion_threshold", "r", 403),
    _2004("cmi.credit", "r", "credit"),
    _2004("cmi.entry", "r", "ab-initio"),
    _2004(
        "cmi.exit",
        "w",
        405,
        "time-out",
        "suspend",
        "logout",
        "normal",
        "",
        type_=("quit", "Normal"),
    ),
    _2004(
        "cmi.interactions._children",
        "r",
        "id,type,objectives,timestamp,correct_responses,weighting,learner_response,result,latency,"
        "description",
    ),
    _2004("cmi.interactions._count", "r", "0"),
    _2004("cmi.interactions.0.id", "rw", 301, *_URIS, type_=_NO_URIS),
    _2004(
        "cmi.interactions.0.type",
        "rw",
        301,
        "true-false",
        "choice",
        "fill-in",
        "long-fill-in",
        "matching",
        "performance",
        "sequencing",
        "likert",
        "numeric",
        "other",
        type_=("essay", ""),
    ),
    _2004("cmi.interactions.0.objectives._count", "r", 301),
    _2004("cmi.interactions.0.objectives.0.id", "rw", 301, *_URIS, type_=_NO_URIS),
    _2004("cmi.interactions.0.timestamp", "rw", 301, *_MOMENTS, type_=_NO_MOMENTS),
    _2004("cmi.interactions.0.correct_responses._count", "r", 301),
    _2004(
        "cmi.interactions.0.correct_responses.0.pattern",
        "rw",
        301,
        "a",
        "x" * 4000,
        type_=("x" * 4001,),
    ),
    _2004("cmi.interactions.0.weighting", "rw", 301, *_REALS, type_=_NO_REALS),
    _2004("cmi.interactions.0.learner_response", "rw", 301, "a", "x" * 4000, type_=("x" * 4001,)),
    _2004(
        "cmi.interactions.0.result",
        "rw",
        301,
        "correct",
        "incorrect",
        "unanticipated",
        "neutral",
        "0.5",
        type_=("wrong", ""),
    ),
    _2004("cmi.interactions.0.latency", "rw", 301, *_INTERVALS, type_=_NO_INTERVALS),
    _2004(
        "cmi.interactions.0.description",
        "rw",
        301,
        *_TEXTS,
        "x" * 250,
        type_=(*_NO_TEXTS, "x" * 251),
    ),
    _2004("cmi.launch_data", "r", "level=2"),
    _2004("cmi.learner_id", "r", "anna"),
    _2004("cmi.learner_name", "r", "Li, Anna"),
    _2004(
        "cmi.learner_preference._children",
        "r",
        "audio_level,language,delivery_speed,audio_captioning",
    ),
    _2004(
        "cmi.learner_preference.audio_level",
        "rw",
        "1",
        "0",
        "2.5",
        type_=_NO_REALS,
        range_=("-0.1",),
    ),
    _2004(
        "cmi.learner_preference.language",
        "rw",
        "",
        "",
        "en",
        "de-CH",
        "x-klingon",
        "i-navajo",
        type_=("e", "deutsch", "en_GB", "en-toolongsub"),
    ),
    _2004(
        "cmi.learner_preference.delivery_speed",
        "rw",
        "1",
        "0",
        "1.5",
        type_=_NO_REALS,
        range_=("-1",),
    ),
    _2004("cmi.learner_preference.audio_captioning", "rw", "0", "-1", "0", "1", type_=("2", "on")),
    _2004("cmi.location", "rw", 403, "", "page 3", "x" * 1000, type_=("x" * 1001,)),
    _2004("cmi.max_time_allowed", "r", "PT30M"),
    _2004("cmi.mode", "r", "normal"),
    _2004(
        "cmi.objectives._children",
        "r",
        "id,score,success_status,completion_status,progress_measure,description",
    ),
    _2004("cmi.objectives._count", "r", "0"),
    _2004("cmi.objectives.0.id", "rw", 301, "urn:adl:o-1", type_=_NO_URIS),
    _2004("cmi.objectives.0.score._children", "r", 301),
    *_score("cmi.objectives.0.score", 301),
    _2004("cmi.objectives.0.success_status", "rw", 301, *_SUCCESS, type_=("completed", "")),
    _2004("cmi.objectives.0.completion_status", "rw", 301, *_COMPLETION, type_=("passed", "")),
    _2004(
        "cmi.objectives.0.progress_measure",
        "rw",
        301,
        "0",
        "1",
        type_=_NO_REALS,
        range_=("-0.1", "1.1"),
    ),
    _2004("cmi.objectives.0.description", "rw", 301, *_TEXTS, type_=(*_NO_TEXTS, "x" * 251)),
    _2004(
        "cmi.progress_measure", "rw", 403, "0", "1", "0.5", type_=_NO_REALS, range_=("-0.1", "2")
    ),
    _2004("cmi.scaled_passing_score", "r", 403),
    _2004("cmi.score._children", "r", "scaled,raw,min,max"),
    *_score("cmi.score", 403),
    _2004("cmi.session_time", "w", 405, *_INTERVALS, type_=_NO_INTERVALS),
    _2004("cmi.success_status", "rw", "unknown", *_SUCCESS, type_=("completed", "")),
    _2004("cmi.suspend_data", "rw", 403, "", "a=1;ü", "x" * 64_000, type_=("x" * 64_001,)),
    _2004("cmi.time_limit_action", "r", "exit,message"),
    _2004("cmi.total_time", "r", "PT0H0M0S"),
    _2004(
        "adl.nav.request",
        "rw",
        "_none_",
        "continue",
        "previous",
        "exit",
        "exitAll",
        "abandon",
        "abandonAll",
        "suspendAll",
        "_none_",
        "{target=sco}choice",
        "{target=sco}jump",
        type_=("next", "choice", "{target=}choice", ""),
    ),
    _2004("adl.nav.request_valid.continue", "r", "false"),
    _2004("adl.nav.request_valid.previous", "r", "false"),
    _2004("adl.nav.request_valid.choice.{target=sco}", "r", "true"),
    _2004("adl.nav.request_valid.jump.{target=other}", "r", "false"),
    _2004("adl.data._children", "r", "id,store"),
    _2004("adl.data._count", "r", "1"),
    _2004("adl.data.0.id", "r", "urn:store"),
    _2004("adl.data.0.store", "rw", 403, "", "x" * 64_000, type_=("x" * 64_001,)),
)
