"""AICC's HACP: its messages as calls of SCORM 1.2's API, which has AICC's data model.

Source: CMI001 v4, appendix A. What no system has to keep is taken and not kept: comments,
interactions, paths, performance.
"""

import re
from collections.abc import Callable, Iterator, Mapping

SUCCESSFUL, INVALID_COMMAND, INVALID_SESSION = 0, 1, 3
_WORDS = {
    SUCCESSFUL: "Successful",
    INVALID_COMMAND: "Invalid Command",
    INVALID_SESSION: "Invalid Session ID",
}
#: What content may ask for; of all but the first three nothing is kept.
COMMANDS = ("getparam", "putparam", "exitau")
IGNORED = ("putcomments", "putinteractions", "putobjectives", "putpath", "putperformance")

_GROUP = re.compile(r"^[ \t]*\[([A-Za-z_ ]+)\][ \t]*$", re.MULTILINE)
_OBJECTIVE = re.compile(r"j_(id|score|status)\.([1-9]\d{0,2})")
# A word may be shortened to its first letter.
_STATUSES = {
    word[0]: word
    for word in ("passed", "completed", "failed", "incomplete", "browsed", "not attempted")
}
_EXITS = {"l": "logout", "s": "suspend", "t": "time-out"}
_SCORES = ("raw", "max", "min")


def answer(code: int, data: str = "") -> str:
    """Return an answer of HACP.

    Args:
        code: one of the codes of this module.
        data: what was asked for, for ``aicc_data``.
    """
    lines = [f"error={code}", f"error_text={_WORDS[code]}", "version=4.0", f"aicc_data={data}"]
    return "\r\n".join(lines) + "\r\n"


def parameters(get: Callable[[str], str]) -> str:
    """Return what GetParam is answered with.

    Args:
        get: tells the value of an element of SCORM 1.2's data model.
    """
    entry = {"ab-initio": ",A", "resume": ",R"}.get(get("cmi.core.entry"), "")
    score = ",".join(get(f"cmi.core.score.{part}") for part in _SCORES).rstrip(",")
    groups: Mapping[str, str | Mapping[str, str]] = {
        "Core": {
            "Student_ID": get("cmi.core.student_id"),
            "Student_Name": get("cmi.core.student_name"),
            "Lesson_Location": get("cmi.core.lesson_location"),
            "Credit": get("cmi.core.credit"),
            "Lesson_Status": get("cmi.core.lesson_status") + entry,
            "Score": score,
            "Time": get("cmi.core.total_time").partition(".")[0],
            "Lesson_Mode": get("cmi.core.lesson_mode"),
        },
        "Core_Lesson": get("cmi.suspend_data"),
        "Core_Vendor": get("cmi.launch_data"),
        "Student_Data": {
            "Mastery_Score": get("cmi.student_data.mastery_score"),
            "Max_Time_Allowed": get("cmi.student_data.max_time_allowed"),
            "Time_Limit_Action": get("cmi.student_data.time_limit_action"),
        },
        "Student_Preferences": {
            name.title(): get(f"cmi.student_preference.{name}")
            for name in ("audio", "language", "speed", "text")
        },
    }
    return "".join(
        f"[{name}]\r\n{content if isinstance(content, str) else _lines(content)}\r\n"
        for name, content in groups.items()
    )


def values(data: str) -> Iterator[tuple[str, str]]:
    """Yield what PutParam sets: elements of SCORM 1.2's data model, and their values.

    Args:
        data: the message's ``aicc_data``.
    """
    groups = _groups(data)
    core = _properties(groups.get("core", ""))
    if "lesson_location" in core:
        yield "cmi.core.lesson_location", core["lesson_location"]
    if "score" in core:
        scores = (part.strip() for part in core["score"].split(","))
        yield from zip((f"cmi.core.score.{part}" for part in _SCORES), scores, strict=False)
    if core.get("time"):
        yield "cmi.core.session_time", core["time"]
    if "core_lesson" in groups:
        yield "cmi.suspend_data", groups["core_lesson"]
    yield from _objectives(_properties(groups.get("objectives_status", "")))
    status, _, ending = (
        part.strip().lower() for part in core.get("lesson_status", "").partition(",")
    )
    if status:
        yield "cmi.core.lesson_status", _STATUSES.get(status[0], status)
    if "lesson_status" in core:
        yield "cmi.core.exit", _EXITS.get(ending[:1], "")


def _objectives(properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield what J_ID.1, J_Score.1 and J_Status.1 say, the ID of an objective before the others."""
    parts = {}
    for name, value in properties.items():
        if match := _OBJECTIVE.fullmatch(name):
            parts[int(match[2]) - 1, match[1]] = value
    for index, part in sorted(parts):
        name, value = f"cmi.objectives.{index}", parts[index, part]
        if part == "id":
            yield f"{name}.id", value
        elif part == "score":
            yield f"{name}.score.raw", value.partition(",")[0].strip()
        else:
            yield f"{name}.status", _STATUSES.get(value[:1].lower(), value)


def _lines(properties: Mapping[str, str]) -> str:
    return "\r\n".join(f"{name}={value}" for name, value in properties.items())


def _groups(data: str) -> dict[str, str]:
    """Return the text of each group, by its name in lower case."""
    _, *parts = _GROUP.split(data.replace("\r\n", "\n").replace("\r", "\n"))
    names = (name.strip().lower() for name in parts[::2])
    return {name: text.strip("\n") for name, text in zip(names, parts[1::2], strict=True)}


def _properties(text: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in text.split("\n") if "=" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
