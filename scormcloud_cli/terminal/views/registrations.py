"""How registrations, their launches and instances are shown."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scormcloud_cli import api
from scormcloud_cli.terminal.view import Column, View

REGISTRATION = View(
    "registration",
    columns=(
        Column("id", "ID", whole=True),
        Column("course.id", "COURSE"),
        Column("learner.id", "LEARNER"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
        Column("createdDate", "CREATED"),
        Column("lastAccessDate", "LAST ACCESS"),
    ),
    fields=lambda: api.Registration.field_paths(),
)
LEARNED = REGISTRATION._replace(
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
    )
).of_many()
INSTANCE = REGISTRATION._replace(
    noun="instance",
    columns=(
        Column("instance", "INSTANCE"),
        Column("course.version", "VERSION"),
        Column("registrationCompletion", "COMPLETION"),
        Column("registrationSuccess", "SUCCESS"),
        Column("updated", "UPDATED"),
    ),
    id_field="instance",
)
REGISTERED = View(
    "registration",
    columns=(
        Column("id", "ID", whole=True),
        Column("status", "STATUS"),
        Column("course.id", "COURSE"),
        Column("learner.id", "LEARNER"),
    ),
    fields=("id", "status", "course.id", "learner.id"),
).of_many()
LAUNCH = View(
    "launch",
    columns=(
        Column("id", "ID", whole=True),
        Column("launchTime", "LAUNCHED"),
        Column("exitTime", "ENDED"),
        Column("completionStatus", "COMPLETION"),
        Column("successStatus", "SUCCESS"),
        Column("score.scaled", "SCORE"),
        Column("totalSecondsTracked", "SECONDS"),
    ),
    fields=lambda: api.Launch.field_paths(),
)
# How much of an argument the table shows, in characters; suspend data may be very long.
_SHOWN = 40
# What happened in a launch, for people; `log_lines` makes the records.
LOG_LINE = View(
    "line",
    columns=(
        Column("at", "AT", whole=True),
        Column("activity", "ACTIVITY"),
        Column("what", "WHAT", whole=True),
        Column("answer", "ANSWER"),
        Column("remark", "REMARK", whole=True),
    ),
    fields=("at", "activity", "what", "answer", "remark"),
    id_field="at",
)
POSTBACK_TEST = View(
    "postback",
    columns=(Column("url", "URL", whole=True), Column("status", "STATUS")),
    fields=("url", "status"),
    id_field="url",
)


def log_lines(launches: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what happened in launches, a line each, as `LOG_LINE` shows it.

    Args:
        launches: records of `api.Launch` with a log.
    """
    for launch in launches:
        log = launch.get("historyLog") or ()
        lines = log if isinstance(log, (list, tuple)) else [{"event": log}]
        for line in lines:
            yield {
                "at": line.get("at"),
                "activity": line.get("activity"),
                "what": _what(line),
                "answer": line.get("answer"),
                "remark": _remark(line),
            }


def _what(line: Mapping[str, Any]) -> str:
    """Return a call as it is written, or what happened instead."""
    if "function" not in line:
        return str(line.get("event", ""))
    arguments = ", ".join(repr(_short(str(argument))) for argument in line["arguments"])
    return f"{line['function']}({arguments})"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"


def _remark(line: Mapping[str, Any]) -> str | None:
    """Return the error of a call, and what has changed, in words."""
    error = line.get("error")
    parts = [f"{error} {line.get('message', '')}" if error else "", line.get("diagnostic")]
    for name, (before, after) in (line.get("changes") or {}).items():
        parts.append(f"{name}: {before} → {after}" if before is not None else f"{name}: {after}")
    return "; ".join(filter(None, parts)) or None
