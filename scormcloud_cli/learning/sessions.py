"""A sitting: content that was launched, from its first call to its last."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import IntEnum

from scormcloud_cli.learning import outcomes, scorm12
from scormcloud_cli.learning.courses import Course, model_of
from scormcloud_cli.learning.errors import Refusal, Trouble
from scormcloud_cli.learning.kinds import interval, seconds_of_interval, seconds_of_span, span
from scormcloud_cli.learning.runtime_data import TEXT_LIMIT, RuntimeData
from scormcloud_cli.learning.settings import VENDOR, Leniency, Settings
from scormcloud_cli.learning.tracking import COMPLETED, Json, Tracking
from scormcloud_cli.packages import Activity, ActivityKind


class Phase(IntEnum):
    """Where the conversation between content and run-time stands."""

    LAUNCHED = 0
    RUNNING = 1
    ENDED = 2
    SUPERSEDED = 3


_IN_WORDS = {
    Phase.LAUNCHED: "Initialize was not called yet",
    Phase.RUNNING: "Initialize was called already",
    Phase.ENDED: "the sitting has ended",
    Phase.SUPERSEDED: "the course was launched again elsewhere",
}
# How many arguments a function takes: at least, and at most.
_ARGUMENTS = {"get": (1, 1), "set": (2, 2)}


@dataclass(slots=True)
class Sitting:
    """What must be kept of a sitting besides its tracking, as plain data.

    Attributes:
        phase: where the conversation stands.
        mode: ``normal``, ``browse`` or ``review``.
        credit: whether what comes of it counts.
        error: the code of the last error; 0 for none.
        diagnostic: what is known of that error besides.
        began: when Initialize was called, in seconds of the epoch.
        earlier_seconds: the time of the sittings before this one.
    """

    phase: int = Phase.LAUNCHED
    mode: str = "normal"
    credit: bool = True
    error: int = 0
    diagnostic: str = ""
    began: float = 0.0
    earlier_seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call of content, with its answer; a launch's log is a list of these.

    Attributes:
        at: when it was made.
        function: the API's function: ``LMSSetValue``.
        arguments: its arguments.
        answer: what it answered.
        error: the code of the error; 0 for none.
        diagnostic: the error, or a remark, in a sentence; "" where there is none.
        recorded: whether the tracking has changed, and should be kept.
        changes: what has changed in the outcome: before and after, by the name in `Tracking`.
    """

    at: dt.datetime
    function: str
    arguments: tuple[str, ...]
    answer: str
    error: int = 0
    diagnostic: str = ""
    recorded: bool = False
    changes: Mapping[str, tuple[Json, Json]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """Return it as what JSON can hold."""
        return {
            "at": self.at.isoformat(),
            "function": self.function,
            "arguments": list(self.arguments),
            "answer": self.answer,
            "error": self.error,
            "diagnostic": self.diagnostic,
            "recorded": self.recorded,
            "changes": {name: list(both) for name, both in self.changes.items()},
        }


class Session:
    """A sitting under way: content calls, and the tracking follows.

    Make one with `open_session`; `to_json` and `from_json` carry one over to another process.

    Attributes:
        tracking: what is known of the activity, as the calls change it.
        sitting: what must be kept besides to go on with the session elsewhere.
        log: the calls since this object was made.
        activity: the activity that was launched.
    """

    def __init__(
        self,
        course: Course,
        activity: Activity,
        settings: Settings,
        tracking: Tracking,
        sitting: Sitting,
        leniency: frozenset[Leniency] = VENDOR,
    ) -> None:
        self.activity = activity
        self.tracking = tracking
        self.sitting = sitting
        self.log: list[Call] = []
        self._settings = settings
        self._model = model_of(course.standard)
        self._is_2004 = self._model is not scorm12.MODEL
        targets = frozenset(unit.identifier for unit in course.units) if self._is_2004 else ()
        self.runtime_data = RuntimeData(
            self._model, tracking.runtime, settings, leniency, frozenset(targets)
        )
        self._functions: Mapping[str, Callable[..., str]] = {
            "initialize": self._initialize,
            "terminate": self._terminate,
            "get": self._get,
            "set": self._set,
            "commit": self._commit,
        }
        self._inquiries: Mapping[str, Callable[[str], str]] = {
            "last_error": lambda _: str(self.sitting.error),
            "error_string": self._error_string,
            "diagnostic": self._diagnostic,
        }
        self._now = dt.datetime.fromtimestamp(0, dt.UTC)
        self._remark = ""

    def to_json(self) -> dict[str, Json]:
        """Return what must be kept to go on with the session, as what JSON can hold."""
        return {"tracking": self.tracking.to_json(), "sitting": asdict(self.sitting)}

    @classmethod
    def from_json(
        cls,
        record: Mapping[str, Json],
        course: Course,
        activity: Activity,
        settings: Settings,
        leniency: frozenset[Leniency] = VENDOR,
    ) -> "Session":
        """Return the session that `to_json` was made from, with an empty log."""
        tracking = Tracking.from_json(record["tracking"])
        return cls(course, activity, settings, tracking, Sitting(**record["sitting"]), leniency)

    @property
    def navigation(self) -> str:
        """SCORM 2004: where content asks to go at its end: ``continue``; ``_none_`` is nowhere."""
        return self.tracking.runtime.get("adl.nav.request", "_none_")

    @property
    def shared_data(self) -> dict[str, str]:
        """SCORM 2004 4th Edition: what is in the stores that activities share, by their IDs."""
        runtime = self.tracking.runtime
        stores = (f"adl.data.{index}" for index in range(self.runtime_data.count("adl.data")))
        return {runtime[f"{store}.id"]: runtime.get(f"{store}.store", "") for store in stores}

    def call(self, function: str, *arguments: str, now: dt.datetime) -> Call:
        """Answer a call of content, and return it with what came of it.

        Args:
            function: the API's function, as the standard names it: ``SetValue``.
            arguments: its arguments, as text. What is longer than any value may be is cut, and
                too long still.
            now: when it is made.
        """
        self._now, self._remark = now, ""
        longest = max(TEXT_LIMIT, self._settings.suspend_data_max_length) + 1
        arguments = tuple(argument[:longest] for argument in arguments)
        name = self._model.functions.get(function, "")
        if name in self._inquiries:
            answer = self._inquiries[name](arguments[0] if arguments else "")
            self.log.append(Call(at=now, function=function, arguments=arguments, answer=answer))
            return self.log[-1]
        before = self.tracking.outcome()
        try:
            answer, code = self._answer(name, function, arguments), 0
        except Refusal as refusal:
            answer, self._remark = "" if name == "get" else "false", refusal.diagnostic
            trouble = refusal.trouble
            code = trouble if isinstance(trouble, int) else self._model.codes[trouble]
        if self.sitting.phase == Phase.RUNNING:
            self._count_time()
        self.sitting.error, self.sitting.diagnostic = code, self._remark
        after = self.tracking.outcome()
        call = Call(
            at=now,
            function=function,
            arguments=arguments,
            answer=answer,
            error=code,
            diagnostic=self._remark,
            recorded=not code and name in ("initialize", "set", "terminate"),
            changes={key: (before[key], after[key]) for key in after if before[key] != after[key]},
        )
        self.log.append(call)
        return call

    def close(self, now: dt.datetime) -> None:
        """End the sitting: the learner has left the content, whether it called Terminate or not.

        Args:
            now: when it was left.
        """
        self._now = now
        if self.sitting.phase == Phase.RUNNING:
            self._terminate(finished=False)
        elif self.sitting.phase == Phase.LAUNCHED:
            self._end_without_calls()
            self.sitting.phase = Phase.ENDED

    def supersede(self) -> None:
        """End the sitting because the course is launched again: what it still sends is refused.

        A sitting that was not left counts as suspended [I]: nothing is judged, and the attempt goes
        on. The time of it is that to its last call.
        """
        if self.sitting.phase == Phase.RUNNING:
            self.tracking.exit, self.tracking.suspended = "suspend", True
            self._add_up_time()
        self.sitting.phase = Phase.SUPERSEDED

    def _answer(self, name: str, function: str, arguments: tuple[str, ...]) -> str:
        if not name:
            message = f"{function} is not a function of {self._model.name}."
            raise Refusal(Trouble.UNKNOWN_FUNCTION, message)
        least, most = _ARGUMENTS.get(name, (0, 1))
        code = self._model.times[name][self.sitting.phase]
        if not least <= len(arguments) <= most or (most == least + 1 and any(arguments)):
            raise Refusal(Trouble.ARGUMENT, f"{function} cannot be called with {arguments!r}.")
        if code:
            state = _IN_WORDS[Phase(self.sitting.phase)]
            raise Refusal(code, f"{function} is refused: {state}.")
        return self._functions[name](*arguments)

    def _initialize(self, *_: str) -> str:
        self.sitting.phase = Phase.RUNNING
        self.sitting.began = self._now.timestamp()
        self.sitting.earlier_seconds = self.tracking.seconds
        return "true"

    def _terminate(self, *_: str, finished: bool = True) -> str:
        self._count_time()
        self._end(finished=finished)
        self.sitting.phase = Phase.ENDED
        return "true"

    def _commit(self, *_: str) -> str:
        return "true"

    def _get(self, name: str) -> str:
        value = self.runtime_data.get(name)
        if name == "cmi.completion_status":
            return outcomes.completion_status(self.tracking.runtime)
        if name == "cmi.success_status":
            return outcomes.success_status(self.tracking.runtime)
        return value

    def _set(self, name: str, value: str) -> str:
        self._remark = self.runtime_data.set(name, value)
        if name == "cmi.core.lesson_status":
            self.tracking.status_set = True
        self._record()
        return "true"

    def _error_string(self, code: str) -> str:
        return self._model.words.get(int(code), "") if code.isdecimal() and len(code) < 6 else ""

    def _diagnostic(self, code: str) -> str:
        if code in ("", str(self.sitting.error)):
            return self.sitting.diagnostic
        return self._error_string(code)

    def _count_time(self) -> None:
        passed = max(0.0, self._now.timestamp() - self.sitting.began)
        self.tracking.seconds = round(self.sitting.earlier_seconds + passed, 2)

    def _outcome(self) -> outcomes.Outcome:
        of = outcomes.of_2004 if self._is_2004 else outcomes.of_12
        return of(self.tracking.runtime, self._settings)

    def _record(self) -> None:
        if self.sitting.credit:
            outcomes.record(self.tracking, self._outcome(), self._settings)

    def _end(self, *, finished: bool) -> None:
        """Do what stands at the end of a sitting in which content has called."""
        tracking, runtime = self.tracking, self.tracking.runtime
        tracking.exit = runtime.get(f"{self._model.core}exit", "")
        tracking.suspended = tracking.exit == "suspend" or self.navigation == "suspendAll"
        self._add_up_time()
        if self._is_2004:
            self._end_2004()
            return
        status = outcomes.status_at_end_12(
            tracking, self.activity, self._settings, mode=self.sitting.mode, finished=finished
        )
        if status is not None and self.sitting.credit:
            self.runtime_data.put("cmi.core.lesson_status", status)
        self._record()

    def _end_2004(self) -> None:
        outcome = self._outcome()
        if not self.tracking.suspended:
            outcome = outcomes.at_end_2004(self.activity, outcome)
        if self.sitting.credit:
            outcomes.record(self.tracking, outcome, self._settings)

    def _end_without_calls(self) -> None:
        """Do what stands at the end of a sitting in which content has called nothing."""
        if self._is_2004:
            self._end_2004()
        elif self.activity.kind is ActivityKind.ASSET and self.sitting.credit:
            self.tracking.completion = COMPLETED

    def _add_up_time(self) -> None:
        runtime = self.tracking.runtime
        total, session = f"{self._model.core}total_time", f"{self._model.core}session_time"
        read, write = (seconds_of_interval, interval) if self._is_2004 else (seconds_of_span, span)
        self.runtime_data.put(
            total, write(read(runtime.get(total, "")) + read(runtime.get(session, "")))
        )
        self.runtime_data.put(session, None)
