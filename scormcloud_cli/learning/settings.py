"""The settings of a course that govern how learning is recorded, by the service's names."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any


class Leniency(StrEnum):
    """Where the vendor is known to take what the books do not; `STRICT` takes none of it.

    The members: SCORM 2004 text that is longer than every run-time must take is kept whole, as in
    ADL's own run-time; suspend data may be as long as ``PlayerSuspendDataMaxLength`` says, and what
    is longer is cut; responses in SCORM 1.2 may have capitals, ``true`` for ``t``, and any likert;
    identifiers in SCORM 1.2 may have spaces and any letters.
    """

    LONG_TEXT = "long text"
    LONG_SUSPEND_DATA = "long suspend data"
    CUT_SUSPEND_DATA = "cut suspend data"
    LOOSE_RESPONSES = "loose responses"
    LOOSE_IDENTIFIERS = "loose identifiers"


STRICT: frozenset[Leniency] = frozenset()
VENDOR: frozenset[Leniency] = frozenset(Leniency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What settings say; the defaults are the service's (the catalogue's settings.json).

    How each acts beyond its description is inferred. The attributes have the names of the settings
    in Python's spelling, without the first word.
    """

    allow_complete_status_change: bool = False
    apply_rollup_status_to_success: bool = False
    completion_stat_of_failed_success_stat: str = "unknown"
    first_sco_is_pretest: bool = False
    launch_completed_regs_as_no_credit: bool = True
    score_rollup_mode_number_of_scoring_objects: int = 0
    reset_run_time_data: str = "NEVER"
    rollup_empty_set_to_unknown: bool = False
    scale_raw_score: bool = False
    score_overrides_status: bool = False
    score_rollup_mode_value: str = "AVERAGE_SCORE_OF_ALL_UNITS_WITH_SCORES"
    status_rollup_mode_value: str = "COMPLETE_WHEN_ALL_UNITS_COMPLETE_AND_NOT_FAILED"
    suspend_data_max_length: int = 4096
    status_rollup_mode_threshold_score: float = 0.0
    validate_interaction_responses: bool = True

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> "Settings":
        """Return what a mapping of settings says; others in it are left alone.

        Args:
            settings: values by ID, ``PlayerScoreOverridesStatus``; as text or as what they are.
        """
        values: dict[str, Any] = {}
        for field in fields(cls):
            setting = settings.get(setting_id(field.name))
            if setting is not None:
                kind: Any = type(field.default)
                text = str(setting)
                values[field.name] = text.lower() == "true" if kind is bool else kind(text)
        return cls(**values)


def setting_id(attribute: str) -> str:
    """Return the ID of the setting that an attribute of `Settings` holds."""
    return "Player" + "".join(word.capitalize() for word in attribute.split("_"))
