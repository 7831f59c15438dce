"""What learning leaves behind of one activity, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

Json = Any

UNKNOWN, COMPLETED, INCOMPLETE = "UNKNOWN", "COMPLETED", "INCOMPLETE"
PASSED, FAILED = "PASSED", "FAILED"


@dataclass(slots=True)
class Tracking:
    """What learning has left behind of one activity.

    `to_json` and `from_json` are exact: what is read is what was written.

    Attributes:
        runtime: the run-time data, by the names of the standard's data model.
        attempts: how many attempts were begun; one that is resumed counts once.
        completion: ``UNKNOWN``, ``INCOMPLETE`` or ``COMPLETED``.
        success: ``UNKNOWN``, ``PASSED`` or ``FAILED``.
        score: from -1 to 1; None where there is none.
        amount: how much is complete, 0 to 1, where content says so.
        seconds: the time between Initialize and the last call, over all sittings.
        suspended: whether the last sitting ended to be resumed.
        exit: how the last sitting ended, in the words of the data model.
        status_set: SCORM 1.2: whether content has set its status in this attempt.
    """

    runtime: dict[str, str] = field(default_factory=dict)
    attempts: int = 0
    completion: str = UNKNOWN
    success: str = UNKNOWN
    score: float | None = None
    amount: float | None = None
    seconds: float = 0.0
    suspended: bool = False
    exit: str = ""
    status_set: bool = False

    def to_json(self) -> dict[str, Json]:
        """Return it as what JSON can hold."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, record: Mapping[str, Json]) -> "Tracking":
        """Return what `to_json` was made from."""
        return cls(**{**record, "runtime": dict(record["runtime"])})

    def outcome(self) -> dict[str, Json]:
        """Return what others may see of it change: all but the run-time data and the time."""
        return {
            "attempts": self.attempts,
            "completion": self.completion,
            "success": self.success,
            "score": self.score,
            "amount": self.amount,
            "suspended": self.suspended,
        }
